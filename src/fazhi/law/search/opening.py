"""Search as an installation has it: the corpus, the index beside it, and what was learnt here where it is better."""

from dataclasses import dataclass
from pathlib import Path

from fazhi.law.search import learnt_file, supplied
from fazhi.law.search.engine import Searcher
from fazhi.law.search.index import Index
from fazhi.law.search.learning import Learnt
from fazhi.law.search.vectors import Encoder
from fazhi.law.search.votes import Held
from fazhi.law.store.corpus import Corpus

# Beside the corpus; of these the answered questions are the operator's own, and nothing else can make them again.
INDEX, LEARNT, ANSWERED = ".index", ".learnt", ".answered.jsonl"
_OTHER = "学习时用的句向量与现在的不同，学到的排序没有启用。请重新运行 fazhi law learn。"


@dataclass(frozen=True, slots=True)
class Opened:
    """A search ready to use; `finding` tells why an encoder, or what was learnt, is not used."""

    searcher: Searcher
    finding: str = ""


def opened(corpus: Corpus, path: Path, *, encoder: str = "") -> Opened:
    """Open the search of the corpus at `path`; NoIndex where its index is not there or does not fit.

    `encoder` is the setting that names one: where it cannot be used, the search does without and `finding` says so.
    """
    index = Index.open(path.with_suffix(INDEX), corpus)
    made, lacking = _encoder(index, encoder)
    plain = Searcher(corpus, index, encoder=made)
    try:
        taught = learnt_file.load(path.with_suffix(LEARNT))
    except learnt_file.Unreadable as wrong:
        return Opened(plain, f"{lacking}{wrong}")
    if taught is None:
        return Opened(plain, lacking)
    if not taught.checked.better:
        return Opened(plain, f"{lacking}学到的排序没有胜过未学习的顺序，没有启用。")
    if taught.encoder != plain.encoder:
        return Opened(plain, f"{lacking}{_OTHER}")
    learnt = Learnt(Held.of(corpus, index), taught.log, taught.net)
    return Opened(Searcher(corpus, index, encoder=made, ranker=learnt), lacking)


def _encoder(index: Index, name: str) -> tuple[Encoder | None, str]:
    """Load the encoder that is named where the index has its vectors; else say why it is not used."""
    if not name:
        return None, ""
    if index.vectors is None:
        return None, "索引里没有句向量。请运行 fazhi law index。"
    try:
        made = supplied.named(name)
    except supplied.NoEncoder as wrong:
        return None, f"{wrong}这次查找没有用句向量。"
    if made is None or made.name == index.vectors.encoder:
        return made, ""
    return None, f"索引里的句向量不是 {name} 算的。请运行 fazhi law index。"
