"""What like questions tell: that leaving one out is the same as never having had it."""

import numpy as np
import pytest

from fazhi.law.search.questions import REPLY, Recall

ASKED = ("老板拖欠工资怎么办", "单位拖欠工资三个月", "房东不退押金", "租房合同到期房东不退押金", "邻居半夜装修太吵")
REPLIES = ("用人单位应当支付劳动报酬", "", "押金应当退还承租人", "出租人应当退还押金", "")


@pytest.mark.parametrize("replies", [(), REPLIES])
@pytest.mark.parametrize("own", range(len(ASKED)))
def test_left_out_as_if_never_answered(own: int, replies: tuple[str, ...]) -> None:
    """With the same terms: solved without its rows and columns, its reply's too, the weights are the same."""
    recall = Recall.of(ASKED, replies, apart=True)
    told = recall.told_without(own)
    owner = np.array([*range(len(ASKED)), *(i for i, reply in enumerate(replies) if reply)])
    others = np.flatnonzero(owner != own)
    alike = (recall.matrix @ recall.matrix.T).toarray()
    solved = alike[own, others] @ np.linalg.inv(alike[np.ix_(others, others)] + np.eye(len(others)))
    expected = [float(solved[owner[others] == i].sum()) for i in range(len(ASKED))]
    assert told.weights[own] == told.likeness[own] == told.replied[own] == expected[own] == 0
    np.testing.assert_allclose(told.weights, expected, atol=1e-4)


def test_a_question_in_the_words_of_a_reply_is_told_its_answer() -> None:
    question = "出租人要不要退还"
    without, told = (Recall.of(ASKED, replies).told(question) for replies in ((), REPLIES))
    assert np.argmax(told.weights) == 3
    assert told.weights[3] > 2 * without.weights[3]
    assert len(told.likeness) == len(told.weights) == len(ASKED)
    assert np.argmax(told.replied) == 3
    assert told.replied[1] == told.replied[4] == 0  # they have no reply


def test_only_the_head_of_a_reply_is_read() -> None:
    far = Recall.of(ASKED, ["应当支付" + "某" * REPLY + "承租人"])
    assert far.told("承租人").replied[0] == 0
    assert far.told("应当支付").replied[0] > 0
