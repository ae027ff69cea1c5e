"""The measures of the check, on orders whose figures can be told by hand."""

import numpy as np
import pytest
from scipy import sparse

from fazhi.law.search import measuring
from fazhi.law.search.measuring import Figures, Ranked


def rows(*numbers: int) -> measuring.Rows:
    return np.array(numbers, dtype=np.intp)


ORDER = rows(*range(100, 220))


@pytest.mark.parametrize(
    ("wanted", "figures"),
    [
        ((rows(100),), Figures(1, 1, 1, 1)),
        ((rows(103), rows(150)), Figures(0.5, 1, 0.25, 1)),
        ((rows(109),), Figures(1, 1, 0.1, 1)),
        ((rows(110),), Figures(0, 1, 0, 1)),
        ((rows(199), rows(200)), Figures(0, 0.5, 0, 1)),
        ((rows(7, 101),), Figures(1, 1, 0.5, 1)),  # any wording of an article will do
        ((rows(),), Figures(0, 0, 0, 1)),
    ],
)
def test_figures(wanted: tuple[measuring.Rows, ...], figures: Figures) -> None:
    assert measuring.figures([Ranked(wanted, 0)], [ORDER]) == figures


def test_only_some_articles_count_and_questions_without_them_do_not() -> None:
    asked = [Ranked((rows(100), rows(1)), 0), Ranked((rows(1),), 1)]
    assert measuring.figures(asked, [ORDER, ORDER], [{0}, set()]) == Figures(1, 1, 1, 1)
    assert measuring.figures([], []) == Figures(0, 0, 0, 0)


def test_unseen_is_what_no_other_part_cites() -> None:
    asked = [Ranked((), 0), Ranked((), 0), Ranked((), 1)]
    assert measuring.unseen(asked, [("甲", "乙"), ("乙", "丙"), ("丙",)]) == [{0, 1}, {0}, set()]


def test_parts_are_even_and_the_same_each_time() -> None:
    fold = measuring.folds(52, 5)
    assert sorted(np.bincount(fold).tolist()) == [10, 10, 10, 11, 11]
    np.testing.assert_array_equal(fold, measuring.folds(52, 5))


def test_nearly_the_same_counts_across_parts_alone() -> None:
    matrix = sparse.csr_matrix(np.array([[1, 0], [1, 0], [0.6, 0.8], [0, 1]]))
    assert measuring.nearly_same(matrix, rows(0, 1, 0, 1), 0.9) == 2
    assert measuring.nearly_same(matrix, rows(0, 0, 0, 1), 0.9) == 0
    assert measuring.nearly_same(matrix, rows(0, 0, 0, 1), 0.8) == 2
