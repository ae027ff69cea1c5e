"""Learning from answered questions over an invented law whose people use none of its words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from fazhi.law.model import Article, Level, Number, Status, Text
from fazhi.law.search import index, learning, learnt_file, net
from fazhi.law.search.accepted import Accepted
from fazhi.law.search.engine import Filters, Searcher
from fazhi.law.search.learning import Learnt, TooFew, learn
from fazhi.law.search.learnt_file import Unreadable
from fazhi.law.search.measuring import Figures
from fazhi.law.search.opening import LEARNT, Opened, opened
from fazhi.law.search.votes import Held
from fazhi.law.store.building import build
from fazhi.law.store.corpus import Corpus
from tests.law.search.conftest import SOURCE
from tests.law.search.test_vectors import Doors

TOPICS = 16
DAY = date(2026, 1, 5)


def written(topic: int, law: int = 0) -> str:
    """What the law calls a topic."""
    return "".join(chr(0x6000 + 40 * law + 200 * topic + k) for k in range(4))


def said(topic: int, way: int) -> str:
    """What people call it: words that the law does not have."""
    return "".join(chr(0x8000 + 50 * topic + k) for k in (0, 1, 2 + way, 3 + way))


def address(topic: int) -> str:
    return f"/akn/cn/act/样例办理法/zho/~art_{topic + 1}"


def log(answers: Sequence[int]) -> list[Accepted]:
    """Six ways of asking about each topic, answered with the article of answers[topic]."""
    return [Accepted(f"{said(t, way)}办理", (address(answers[t]),), DAY) for way in range(6) for t in range(TOPICS)]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("learning") / "law.sqlite3"
    texts = []
    for law, title in enumerate(("样例办理法", "样例另法", "样例又法")):
        articles = tuple(Article(Number(t + 1), f"{written(t, law)}的，应当办理。", -1) for t in range(TOPICS))
        texts.append(
            Text(title, Level.LAW, "", DAY, DAY, None, Status.UNKNOWN, "", "", "", (), articles, "", (), title)
        )
    build(path, SOURCE, texts)
    index.build(path, path.with_suffix(".index"))
    return path


@pytest.fixture
def searcher(path: Path) -> Searcher:
    return Searcher.open(Corpus(path), path.with_suffix(".index"))


@pytest.fixture(scope="module")
def taught(path: Path) -> learnt_file.Taught:
    return learn(Searcher.open(Corpus(path), path.with_suffix(".index")), log(range(TOPICS)), Filters())


def found(searcher: Searcher, question: str) -> int:
    hit = searcher.search(question, limit=1)[0]
    return hit.article.number.main - 1 if hit.instrument.title == "样例办理法" else -1


def test_what_was_learnt_is_found_in_other_words(path: Path, taught: learnt_file.Taught) -> None:
    learnt_file.save(taught, path.with_suffix(LEARNT))
    trained = opened(Corpus(path), path)
    assert trained.finding == ""
    assert [found(trained.searcher, f"{said(t, 9)}办理") for t in range(TOPICS)] == list(range(TOPICS))


def test_the_check_is_on_questions_held_back(taught: learnt_file.Taught) -> None:
    checked = taught.checked
    assert checked.questions == 6 * TOPICS
    assert checked.trained.first > 0.8 > checked.untrained.first
    assert checked.better
    assert checked.trained_unseen.questions == 0  # every article is cited in other parts too


def test_answers_at_random_teach_nothing_and_are_not_used(path: Path, searcher: Searcher) -> None:
    chance = np.random.default_rng(1)
    random = [replace(one, articles=(address(int(chance.integers(TOPICS))),)) for one in log(range(TOPICS))]
    taught = learn(searcher, random, Filters())
    assert taught.checked.trained.first < 0.5
    worse = replace(
        taught.checked, trained_unseen=Figures(0.1, 0.2, 0.1, 9), untrained_unseen=Figures(0.2, 0.2, 0.1, 9)
    )
    learnt_file.save(replace(taught, checked=worse), path.with_suffix(LEARNT))
    plain = opened(Corpus(path), path)
    assert "没有启用" in plain.finding
    question = f"{written(3)}办理"
    assert plain.searcher.search(question) == searcher.search(question)


@pytest.mark.parametrize(
    ("change", "better"),
    [
        ({}, True),
        ({"trained": Figures(0.5, 0.9, 0.4, 9)}, False),  # no better
        ({"trained": Figures(0.6, 0.9, 0.3, 9)}, False),  # the first right one comes later
        ({"trained_unseen": Figures(0.4, 0.9, 0.4, 9)}, False),  # loses what nothing taught
        ({"trained_unseen": Figures(0, 0, 0, 0), "untrained_unseen": Figures(0, 0, 0, 0)}, True),
    ],
)
def test_when_it_is_used(taught: learnt_file.Taught, change: dict[str, Figures], better: bool) -> None:
    even = Figures(0.5, 0.9, 0.4, 9)
    checked = replace(taught.checked, untrained=even, trained=Figures(0.6, 0.9, 0.4, 9), untrained_unseen=even,
                      trained_unseen=even)  # fmt: skip
    assert replace(checked, **change).better is better


@pytest.mark.parametrize("own", [0, 41])
def test_no_question_is_judged_by_its_own_answer(searcher: Searcher, own: int) -> None:
    """Neither where it is learnt from nor where it is held back: another answer to it changes nothing."""
    known = log(range(TOPICS))
    other = replace(known[own], articles=(address(own % TOPICS + 1),))
    courses = [learning._Course.of(searcher, one, Filters())
               for one in (known, [*known[:own], other, *known[own + 1 :]])]  # fmt: skip
    for before, after in zip(courses[0].parts, courses[1].parts, strict=True):
        rows = np.intersect1d(before[own][0], after[own][0])
        first, second = (part[own][1][np.isin(part[own][0], rows)] for part in (before, after))
        np.testing.assert_allclose(first, second, atol=1e-3)


def test_no_question_held_back_teaches_what_judges_its_part(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = learning._Course.of(searcher, log(range(TOPICS)), Filters())
    taught_by: dict[int, list[int]] = {}
    examples = learning._Course._examples

    def noted(self: learning._Course, part: int, chosen: Sequence[int]) -> Iterator[net.Example]:
        taught_by[part] = list(chosen)
        return examples(self, part, chosen)

    monkeypatch.setattr(learning._Course, "_examples", noted)
    course.checked()
    assert taught_by == {part: np.flatnonzero(course.fold != part).tolist() for part in range(learning.FOLDS)}
    for part in range(learning.FOLDS):
        held = course.fold == part
        memory, places = course._without(part)
        assert sorted(places) == np.flatnonzero(~held).tolist()
        assert memory.answers.articles.shape[0] == memory.recall.solved.shape[1] == int((~held).sum())


def test_too_few_questions(searcher: Searcher) -> None:
    known = log(range(TOPICS))
    unknown = [replace(one, articles=("/akn/cn/act/样例办理法/zho/~art_99",)) for one in known]
    with pytest.raises(TooFew, match="只有 20 个"):
        learn(searcher, known[:20] + unknown, Filters())


def test_the_filters_hold_for_a_learnt_order_too(path: Path, searcher: Searcher, taught: learnt_file.Taught) -> None:
    learnt = Learnt(Held.of(searcher.corpus, searcher.index), taught.log, taught.net)
    trained = Searcher(searcher.corpus, searcher.index, ranker=learnt)
    question = f"{said(2, 0)}办理"
    assert trained.search(question, Filters(levels=(Level.RULE,))) == ()
    assert trained.search(question, Filters(on=date(2020, 1, 1))) == ()
    everything = trained.search(question, limit=10_000)
    assert len(everything) == len({hit.article.id for hit in everything}) == 3 * TOPICS
    scores = [hit.score for hit in everything]
    assert scores == sorted(scores, reverse=True)


def test_saved_and_read_again(tmp_path: Path, taught: learnt_file.Taught) -> None:
    file = tmp_path / "law.learnt"
    learnt_file.save(taught, file)
    again = learnt_file.load(file)
    assert again is not None
    assert (again.log, again.checked) == (taught.log, taught.checked)
    np.testing.assert_array_equal(again.net.into, taught.net.into)
    assert learnt_file.load(tmp_path / "none") is None
    assert [one.name for one in tmp_path.iterdir()] == ["law.learnt"]


def test_a_file_that_cannot_be_used_leaves_the_untrained_order(
    path: Path, searcher: Searcher, taught: learnt_file.Taught
) -> None:
    file = path.with_suffix(LEARNT)
    learnt_file.save(taught, file)
    whole = file.read_bytes()
    for damaged in (b"", b"x" * 100, whole[: len(whole) // 2], whole.replace(b'"edition": 2', b'"edition": 9')):
        file.write_bytes(damaged)
        plain: Opened = opened(Corpus(path), path)
        assert "请重新运行 fazhi law learn" in plain.finding
        assert plain.searcher.search("办理") == searcher.search("办理")


def test_an_order_learnt_with_vectors_is_not_used_without_them(path: Path, taught: learnt_file.Taught) -> None:
    learnt_file.save(replace(taught, encoder="样例句向量"), path.with_suffix(LEARNT))
    plain = opened(Corpus(path), path)
    assert "句向量与现在的不同" in plain.finding
    assert [found(plain.searcher, f"{said(t, 9)}办理") for t in range(TOPICS)] != list(range(TOPICS))


def test_the_encoder_learnt_with_is_kept(path: Path, tmp_path: Path, taught: learnt_file.Taught) -> None:
    assert taught.encoder == ""
    copy = tmp_path / "law.index"
    index.build(path, copy, Doors())
    searcher = Searcher.open(Corpus(path), copy, encoder=Doors())
    again = learn(searcher, taught.log[:60], Filters())
    assert again.encoder == Doors.name
    learnt_file.save(again, tmp_path / "law.learnt")
    kept = learnt_file.load(tmp_path / "law.learnt")
    assert kept is not None
    assert kept.encoder == Doors.name


def test_objects_are_never_read_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "law.learnt"
    with file.open("wb") as out:
        np.savez(out, about=np.array([{"edition": 1}], dtype=object))
    with pytest.raises(Unreadable):
        learnt_file.load(file)
