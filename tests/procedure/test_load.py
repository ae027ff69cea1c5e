"""Reading a procedure file: what it says arrives, and a mistake is named with file, line, what, and the remedy."""

import pytest
from procedure_cases import FILE, LICENCE, changed, licence, problems

from fazhi.clock import Direction, Unit
from fazhi.procedure import START, BadDefinition, parse_edition


def test_the_sample_arrives_whole() -> None:
    edition = licence()
    assert edition.id == "licence@2026-01"
    assert edition.actions["withdraw"].sources == {"received", "review", "opinions", "talk", "suspended"}
    assert edition.actions["decide"].outcome_field == "result"
    assert edition.obligations["hearing_notice"].terms[0].term is not None
    assert edition.obligations["hearing_notice"].terms[0].term.direction is Direction.BEFORE
    assert [a.id for a in edition.actions_at(START)] == ["apply"]
    assert edition.rounds["opinions"].to == "review"


def test_a_setting_fills_a_local_term_and_changes_the_digest() -> None:
    plain, filled = licence(), licence(settings={"call": {"n": 9, "unit": "calendar_day"}})
    term = filled.obligations["call"].terms[0]
    assert (term.term and (term.term.n, term.term.unit)) == (9, Unit.CALENDAR_DAY)
    assert term.local
    assert plain.digest != filled.digest


def test_the_same_text_has_the_same_digest_and_another_text_another() -> None:
    assert licence().digest == licence().digest
    assert licence("name: 示例许可", "name: 另一许可").digest != licence().digest


WRONG = [
    # passage, instead, what is said about it
    ("bearer: head", "bearer: chief", "承担者“chief”不在 roles 中"),
    ("kind: party", "kind: partei", "kind“partei”不认识"),
    ("close: all", "close: most", "close“most”不认识"),
    ("n: 60, unit: calendar_day", "n: 60, unit: fortnight", "无法识别"),
    ("n: 60, unit: calendar_day", "n: 0, unit: calendar_day", "无法识别"),
    ("n: 60, unit: calendar_day", "n: sixty, unit: calendar_day", "无法识别"),
    ("summary:", "sumary:", "不认识的键“sumary”"),
    ("status: published", "status: publised", "“status”写法不对。可用：draft、published"),
    ("valid: {from: 2026-01-01}", "valid: {from: soon}", "有效期"),
    ("valid: {from: 2026-01-01}", "valid: {until: 2025-01-01, from: 2026-01-01}", "有效期"),
    ("valid: {from: 2026-01-01}", "valid: 2026", "valid"),
    ("held_on: {name: 听证之日, type: date}", "held_on: {name: 听证之日, type: day}", "类型“day”不认识"),
    ("guards: [round_closed: {round: opinions}]", "guards: round_closed", "guards"),
    ("guards: [round_closed: {round: opinions}]", "guards: [round_closed: [opinions]]", "“guards”写法不对"),
    ("notices: [{to: applicant, kind: accepted}]", "notices: [accepted]", "notices"),
    ("notices: [{to: applicant, kind: accepted}]", "notices: [{to: applicant}]", "kind"),
    ("choices: {ordinary: 普通, simple: 简易}", "choices: [普通, 简易]", "choices"),
    ("when: {track: simple}", "when: simple", "when"),
    ("extends: {obligation: decide,", "extends: {obligations: decide,", "不认识的键“obligations”"),
    ("days: {name: 延长日数, type: number}", "days: 30", "须是键值表"),
    ("outcome: withdrawn", "outcome: withdrawn\n    outcom: x", "不认识的键“outcom”"),
    ("answers: {agree: 同意, object: 不同意}\n    term", "answers: [同意]\n    term", "answers"),
    ("term: {n: 10, unit: calendar_day, basis: 《某法》第三条}", "term: 10", "“term”写法不对"),
    ("granted: {name: 准予}", "granted: 准予", "须是键值表"),
    ("granted: {name: 准予}", "granted: {nmae: 准予}", "不认识的键“nmae”"),
    ("pausable: true", "pausable: maybe", "pausable"),
]


@pytest.mark.parametrize(("passage", "instead", "said"), WRONG, ids=[w[1][:40] for w in WRONG])
def test_a_mistake_is_named_with_its_line_and_a_remedy(passage: str, instead: str, said: str) -> None:
    assert LICENCE.count(passage) == 1
    found = problems(LICENCE.replace(passage, instead))
    line = LICENCE[: LICENCE.index(passage)].count("\n") + 1
    hit = [p for p in found if said in p]
    assert hit, found
    file, at, rest = hit[0].split(":", 2)
    assert file == FILE
    assert abs(int(at) - line) <= 12, "the line must lead to the entry"
    assert "请" in rest or "可用" in rest, "there must be a remedy"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "键值表"),
        ("- a\n- b", "键值表"),
        ("a: [1", "YAML 格式错误"),
        ("a: 1\na: 2", "重复的键"),
        ("procedure: x\nname: y", "缺少“stages”"),
        ("stages: [a]\nprocedure: x\nname: y\nedition: '1'\nactions: {a: 1}\nroles: {}", "缺少“roles”"),
        ("a: !!python/object/apply:os.system [ls]", "YAML 格式错误"),
        ("a: \x07", "YAML 格式错误"),
    ],
)
def test_what_is_no_procedure_is_refused(text: str, said: str) -> None:
    assert any(said in p for p in problems(text))


def test_every_mistake_is_said_at_once_in_the_order_of_lines() -> None:
    text = LICENCE.replace("bearer: head", "bearer: chief").replace("who: clock\n    starts", "who: klock\n    starts")
    with pytest.raises(BadDefinition) as caught:
        parse_edition(text, FILE)
    lines = [p.line for p in caught.value.problems]
    assert len(lines) >= 2
    assert lines == sorted(lines)


def test_a_missing_name_is_asked_for() -> None:
    assert any("缺少“name”" in p for p in problems(changed("stages", "review", name=None)))
