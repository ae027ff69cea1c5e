"""What like questions tell: that leaving one out is the same as never having had it."""

import numpy as np
import pytest

from fazhi.law.search.questions import Recall

ASKED = ("老板拖欠工资怎么办", "单位拖欠工资三个月", "房东不退押金", "租房合同到期房东不退押金", "邻居半夜装修太吵")


@pytest.mark.parametrize("own", range(len(ASKED)))
def test_left_out_as_if_never_answered(own: int) -> None:
    """With the same terms: solved without its row and column, the weights on the others are the same."""
    recall = Recall.of(ASKED)
    told = recall.told_without(own)
    others = [i for i in range(len(ASKED)) if i != own]
    alike = (recall.matrix @ recall.matrix.T).toarray()
    expected = alike[own, others] @ np.linalg.inv(alike[np.ix_(others, others)] + np.eye(len(others)))
    assert told.weights[own] == told.likeness[own] == 0
    np.testing.assert_allclose(told.weights[others], expected, atol=1e-4)
