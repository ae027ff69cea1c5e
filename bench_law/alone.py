"""Search taught by questions and their articles alone, without what was replied: what the replies are worth."""

from dataclasses import replace

from bench.table import Row
from bench_law import questions
from bench_law.search import NATION, table
from fazhi.law.search import index
from fazhi.law.search.engine import Searcher
from fazhi.law.search.learning import learn
from fazhi.law.search.opening import INDEX
from fazhi.law.store.corpus import Corpus


def run() -> list[Row]:
    """Measure on the real questions; nothing without them."""
    if not questions.here():
        return []
    path = questions.national()
    index.build(path, path.with_suffix(INDEX))
    corpus = Corpus(path)
    log = [replace(one, answer="") for one in questions.log(corpus, questions.asked())]
    found = learn(Searcher.open(corpus, path.with_suffix(INDEX)), log, NATION).checked
    note = "5 folds; questions and articles alone, no replies"
    return table("without replies", found.trained, found.untrained, "untrained", note)
