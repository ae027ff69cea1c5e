"""Words of the language that one act needs of another: an outcome fixed earlier, a role taken back, a code."""

import pytest
from procedure_cases import changed, problems

from fazhi.procedure import Refused
from fazhi.procedure.fields import LONGEST_CODE, checked
from fazhi.procedure.model import Action, Field


def test_what_is_remembered_as_outcome_must_be_an_outcome() -> None:
    text = changed("actions", "decide", outcome={"fact": "ending"}, sets={"ending": "nowhere"})
    assert any("结果“nowhere”没有定义" in problem for problem in problems(text))


def test_a_role_taken_back_must_be_a_role() -> None:
    assert any(
        "角色“ghost”没有定义" in problem for problem in problems(changed("actions", "decide", unassigns="ghost"))
    )


def code(value: str) -> str:
    action = Action("a", "登记", frozenset(), frozenset(), fields=(Field("number", "编号", "code"),))
    return str(checked(action, {"number": value})["number"])


@pytest.mark.parametrize("value", ["清20260302-0001", "route-1", "（2026）豫0922诉前调确1号", "410922100001"])
def test_codes_and_numbers_are_taken(value: str) -> None:
    assert code(f" {value} ") == value


@pytest.mark.parametrize("value", ["张三 打来电话", "他说，路灯坏了", "<b>", "x" * (LONGEST_CODE + 1)])
def test_prose_is_no_code(value: str) -> None:
    with pytest.raises(Refused, match="须是代码或者编号"):
        code(value)


def origin(**data: str) -> object:
    choices = {"asked": "申请", "found": "排查"}
    action = Action(
        "a", "登记", frozenset(), frozenset(), fields=(Field("origin", "来源", "choice", True, choices, "", "asked"),)
    )  # fmt: skip
    return checked(action, data)


def test_what_stands_there_when_nothing_is_filled_in() -> None:
    assert origin() == {"origin": "asked"}
    assert origin(origin="") == {"origin": "asked"}
    assert origin(origin="found") == {"origin": "found"}
    with pytest.raises(Refused):
        origin(origin="elsewhere")


def test_a_default_must_be_a_choice() -> None:
    field = {"result": {"name": "结果", "type": "choice", "choices": {"granted": "准予"}, "default": "maybe"}}
    assert any("default“maybe”不在 choices 中" in p for p in problems(changed("actions", "decide", fields=field)))
