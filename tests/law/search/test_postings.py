"""Inverted lists: what is counted, how it weighs, what is read back from disk."""

from pathlib import Path

import numpy as np
import pytest

from fazhi.law.search.postings import Gathering, Postings

KEYS = np.array([7, 7, 9, 9, 9, 5], dtype=np.uint32)
PLACES = np.array([0, 0, 0, 1, 2, 2], dtype=np.int32)


@pytest.fixture
def postings() -> Postings:
    gathered = Gathering(4)
    gathered.add(KEYS[:4], PLACES[:4])
    gathered.add(KEYS[4:], PLACES[4:])
    return gathered.postings(0.75)


def test_a_place_scores_by_the_terms_it_has(postings: Postings) -> None:
    scores = postings.scores({7: 1.0})
    assert (scores > 0).tolist() == [True, False, False, False]
    assert postings.scores({9: 1.0})[3] == 0


def test_a_rare_term_tells_more_and_an_unknown_one_nothing(postings: Postings) -> None:
    rare, common, unknown = postings.rarity(np.array([5, 9, 8], dtype=np.uint32))
    assert rare > common > unknown == 0


def test_a_rare_term_scores_more_than_a_common_one() -> None:
    gathered = Gathering(4)
    gathered.add(np.array([7, 9, 9, 9], dtype=np.uint32), np.array([0, 1, 2, 3], dtype=np.int32))
    postings = gathered.postings(0.0)
    assert postings.scores({7: 1.0})[0] > postings.scores({9: 1.0})[1]


def test_more_of_a_term_tells_more_but_ever_less() -> None:
    gathered = Gathering(3)
    places = np.repeat(np.arange(3, dtype=np.int32), [1, 2, 3])
    gathered.add(np.full(6, 7, dtype=np.uint32), places)
    one, two, three = gathered.postings(0.0).scores({7: 1.0})
    assert three > two > one
    assert two - one > three - two


def test_a_long_place_counts_less_the_more_lengths_are_evened() -> None:
    gathered = Gathering(2)
    gathered.add(np.array([7, 7, 1, 2, 3, 4], dtype=np.uint32), np.array([0, 1, 1, 1, 1, 1], dtype=np.int32))
    short, long = gathered.postings(0.75).scores({7: 1.0})
    assert short > long
    short, long = gathered.postings(0.0).scores({7: 1.0})
    assert short == long


def test_weights_of_a_question_count(postings: Postings) -> None:
    assert np.allclose(postings.scores({9: 2.0}), 2 * postings.scores({9: 1.0}))


def test_read_back_from_disk(postings: Postings, tmp_path: Path) -> None:
    postings.save(tmp_path, "pairs")
    again = Postings.open(tmp_path, "pairs", postings.size)
    wanted = {7: 1.0, 9: 1.0, 8: 1.0}
    assert np.array_equal(again.scores(wanted), postings.scores(wanted))


def test_nothing_gathered_scores_nothing() -> None:
    assert Gathering(2).postings(0.75).scores({7: 1.0}).tolist() == [0, 0]
