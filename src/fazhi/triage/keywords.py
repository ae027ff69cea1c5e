"""Dispatch before there is anything to learn from: a table of words and whom they concern."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from fazhi.triage.errors import TriageError
from fazhi.triage.examples import Candidate
from fazhi.triage.reading import MAX_READ, TITLE_MAX
from fazhi.triage.spotting import Spotter, spotter_of

Duties = Mapping[str, Mapping[str, Sequence[str]]]
"""Subject → kind of department → words."""

IN_TITLE: Final = 3.0
"""A word in the title counts this much more than one in the body."""
DOUBT: Final = 2.0
"""Weight of not knowing: with few words found, confidence stays low."""
CEILING: Final = 0.85
"""No table of words is surer than this."""
MOST: Final = 4


@dataclass(frozen=True, slots=True)
class KeywordModel:
    """Ranks subjects by the words of the table found in a message. Reads the first 2,000 characters."""

    words: Mapping[str, Mapping[str, float]]
    edition: str
    spotter: Spotter = field(repr=False, compare=False)

    def rank(self, text: str, top: int = 3) -> tuple[Candidate, ...]:
        """Return the `top` likeliest subjects, best first; with no word found, all with the same low confidence."""
        read = text[:MAX_READ].lstrip().lower()
        title = read.partition("\n")[0][:TITLE_MAX]
        spotted = self.spotter.words_in(read)
        found = {
            subject: _worth([word for word in words if word in spotted], title, words)
            for subject, words in self.words.items()
        }
        total = sum(sum(worth.values()) for worth in found.values())
        even = 1 / len(self.words)
        ranked = [
            Candidate(
                subject,
                min(CEILING, (sum(worth.values()) + DOUBT * even) / (total + DOUBT)),
                tuple(sorted(worth, key=lambda word: (-worth[word], word))[:MOST]),
            )
            for subject, worth in found.items()
        ]
        return tuple(sorted(ranked, key=lambda one: (-one.confidence, one.label))[:top])

    def rank_many(self, texts: Sequence[str], top: int = 3, *, reasons: bool = False) -> list[tuple[Candidate, ...]]:
        """Rank every text; reasons come free here, so the flag changes nothing."""
        return [self.rank(text, top) for text in texts]


def keyword_model(duties: Duties) -> KeywordModel:
    """Build a ranker from duties; a word that several subjects have counts for each the less."""
    if len(duties) < 2:
        raise TriageError("词表不足两个类别，无从区分。请补充类别。")
    owners: dict[str, set[str]] = {}
    for subject, kinds in duties.items():
        for word in _words(kinds):
            owners.setdefault(word.lower(), set()).add(subject)
    words = {
        subject: {word.lower(): len(word) ** 0.5 / len(owners[word.lower()]) ** 2 for word in _words(kinds)}
        for subject, kinds in duties.items()
    }
    digest = hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return KeywordModel(words, f"words-{digest[:16]}", spotter_of(owners))


def read_duties(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read a table of subjects from YAML. Raises TriageError with the file and the remedy."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {str(subject["name"]): _kinds(subject) for subject in raw["subjects"]}
    except OSError as error:
        raise TriageError(f"读不到词表 {path}：{error.strerror}。请检查路径。") from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise TriageError(
            f"词表 {path} 的格式不对（{error}）。请按 subjects、departments、kind、words 的层次改正。"
        ) from error


def _kinds(subject: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {str(one["kind"]): tuple(str(word) for word in one["words"]) for one in subject["departments"]}


def _words(kinds: Mapping[str, Sequence[str]]) -> list[str]:
    return [word for words in kinds.values() for word in words]


def _worth(found: Sequence[str], title: str, words: Mapping[str, float]) -> dict[str, float]:
    """Return what each word found is worth; one inside a longer one found does not count again."""
    longest = [word for word in found if not any(word != other and word in other for other in found)]
    return {word: words[word] * (IN_TITLE if word in title else 1.0) for word in longest}
