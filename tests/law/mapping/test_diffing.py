"""Two versions side by side."""

from fazhi.law.mapping.diffing import LONGEST, ChangeKind, Run, RunKind, compare, runs
from tests.law.mapping.cast import BOATS, BRIDGES, FEES, GATES, LANTERNS, WELLS, articles


def test_what_happened_to_each_in_the_newer_order() -> None:
    old = articles(GATES, WELLS, BRIDGES, BOATS)
    new = articles(GATES, LANTERNS, WELLS.replace("十步", "五步"), BOATS, version=2)
    told = [(change.kind.value, change.old.number.main if change.old else 0) for change in compare(old, new)]
    assert told == [("未改", 1), ("新增", 0), ("改号并改文", 2), ("删除", 3), ("未改", 4)]


def test_the_words_that_changed() -> None:
    (change,) = compare(articles(WELLS), articles(WELLS.replace("十步", "五步"), version=2))
    assert change.kind is ChangeKind.REWORDED
    assert [run for run in change.runs if run.kind is not RunKind.KEPT] == [
        Run(RunKind.DELETED, "十"), Run(RunKind.INSERTED, "五"),
    ]  # fmt: skip


def test_kept_and_inserted_make_the_newer_kept_and_deleted_the_older() -> None:
    found = runs(WELLS, BRIDGES)
    assert "".join(run.text for run in found if run.kind is not RunKind.INSERTED) == WELLS
    assert "".join(run.text for run in found if run.kind is not RunKind.DELETED) == BRIDGES


def test_what_is_very_long_is_shown_whole() -> None:
    assert [run.kind for run in runs("甲" * LONGEST, "乙")] == [RunKind.DELETED, RunKind.INSERTED]


def test_split_and_renumbered_only() -> None:
    changes = compare(articles(BOATS + FEES, GATES), articles(BOATS, FEES, GATES, version=2))
    assert [(change.kind.value, len(change.new)) for change in changes] == [("拆分", 2), ("改号", 1)]
