"""Static checks: nothing unknown is named, every stage can be reached and left, every duty can be met."""

from typing import Any

import pytest
from procedure_cases import FILE, LICENCE, changed, licence, problems

UNKNOWN: list[tuple[str, str, dict[str, Any], str]] = [
    # section, entry, keys, what is said
    ("actions", "accept", {"to": "reviewed"}, "环节“reviewed”没有定义"),
    ("actions", "accept", {"from": ["recieved"]}, "环节“recieved”没有定义"),
    ("actions", "accept", {"who": ["officr"]}, "角色“officr”没有定义"),
    ("actions", "accept", {"ends": ["acept"]}, "义务“acept”没有定义"),
    ("actions", "accept", {"starts": ["acept"]}, "义务“acept”没有定义"),
    ("actions", "accept", {"guards": ["sunny"]}, "条件“sunny”不认识"),
    ("actions", "accept", {"guards": [{"done": {"action": ["apply"]}}]}, "没有参数“action”"),
    ("actions", "accept", {"guards": [{"done": {}}]}, "缺少参数“actions”"),
    ("actions", "accept", {"guards": [{"done": {"actions": ["aply"]}}]}, "“aply”"),
    ("actions", "accept", {"guards": [{"done": {"actions": "apply"}}]}, "actions"),
    ("actions", "accept", {"guards": [{"round_closed": {"round": "opinion"}}]}, "“opinion”"),
    ("actions", "accept", {"guards": [{"unit_differs": {"role": "boss"}}]}, "“boss”"),
    ("actions", "accept", {"guards": [{"overdue": {"obligations": ["decid"]}}]}, "“decid”"),
    ("actions", "accept", {"guards": [{"needs_field": {"field": "trak", "reason": "x"}}]}, "“trak”"),
    ("actions", "accept", {"guards": [{"field_is": {"field": "track", "in": ["simple"]}}]}, "缺少参数“reason”"),
    ("actions", "accept", {"guards": [{"fact_is": {"fact": "colour", "in": ["a"], "reason": "x"}}]}, "“colour”"),
    ("actions", "accept", {"guards": [{"fact_given": {"fact": "weather", "reason": "x"}}]}, "事实“weather”没有来源"),
    ("actions", "accept", {"remember": ["trak"]}, "填写项“trak”不在 fields 中"),
    ("actions", "accept", {"notices": [{"to": "mayor", "kind": "x"}]}, "角色“mayor”没有定义"),
    ("actions", "accept", {"assigns": {"mayor": "track"}}, "角色“mayor”没有定义"),
    ("actions", "withdraw", {"outcome": "gone"}, "结果“gone”没有定义"),
    (
        "actions",
        "decide",
        {"fields": {"result": {"name": "结果", "type": "choice", "choices": {"x": "甲"}}}},
        "结果“x”",
    ),
    (
        "actions",
        "decide",
        {"fields": {"result": {"name": "结果", "type": "date", "reasoning": True}}},
        "标了 reasoning，却不是文字",
    ),
    ("actions", "ask", {"asks": {"round": "opinion", "field": "units"}}, "征询“opinion”没有定义"),
    ("actions", "ask", {"asks": {"round": "opinions", "field": "unit"}}, "填写项“unit”不在 fields 中"),
    ("actions", "extend", {"extends": {"obligation": "decide", "times": 1}}, "没有写最长延长多少"),
    ("obligations", "accept", {"lapse": "deemed"}, "“deemed”不在 actions 中"),
    ("obligations", "accept", {"lapse": "accept"}, "没有计时角色"),
    ("obligations", "accept", {"bearer": "nobody"}, "承担者“nobody”"),
    ("obligations", "decide", {"terms": None, "term": {"n": 60, "unit": "calendar_day"}}, "没有法律依据"),
    ("obligations", "decide", {"terms": None}, "没有期限，也没有说明为什么"),
    ("obligations", "decide", {"terms": [{"n": 9, "unit": "month", "basis": "x", "when": {"trak": "a"}}]}, "“trak”"),
    ("obligations", "idle", {"name": "空", "bearer": "officer", "no_term": "无"}, "从未开始"),
    ("rounds", "opinions", {"to": "reviewed"}, "环节“reviewed”"),
    ("rounds", "opinions", {"close": "quorum"}, "quorum"),
    ("rounds", "opinions", {"term": {"n": 5, "unit": "working_day"}}, "没有法律依据"),
    ("roles", "asked_unit", {"round": "opinion"}, "“opinion”"),
    ("roles", "asked_unit", {"posts": None}, "没有写由什么岗位担任"),
    ("roles", "head", {"hidden_from": ["officer"]}, "不是当事人"),
    ("roles", "applicant", {"hidden_from": ["officr"]}, "“officr”不在 roles 中"),
    ("roles", "applicant", {"hidden_by": "track"}, "没有写对谁隐去"),
    ("roles", "applicant", {"hidden_from": ["officer"], "hidden_by": "wish"}, "没有办理事项记住它"),
    ("roles", "head", {"posts": []}, "没有写由什么岗位担任"),
    ("stages", "review", {"role": "reviewer"}, "角色“reviewer”不在 roles 中"),
    ("stages", "review", {"role": None}, "没有责任角色"),
    ("stages", "island", {"name": "孤岛", "role": "officer"}, "永远到不了"),
    ("stages", "done", {"end": None, "role": "officer"}, "没有终结环节"),
]


@pytest.mark.parametrize(("section", "entry", "keys", "said"), UNKNOWN)
def test_what_does_not_hold_together_is_refused(section: str, entry: str, keys: dict[str, Any], said: str) -> None:
    text = changed(section, entry, **{k + "_": v for k, v in keys.items()})
    assert any(said in p for p in problems(text)), problems(text)


def test_a_loop_without_a_way_out_is_refused_with_line_and_remedy() -> None:
    text = LICENCE.replace('from: "*"', "from: [received, review]")
    text = text.replace("from: talk\n    to: review", "from: talk\n    to: talk")
    found = [p for p in problems(text) if "走不到办结" in p]
    assert len(found) == 1
    line = LICENCE[: LICENCE.index("  talk: {name: 约谈")].count("\n") + 1
    assert found[0].startswith(f"{FILE}:{line}: 从环节“talk”出发")
    assert "请增加通向终结环节的办理事项" in found[0]


def test_an_unknown_guard_says_which_there_are() -> None:
    found = problems(LICENCE.replace("guards: [round_closed: {round: opinions}]", "guards: [sunny]"))
    assert any("可用的条件：at_most、done" in p for p in found)


def test_a_duty_that_nothing_ends_is_refused() -> None:
    text = LICENCE.replace("ends: [decide]", "papers: [x]")
    assert any("义务“decide”没有办法履行" in p for p in problems(text))


def test_a_lapse_is_an_end_too() -> None:
    assert licence("    ends: [accept]\n", "").obligations["accept"].lapse == "deemed_accept"


def test_a_credential_with_a_provider_is_known() -> None:
    guard = "guards: [fact_given: {fact: credential, reason: 没有执法证}]"
    assert licence("guards: [round_closed: {round: opinions}]", guard)
