"""The net: it learns what tells the accepted apart, the same each time."""

import numpy as np
import pytest

from fazhi.law.search import net


def examples(count: int, seed: int = 3) -> list[net.Example]:
    """Questions of twelve candidates: the accepted one has the highest product of the first two features."""
    chance = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        features = chance.standard_normal((12, 5)).astype(np.float32)
        best = np.argmax(features[:, 0] * features[:, 1])
        made.append(net.Example(features, np.arange(12) == best))
    return made


def hits(weighing: net.Net, asked: list[net.Example]) -> float:
    return float(np.mean([one.good[np.argmax(weighing.scores(one.features))] for one in asked]))


@pytest.fixture(scope="module")
def taught() -> net.Net:
    return net.fit(examples(600))


def test_it_finds_what_no_single_feature_tells(taught: net.Net) -> None:
    assert hits(taught, examples(200, seed=4)) > 0.6


def test_the_same_examples_give_the_same_net(taught: net.Net) -> None:
    again = net.fit(examples(600))
    np.testing.assert_array_equal(taught.into, again.into)


def test_a_feature_far_out_is_held_within_bounds(taught: net.Net) -> None:
    row = np.zeros((1, 5), dtype=np.float32)
    far, farther = row + 1e3, row + 1e6
    np.testing.assert_array_equal(taught.scores(far), taught.scores(farther))


def test_the_slopes_are_those_of_the_loss() -> None:
    chance = np.random.default_rng(0)
    parts = [chance.standard_normal(shape) for shape in ((4, 3), (3,), (3,), (4,))]
    x, sizes = chance.standard_normal((7, 4)), np.array([3, 4])
    wanted = np.array([1, 0, 0, 0, 0.5, 0.5, 0])

    def loss() -> float:
        scores = np.maximum(x @ parts[0] + parts[1], 0) @ parts[2] + x @ parts[3]
        groups = np.split(scores, [3])
        logs = np.concatenate([group - np.log(np.exp(group).sum()) for group in groups])
        return float(-(wanted * logs).sum() / 2)

    slopes = net._slopes(parts, x, wanted, sizes)
    for part, slope in zip(parts, slopes, strict=True):
        at = (0,) * part.ndim
        before = loss()
        part[at] += 1e-5
        assert (loss() - before) / 1e-5 == pytest.approx(slope[at], abs=1e-3)
        part[at] -= 1e-5
