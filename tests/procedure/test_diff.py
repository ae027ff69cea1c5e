"""Two editions compared: every kind of change is said once, in words, and nothing else is."""

import pytest
from procedure_cases import licence

from fazhi.procedure.diff import Change, diff, diff_text

CHANGES = [
    # passage, instead, the whole of what is said
    (
        "{n: 5, unit: working_day, basis: 《某法》第三条}",
        "{n: 3, unit: working_day, basis: 《某法》第三条}",
        "义务“决定是否受理”的办理期限：5 个工作日 → 3 个工作日",
    ),
    (
        "{n: 60, unit: calendar_day, roll: true, basis: 《某法》第七条}",
        "{n: 2, unit: month, basis: 《某法》第七条}",
        "义务“作出决定”的办理期限：“程序”为简易的，10 个工作日；60 日，末日为休假日的顺延 → "
        "“程序”为简易的，10 个工作日；2 个月",
    ),
    ("review: {name: 审查,", "review: {name: 实质审查,", "环节“实质审查”的名称：审查 → 实质审查"),
    ("from: received\n    to: review\n    who: clock", "from: received\n    to: opinions\n    who: clock", None),
    ("    papers: [acceptance]\n", "", "办理事项“受理”的文书：acceptance → （无）"),
    ("bearer: head", "bearer: officer", "义务“作出决定”的承担者：负责人 → 经办人"),
    ("    pausable: true\n", "", "义务“作出决定”的中止：中止期间不计入 → （无）"),
    ("    guards: [round_closed: {round: opinions}]\n", "", "办理事项“作出决定”的条件：“征求意见”已全部答复 → （无）"),
    ("posts: [head]", "posts: [director]", "角色“负责人”的岗位：head → director"),
    ("close: all", "close: any", "征询“征求意见”的结束：全部答复 → 一家答复"),
    (
        "by: {n: 30, unit: calendar_day}",
        "by: {n: 20, unit: calendar_day}",
        "办理事项“延长期限”的期限计算：延长“作出决定”最多 30 日、1 次 → 延长“作出决定”最多 20 日、1 次",
    ),
    ("valid: {from: 2026-01-01}", "valid: {from: 2027-01-01}", "程序“示例许可”的施行日期：2026-01-01 → 2027-01-01"),
    ("summary:", "counting: {suspension_day_counts: true}\nsummary:", None),
]


@pytest.mark.parametrize(("passage", "instead", "said"), CHANGES)
def test_one_change_is_said_in_one_sentence(passage: str, instead: str, said: str | None) -> None:
    found = [str(c) for c in diff(licence(), licence(passage, instead))]
    assert len(found) == 1, found
    if said:
        assert found == [said]


def test_an_edition_differs_from_itself_in_nothing() -> None:
    assert diff(licence(), licence()) == []
    assert diff_text(licence(), licence()).endswith("没有不同\n")


def test_what_is_added_or_removed_is_named_with_its_gist() -> None:
    old, new = licence(), licence("  withdrawn: {name: 撤回}\n", "  withdrawn: {name: 撤回}\n  lapsed: {name: 失效}\n")
    assert diff(old, new) == [Change("added", "结果", "lapsed", "失效")]
    assert str(diff(new, old)[0]) == "删去结果“失效”"
    text = diff_text(old, licence("  call_back:\n", "  ring_back:\n"))
    assert "删去办理事项“回访”；起点：审查；办理人：经办人；条件：须由没有办理“受理”的人员办理；完成：回访" in text
    assert "共 2 处不同" in text
