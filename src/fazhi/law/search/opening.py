"""Search as an installation has it: the corpus, the index beside it, and what was learnt here where it is better."""

from dataclasses import dataclass
from pathlib import Path

from fazhi.law.search import learnt_file
from fazhi.law.search.engine import Searcher
from fazhi.law.search.index import Index
from fazhi.law.search.learning import Learnt
from fazhi.law.search.vectors import Encoder
from fazhi.law.search.votes import Held
from fazhi.law.store.corpus import Corpus

# Beside the corpus; of these the answered questions are the operator's own, and nothing else can make them again.
INDEX, LEARNT, ANSWERED = ".index", ".learnt", ".answered.jsonl"


@dataclass(frozen=True, slots=True)
class Opened:
    """A search ready to use; `learnt` knows like questions; `finding` tells why what was learnt is not used."""

    searcher: Searcher
    learnt: Learnt | None = None
    finding: str = ""


def opened(corpus: Corpus, path: Path, *, encoder: Encoder | None = None) -> Opened:
    """Open the search of the corpus at `path`; NoIndex where its index is not there or does not fit."""
    index = Index.open(path.with_suffix(INDEX), corpus)
    plain = Searcher(corpus, index, encoder=encoder)
    try:
        taught = learnt_file.load(path.with_suffix(LEARNT))
    except learnt_file.Unreadable as wrong:
        return Opened(plain, finding=str(wrong))
    if taught is None:
        return Opened(plain)
    learnt = Learnt(Held.of(corpus, index), taught.log, taught.net)
    if not taught.checked.better:
        return Opened(plain, learnt, "学到的排序没有胜过未学习的顺序，没有启用。")
    return Opened(Searcher(corpus, index, encoder=encoder, ranker=learnt), learnt)
