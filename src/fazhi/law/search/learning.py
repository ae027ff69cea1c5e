"""Learning from answered questions which articles answer: taught, checked on what was held back, then used or not.

The check is five-fold: each question is judged by what the questions of the other four parts teach. What is learnt is
used only where it finds more than the untrained order, and no fewer of the articles that no question taught.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fazhi.law.search import measuring, net, ranking
from fazhi.law.search.accepted import Accepted
from fazhi.law.search.engine import Filters, Scored, Searcher, Unanswerable
from fazhi.law.search.measuring import Figures, Ranked
from fazhi.law.search.questions import Recall
from fazhi.law.search.votes import Answers, Held, Matrix, Memory, Rows

FOLDS = 5
FEWEST, MOST = 50, 3_000  # questions that are learnt from: fewer teach nothing, of more the latest count
_DEPTH = 100  # how deep the check looks
_ALIKE = 0.8  # likeness from which two questions are nearly the same


class TooFew(ValueError):
    """Too few questions to learn from; the message tells how many there are and how many are needed."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found; the second pair counts only articles that no question of the other parts cites."""

    untrained: Figures
    trained: Figures
    untrained_unseen: Figures
    trained_unseen: Figures
    questions: int
    nearly_same: int  # questions that have nearly the same one in another part

    @property
    def better(self) -> bool:
        """Whether what was learnt is to be used."""
        more = self.trained.ten > self.untrained.ten and self.trained.first >= self.untrained.first
        return more and (not self.trained_unseen.questions or self.trained_unseen.ten >= self.untrained_unseen.ten)


@dataclass(frozen=True, slots=True)
class Taught:
    """What was learnt: the log it was learnt from and the net that weighs it, how it did in the check, and with whose
    vectors ("" for none): an order learnt with some is nothing without them."""

    log: tuple[Accepted, ...]
    net: net.Net
    checked: Checked
    encoder: str = ""


class Learnt:
    """A learnt order over the articles of an index; threads may share it."""

    def __init__(self, held: Held, log: Sequence[Accepted], weighing: net.Net) -> None:
        """Make what was learnt ready for the index as it is now."""
        self._held, self._log, self._net = held, tuple(log), weighing
        self._memory = Memory(_recall(log), Answers.of(held, log))

    def ranked(self, question: str, scored: Scored, limit: int) -> tuple[Rows, Matrix]:
        """Return the rows that answer best and their scores, best first; past the candidates the untrained order."""
        rows, features = self._memory.judged(self._held, question, scored, self._memory.recall.told(question))
        scores = self._net.scores(features)
        order = np.argsort(-scores, kind="stable")
        rows, scores = rows[order], scores[order]
        if len(rows) < limit:
            rest = ranking.best(scored.scores, limit)
            rest = rest[~np.isin(rest, rows)]
            lowest = float(scores.min(initial=0.0))
            below = lowest - 1 - np.arange(len(rest), dtype=np.float32)
            rows, scores = np.concatenate([rows, rest]), np.concatenate([scores, below])
        return rows[:limit], scores[:limit]


def learn(searcher: Searcher, log: Sequence[Accepted], filters: Filters) -> Taught:
    """Learn from answered questions and check it; TooFew where there are too few whose articles the corpus holds.

    Takes about 0.2 s of processor time a question. `searcher` must have no ranker of its own: its order is the
    untrained one that the check is held against.
    """
    course = _Course.of(searcher, log[-MOST:], filters)
    weighing = course.taught(course.whole())
    return Taught(course.log, weighing, course.checked(), searcher.encoder)


@dataclass(slots=True)
class _Course:
    """The questions with their candidates as each part of the check sees them."""

    log: tuple[Accepted, ...]
    good: list[Rows]  # of each question the rows that answer it, in the versions that may be found
    fold: Rows
    scored: list[Rows]  # of each question the untrained order
    parts: list[list[tuple[Rows, Matrix]]]  # by part, the last one taught by all; then by question
    memory: Memory
    held: Held

    @classmethod
    def of(cls, searcher: Searcher, log: Sequence[Accepted], filters: Filters) -> "_Course":
        held = Held.of(searcher.corpus, searcher.index)
        answerable = tuple(one for one in log if _answerable(held, searcher, one))
        if len(answerable) < FEWEST:
            raise TooFew(
                f"条文库里有答案的问题只有 {len(answerable)} 个，至少要 {FEWEST} 个才能学习。"
                "请先用 fazhi law accept 记下答复过的问题。"
            )
        memory = Memory(_recall(answerable, apart=True), Answers.of(held, answerable))
        course = cls(answerable, [], measuring.folds(len(answerable), FOLDS), [], [[] for _ in range(FOLDS + 1)],
                     memory, held)  # fmt: skip
        course._collect(searcher, filters)
        return course

    def _collect(self, searcher: Searcher, filters: Filters) -> None:
        parts = [self._without(part) for part in range(FOLDS)]
        for i, one in enumerate(self.log):
            scored = searcher.scored(one.question, filters)
            rows = self.held.layout.all_rows(self.held.corpus, one.articles)
            self.good.append(rows[scored.scores[rows] > 0])
            self.scored.append(ranking.best(scored.scores, _DEPTH))
            for part, (memory, places) in enumerate([*parts, (self.memory, {i: i})]):
                own = places.get(i)
                told = memory.recall.told(one.question) if own is None else memory.recall.told_without(own)
                self.parts[part].append(memory.judged(self.held, one.question, scored, told))

    def _without(self, part: int) -> tuple[Memory, dict[int, int]]:
        others = np.flatnonzero(self.fold != part)
        recall = _recall([self.log[i] for i in others], apart=True)
        return Memory(recall, self.memory.answers.part(others)), {int(i): at for at, i in enumerate(others)}

    def whole(self) -> Iterator[net.Example]:
        """Yield every question as it looks without its own answer."""
        return self._examples(FOLDS, range(len(self.log)))

    def _examples(self, part: int, chosen: Sequence[int]) -> Iterator[net.Example]:
        for i in chosen:
            rows, features = self.parts[part][i]
            good = np.isin(rows, self.good[i])
            if good.any():
                yield net.Example(features, good)

    def taught(self, examples: Iterator[net.Example]) -> net.Net:
        """Teach a net; TooFew where no article asked for is among the candidates."""
        known = list(examples)
        if not known:
            raise TooFew("没有一个问题的条文能被查到，学不到什么。请核对记下的条文地址。")
        return net.fit(known)

    def checked(self) -> Checked:
        """Return how the untrained and the trained order do on questions held back."""
        trained: list[Rows] = [np.zeros(0, dtype=np.intp)] * len(self.log)
        for part in range(FOLDS):
            others = np.flatnonzero(self.fold != part).tolist()
            weighing = self.taught(self._examples(part, others))
            for i in np.flatnonzero(self.fold == part):
                rows, features = self.parts[part][i]
                trained[i] = rows[np.argsort(-weighing.scores(features), kind="stable")][:_DEPTH]
        return self._compared(trained)

    def _compared(self, trained: list[Rows]) -> Checked:
        asked = [Ranked(tuple(self._places(one)), int(part)) for one, part in zip(self.log, self.fold, strict=True)]
        new = measuring.unseen(asked, [one.articles for one in self.log])
        return Checked(
            measuring.figures(asked, self.scored),
            measuring.figures(asked, trained),
            measuring.figures(asked, self.scored, new),
            measuring.figures(asked, trained, new),
            len(self.log),
            measuring.nearly_same(self.memory.recall.questions, self.fold, _ALIKE),
        )

    def _places(self, one: Accepted) -> Iterator[Rows]:
        for address in one.articles:
            yield self.held.layout.rows(self.held.corpus, address)


def _recall(log: Sequence[Accepted], *, apart: bool = False) -> Recall:
    return Recall.of([one.question for one in log], [one.answer for one in log], apart=apart)


def _answerable(held: Held, searcher: Searcher, one: Accepted) -> bool:
    if not len(held.layout.all_rows(held.corpus, one.articles)):
        return False
    try:
        searcher.candidates(one.question, 1)
    except Unanswerable:
        return False
    return True
