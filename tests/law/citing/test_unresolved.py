"""Citations that the corpus could not answer are kept, and tried again when it has grown."""

from datetime import date
from pathlib import Path

from fazhi.law.citing.checking import check
from fazhi.law.citing.model import AsOf, Verdict
from fazhi.law.citing.unresolved import Unresolved
from tests.law.citing.library import OLD, TEXTS, corpus, text

ON, DAY = AsOf(date(2024, 6, 1), "落款", date(2024, 7, 1)), date(2025, 2, 1)
WORDS = "依照《样例法》第三条和《别例法》第一条至第二条、第一章，以及《又例法》第一条"


def test_what_is_not_answered_is_kept_and_answered_later(tmp_path: Path) -> None:
    small = corpus(tmp_path)
    store = Unresolved(tmp_path / "kept" / "unresolved.sqlite3")
    assert store.all() == ()
    assert store.retry(small) == ()
    found = check(WORDS, small, on=ON)
    unknown = [one.mention for one in found if one.verdict is Verdict.NO_INSTRUMENT]
    assert store.keep("甲.txt", WORDS, found, DAY) == len(unknown) == len(found) - 1
    assert [one.mention for one in store.all()] == unknown
    assert {(one.label, one.as_of, one.recorded) for one in store.all()} == {("甲.txt", ON, DAY)}
    assert all(one.citation.verdict is Verdict.NO_INSTRUMENT for one in store.retry(small))
    grown = corpus(tmp_path, *TEXTS, text("中华人民共和国别例法", OLD, "甲。", "乙。"))
    answered = [one.citation.verdict for one in store.retry(grown) if one.citation.mention.name == "别例法"]
    assert set(answered) == {Verdict.EXACT}
    assert [one.mention.name for one in store.all()] == ["又例法"]


def test_checking_a_text_again_replaces_what_was_kept_of_it(tmp_path: Path) -> None:
    small, store = corpus(tmp_path), Unresolved(tmp_path / "unresolved.sqlite3")
    for words, left in ((WORDS, 3), ("依照《别例法》第一条", 1), ("依照《样例法》第三条", 0)):
        store.keep("甲.txt", words, check(words, small, on=ON), DAY)
        assert len(store.all()) == left


def test_of_the_text_only_what_it_cites_is_kept(tmp_path: Path) -> None:
    small, store = corpus(tmp_path), Unresolved(tmp_path / "unresolved.sqlite3")
    words = "张三的住处。依照《别例法》第一条"
    store.keep("甲.txt", words, check(words, small, on=ON), DAY)
    raw = (tmp_path / "unresolved.sqlite3").read_bytes()
    assert "别例法".encode() in raw or b"\\u522b" in raw
    assert "张三".encode() not in raw
