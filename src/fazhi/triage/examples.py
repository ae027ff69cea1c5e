"""What goes in and what comes out: examples to learn from, candidates to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Example:
    """A message whose label (a subject, or the unit that finally took it) is known.

    `group` keeps copies of one message in one fold. `weight` is how much the example counts (1 = once).
    `against` turns it round: the message was returned, so it speaks against the label.
    """

    text: str
    label: str
    group: str = ""
    weight: float = 1.0
    against: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label for a message, how sure we are (0–1), and the words of the message that speak for it."""

    label: str
    confidence: float
    reasons: tuple[str, ...] = ()


class Ranker(Protocol):
    """Anything that ranks labels for a message: a trained model or the keyword table."""

    @property
    def edition(self) -> str:
        """Name the data and settings that this ranker comes from."""

    def rank(self, text: str, top: int = 3) -> tuple[Candidate, ...]:
        """Return the `top` likeliest labels, best first."""

    def rank_many(self, texts: Sequence[str], top: int = 3, *, reasons: bool = False) -> list[tuple[Candidate, ...]]:
        """Rank every text; reasons only when asked for."""


def compose(title: str, text: str) -> str:
    """Join a title and a text in the form in which the rankers tell them apart: the title alone on the first line."""
    return f"{' '.join(title.split())}\n{text}"
