"""City overlays: what a city may do to a procedure, and every thing that it may not."""

import pytest
from procedure_cases import BOOK, FILE, LICENCE

from fazhi.clock import Term, Unit
from fazhi.procedure import BadDefinition, Edition
from fazhi.procedure.overlay import apply_overlay
from fazhi.procedure.overlay_rules import surely_within
from fazhi.procedure.source import read_yaml

HEAD = "overlays: licence@2026-01\ncity: qingfeng\n"
DETOUR = """
stages:
  vetting: {name: 内部审核, role: officer}
actions:
  send_vetting: {name: 送内部审核, from: review, to: vetting, who: officer}
  vetted: {name: 内部审核完成, from: vetting, to: review, who: officer}
"""


def overlaid(body: str, base: str = LICENCE) -> Edition:
    root, overlay = read_yaml(base, FILE), read_yaml(HEAD + body, "qingfeng.yaml")
    return apply_overlay(root, overlay, base_file=FILE, overlay_file="qingfeng.yaml", book=BOOK)


def refusals(body: str) -> list[str]:
    with pytest.raises(BadDefinition) as caught:
        overlaid(body)
    return [str(p) for p in caught.value.problems]


def term_of(edition: Edition, obligation: str, index: int = 0) -> Term:
    term = edition.obligations[obligation].terms[index].term
    assert term is not None
    return term


def test_an_empty_overlay_changes_only_the_identity() -> None:
    edition = overlaid("")
    assert (edition.id, edition.overlay) == ("licence@2026-01+qingfeng", "qingfeng")
    assert len(edition.stages) == 6
    assert overlaid("edition: '2'").id == "licence@2026-01+qingfeng.2"


def test_a_city_shortens_a_statutory_term_and_it_shows_as_local() -> None:
    edition = overlaid("terms:\n  accept: {n: 3}\n")
    rule = edition.obligations["accept"].terms[0]
    assert term_of(edition, "accept") == Term(3, Unit.WORKING_DAY)
    assert rule.local
    assert rule.basis == "《某法》第三条"
    assert rule.note == "法定期限 5 个工作日，本地改为 3 个工作日"


def test_one_of_several_terms_is_named_by_its_condition() -> None:
    edition = overlaid("terms:\n  decide: [{when: {track: simple}, n: 8}]\n")
    assert term_of(edition, "decide", 0).n == 8
    assert term_of(edition, "decide", 1).n == 60
    assert term_of(overlaid("terms:\n  decide: {n: 50}\n"), "decide", 1).n == 50


LENGTHENED = [
    ("accept: {n: 6}", "《某法》第三条规定的 5 个工作日，本地不得延长为 6 个工作日"),
    ("accept: {n: 5, unit: month}", "不能保证在任何时候都不超过"),
    ("accept: {n: 6, unit: calendar_day}", "不能保证"),
    ("decide: [{when: {track: simple}, n: 11}]", "不得延长为 11 个工作日"),
    ("decide: [{n: 1, unit: working_day, when: {track: ordinary}}]", "分情形"),
    ("hearing_notice: {n: 5}", "应当留足的时间"),
    ("supplement: {n: 5}", "当事人的期限"),
    ("supplement: {n: 20}", "当事人的期限"),
    ("opinions: {n: 9}", "不得延长为 9 个工作日"),
    ("accept: {n: 0}", "无法识别"),
    ("accept: {n: 3, unit: week}", "无法识别"),
    ("accept: {n: 3, roll: true}", "不能带“roll”"),
    ("accept: 3", "写法不认识"),
    ("acept: {n: 3}", "没有义务或者征询“acept”"),
]


@pytest.mark.parametrize(("line", "said"), LENGTHENED)
def test_a_city_may_not_lengthen_what_the_law_fixes(line: str, said: str) -> None:
    found = refusals(f"terms:\n  {line}\n")
    assert len(found) == 1
    assert found[0].startswith("qingfeng.yaml:4: ")
    assert said in found[0]
    assert "请" in found[0] or "只写" in found[0] or "单位同" in found[0]


def test_what_leaves_time_to_somebody_may_grow() -> None:
    assert term_of(overlaid("terms:\n  hearing_notice: {n: 10}\n"), "hearing_notice").n == 10


def test_a_round_is_shortened_like_an_obligation() -> None:
    term = overlaid("terms:\n  opinions: {n: 3}\n").rounds["opinions"].terms[0].term
    assert term == Term(3, Unit.WORKING_DAY)


def test_a_local_term_is_free_either_way() -> None:
    assert term_of(overlaid("terms:\n  call: {n: 20}\n"), "call").n == 20
    assert term_of(overlaid("settings:\n  call: {n: 2, unit: month}\n"), "call") == Term(2, Unit.MONTH)


@pytest.mark.parametrize(
    ("short", "long", "sure"),
    [
        ((5, Unit.WORKING_DAY), (5, Unit.WORKING_DAY), True),
        ((6, Unit.WORKING_DAY), (5, Unit.WORKING_DAY), False),
        ((5, Unit.CALENDAR_DAY), (5, Unit.WORKING_DAY), True),
        ((6, Unit.CALENDAR_DAY), (5, Unit.WORKING_DAY), False),
        ((1, Unit.WORKING_DAY), (30, Unit.CALENDAR_DAY), False),
        ((28, Unit.CALENDAR_DAY), (1, Unit.MONTH), True),
        ((29, Unit.CALENDAR_DAY), (1, Unit.MONTH), False),
        ((1, Unit.MONTH), (31, Unit.CALENDAR_DAY), True),
        ((1, Unit.MONTH), (30, Unit.CALENDAR_DAY), False),
        ((11, Unit.MONTH), (1, Unit.YEAR), True),
        ((12, Unit.MONTH), (1, Unit.YEAR), False),
        ((24, Unit.HOUR), (1, Unit.CALENDAR_DAY), True),
        ((25, Unit.HOUR), (1, Unit.CALENDAR_DAY), False),
    ],
)
def test_units_are_compared_only_where_there_is_no_doubt(
    short: tuple[int, Unit], long: tuple[int, Unit], sure: bool
) -> None:
    assert surely_within(Term(*short), Term(*long)) is sure


def test_a_city_renames_and_adds_a_detour_that_must_be_gone() -> None:
    edition = overlaid(DETOUR + "requires: {decide: [vetted]}\nnames:\n  stages: {review: 实质审查}\n")
    assert edition.stages["review"].name == "实质审查"
    assert edition.stages["vetting"].local
    assert edition.actions["vetted"].local
    assert [g.name for g in edition.actions["decide"].guards] == ["round_closed", "done"]
    assert "vetting" in edition.actions["withdraw"].sources


def test_a_city_adds_an_obligation_of_its_own_shown_as_local() -> None:
    body = DETOUR.replace("who: officer}\n  vetted", "who: officer, starts: [vet]}\n  vetted").replace(
        "to: review, who: officer}", "to: review, who: officer, ends: [vet]}"
    )
    edition = overlaid(body + "obligations:\n  vet: {name: 审核, bearer: officer, term: {n: 2, unit: working_day}}\n")
    assert edition.obligations["vet"].terms[0].local


def test_a_city_drops_a_local_stage_with_its_ways() -> None:
    edition = overlaid("drops: [talk]\n")
    assert "talk" not in edition.stages
    assert not {"talk", "end_talk"} & set(edition.actions)
    assert "talk" not in edition.actions["withdraw"].sources


FORBIDDEN = [
    ("drops: [opinions]", "环节“征求意见”是法定环节（《某法》第五条），本地不得去掉"),
    ("drops: [nowhere]", "没有环节“nowhere”"),
    ("stages: {review: {name: 另一审查, role: officer}}", "只能增加，不能改写"),
    ("actions: {decide: {name: 快办, from: review, to: done, who: head}}", "只能增加，不能改写"),
    ("stages: {thrown: {name: 已退件, end: true}}", "不得增加终结环节"),
    ("actions: {skip: {name: 直接办结, from: received, to: done, who: officer}}", "越过了法定的环节"),
    ("actions: {jump: {name: 直接审查, from: received, to: review, who: officer}}", "越过了法定的环节"),
    ("actions: {jump: {name: 免于申请, from: start, to: review, who: officer}}", "越过了法定的环节"),
    (DETOUR.replace("to: review", "to: done"), "越过了法定的环节"),
    ("actions: {stop: {name: 暂停, from: review, who: head, pauses: true}}", "不得用 pauses 改动期限"),
    (
        "actions: {more: {name: 再, from: review, who: head, extends: {obligation: decide, by: {n: 9, unit: hour}}}}",
        "不得用 extends 改动期限",
    ),
    ("actions: {tick: {name: 销号, from: review, who: officer, ends: [decide]}}", "法定义务“decide”"),
    ("actions: {tick: {name: 销号, from: review, who: officer, drops: [decide]}}", "法定义务“decide”"),
    ("actions: {again: {name: 重算, from: review, who: officer, starts: [decide]}}", "法定义务“decide”"),
    (
        "actions: {trick: {name: 改程序, from: review, who: officer, sets: {track: ordinary}}}",
        "不得改写程序记住的“track”",
    ),
    ("actions: {close: {name: 结束, from: opinions, who: officer, closes_round: opinions}}", "不得结束法定的征询"),
    ("actions: {win: {name: 判定, from: review, who: officer, outcome: granted}}", "不得决定办件的结果"),
    (
        "obligations: {x: {name: 甲, bearer: officer, lapse: deemed_accept, term: {n: 1, unit: hour}}}",
        "不能触发“deemed_accept”",
    ),
    (DETOUR + "requires: {withdraw: [vetted]}", "不只由机关办理"),
    (DETOUR + "requires: {decide: [accept]}", "requires 中的“decide”写法有误"),
    ("settings: {cal: {n: 1, unit: hour}}", "没有“cal”这一本地设置"),
    ("settings: {call: 3}", "本地设置“call”的写法不认识"),
    ("names: {stages: {reviw: 审}}", "没有“reviw”，不能改名"),
    ("names: {stages: {review: ''}}", "新名称是空的"),
    ("names: {stagez: {review: 审}}", "“stagez”不认识"),
    ("colour: red", "不认识的键“colour”"),
    ("terms: [accept]", "“terms”须是键值表"),
    ("stages: {vetting: {name: 内部审核, role: boss}}", "角色“boss”不在 roles 中"),
    ("stages: {vetting: {name: 内部审核, role: officer}}", "永远到不了"),
]


@pytest.mark.parametrize(("body", "said"), FORBIDDEN)
def test_what_a_city_may_not_do_is_refused_in_its_own_file(body: str, said: str) -> None:
    found = refusals(body)
    assert any(said in p and p.startswith("qingfeng.yaml:") for p in found), found


def test_an_overlay_for_another_edition_is_refused() -> None:
    root = read_yaml(LICENCE.replace("2026-01", "2027-01", 1), FILE)
    overlay = read_yaml(HEAD, "qingfeng.yaml")
    with pytest.raises(BadDefinition, match="针对的是“licence@2026-01”，这里的程序是“licence@2027-01”"):
        apply_overlay(root, overlay, base_file=FILE, overlay_file="qingfeng.yaml", book=BOOK)


def test_the_files_themselves_stay_as_they_were() -> None:
    root, overlay = read_yaml(LICENCE, FILE), read_yaml(HEAD + DETOUR + "drops: [talk]", "q.yaml")
    apply_overlay(root, overlay, base_file=FILE, overlay_file="q.yaml", book=BOOK)
    assert root == read_yaml(LICENCE, FILE)
    assert overlay == read_yaml(HEAD + DETOUR + "drops: [talk]", "q.yaml")
