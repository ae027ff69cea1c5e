"""What every answer about the law says beside itself: up to which day it was checked, and that a miss is no denial."""

from fazhi.law.store.corpus import Corpus

NOT_HERE = "条文库里没有（不等于不存在）"


def checked(corpus: Corpus) -> str:
    """Return up to which day every source of the corpus was checked, as a sentence."""
    return f"条文库核对到 {corpus.checked_to.isoformat() if corpus.checked_to else '不明'}。"
