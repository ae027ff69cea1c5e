"""A procedure in words: periods, conditions, guards, and the whole in the law's order."""

from importlib import resources
from pathlib import Path

import pytest
from procedure_cases import licence

from fazhi.clock import Direction, Term, Unit
from fazhi.procedure import load_edition
from fazhi.procedure.explain import outline, show, term_words
from fazhi.procedure.guards import GUARDS
from fazhi.procedure.model import GuardRef
from fazhi.procedure.wording import begins_words, condition_words, guard_words, rule_words

D, W, M, Y, H = Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH, Unit.YEAR, Unit.HOUR


@pytest.mark.parametrize(
    ("term", "begins", "words"),
    [
        (Term(60, D, roll=True), "受理之日", "自受理之日起 60 日，末日为休假日的顺延"),
        (Term(5, W), "受理之日", "自受理之日起 5 个工作日"),
        (Term(2, M), "", "2 个月"),
        (Term(1, Y, roll=True), "", "1 年，末日为休假日的顺延"),
        (Term(24, H), "吹哨时", "自吹哨时起 24 小时"),
        (Term(7, D, Direction.BEFORE), "听证之日", "听证之日前 7 日"),
        (Term(7, D, Direction.BEFORE), "", "提前 7 日"),
        (Term(30, D, minimum=True), "公布之日", "自公布之日起 不少于 30 日"),
    ],
)
def test_a_period_is_said_as_a_lawyer_says_it(term: Term, begins: str, words: str) -> None:
    assert term_words(term, begins) == words


@pytest.mark.parametrize(
    ("obligation", "index", "words"),
    [
        ("decide", 0, "“程序”为简易的，自“受理”之日或者“视为受理”之日起 10 个工作日"),
        ("decide", 1, "自“受理”之日或者“视为受理”之日起 60 日，末日为休假日的顺延"),
        ("call", 0, "自“受理”之日起 3 个工作日（本地设置）"),
        ("hearing_notice", 0, "“听证之日”前 7 日"),
    ],
)
def test_a_rule_names_its_condition_its_beginning_and_that_it_is_local(obligation: str, index: int, words: str) -> None:
    edition = licence()
    rule = edition.obligations[obligation].terms[index]
    assert rule_words(edition, rule, begins_words(edition, obligation)) == words


def test_what_the_city_has_not_set_is_said() -> None:
    edition = licence("{setting: call, n: 3, unit: working_day}", "{setting: call}")
    assert rule_words(edition, edition.obligations["call"].terms[0]) == "本地尚未设置期限（本地设置）"


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("done", {"actions": ["accept"]}, "已办理“受理”"),
        ("not_done", {"actions": ["accept", "talk"]}, "未办理过“受理”、“约谈”"),
        ("at_most", {"times": 1}, "最多办理 1 次"),
        ("round_closed", {"round": "opinions"}, "“征求意见”已全部答复"),
        ("overdue", {"obligations": ["decide"]}, "“作出决定”已超过期限"),
        ("role_held", {"role": "head", "reason": "x"}, "已确定负责人"),
        ("fact_given", {"fact": "credential", "reason": "没有执法证"}, "没有执法证"),
        ("done", {"actions": ["accept"], "when": {"track": ["simple"]}}, "“程序”为简易的，已办理“受理”"),
    ],
)
def test_a_guard_is_said_as_a_condition(name: str, params: dict[str, object], words: str) -> None:
    assert guard_words(licence(), GuardRef(name, params)) == words


def test_every_guard_has_words_that_are_not_its_code() -> None:
    params = {"actions": ["accept"], "obligations": ["decide"], "round": "opinions", "role": "head", "reason": "理由"}
    for name in GUARDS:
        assert name not in guard_words(licence(), GuardRef(name, params))


def test_the_outline_holds_what_a_page_shows() -> None:
    page = outline(licence())
    assert [s.name for s in page.stages] == ["开始", "受理审查", "审查", "征求意见", "约谈", "中止", "已办结"]
    assert page.stages[-1].end
    review = page.stages[2]
    assert review.role == "经办人"
    decide = next(a for a in review.actions if a.id == "decide")
    assert decide.leads == "已办结"
    assert decide.conditions == ("“征求意见”已全部答复",)
    assert decide.ends == ("作出决定",)
    accept = next(o for o in page.obligations if o.id == "accept")
    assert accept.silence == "期限届满未办的：视为受理"
    assert accept.terms[0].basis == "《某法》第三条"
    assert next(o for o in page.obligations if o.id == "decide").silence == "超过期限的：超期提醒，仍须办理"
    assert page.rounds[0].bearer == "被征求意见的单位"
    assert page.outcomes == ("准予", "不予", "撤回")


def test_the_text_says_everything_once_in_the_order_of_the_file() -> None:
    text = show(licence())
    names = [
        "一、环节",
        "【受理审查】",
        "【审查】",
        "二、可在多个环节办理的事项",
        "撤回申请",
        "三、义务和期限",
        "四、征询",
    ]
    assert [text.index(n) for n in names] == sorted(text.index(n) for n in names)
    assert text.count("撤回申请") == 1
    assert "  约谈 → 约谈（本地设置）｜经办人" in text
    assert "中止期间不计入" in text
    assert text.startswith("示例许可（licence@2026-01）\n已发布，自 2026-01-01 起施行；校验码 ")


MEDIATION = load_edition(Path(str(resources.files("fazhi.catalogue"))) / "procedures" / "people_mediation.yaml")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"again": ["yes"]}, "已办理“变更协议或者重新达成协议”"),
        ({"origin": ["court_pre_filing"]}, "“来源”为诉前委派"),
        ({"online": ["yes"]}, "“是否经人民法院调解平台”为是"),
        ({"nothing_known": ["x"]}, "“nothing_known”为x"),
    ],
    ids=["a mark is named by the step that sets it", "a choice of another opening", "yes", "an unknown key stays"],
)
def test_a_condition_is_said_without_codes(when: dict[str, list[str]], words: str) -> None:
    assert condition_words(MEDIATION, when) == words
