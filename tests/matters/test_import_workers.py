"""Processes that import beside each other."""

from fazhi.matters.importing.running import _known, _results


def test_a_new_process_sets_itself_up_before_it_meets_a_model() -> None:
    assert list(_results(iter([[], []]), _known, 2)) == [set(), set()]  # type: ignore[arg-type, list-item]
