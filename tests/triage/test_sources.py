"""Reading labelled messages from files."""

from pathlib import Path

import pytest

from fazhi.triage import Example, TriageError
from fazhi.triage.sources import read_examples


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("title,text,category\n停水,三天了,供水\n", [Example("停水\n三天了", "供水")]),
        ("\ufefftitle,text,category\n停水,三天了,供水\n", [Example("停水\n三天了", "供水")]),
        ("id,title,text,category\n1,停水,三天了,\n", []),
        ('title,text,category\n"停\n水","三\n天",供水\n', [Example("停 水\n三\n天", "供水")]),
        ("segmented_text,category\n停水 三天, 供水 \n", [Example("停水 三天", "供水")]),
        ("segmented_text,category\n！？,供水\n", []),
        ("segmented_text,category\n停水\n", []),
    ],
)
def test_rows_with_a_category_are_read(tmp_path: Path, content: str, found: list[Example]) -> None:
    assert read_examples([written(tmp_path / "a.csv", content)]) == found


def test_files_follow_each_other(tmp_path: Path) -> None:
    one = written(tmp_path / "a.csv", "segmented_text,category\n停水,供水\n")
    other = written(tmp_path / "b.csv", "title,text,category\n补课,收费,教育\n")
    assert [example.label for example in read_examples([one, other])] == ["供水", "教育"]


def test_a_field_of_a_megabyte_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", f"segmented_text,category\n{'停水' * 500_000},供水\n")
    assert len(read_examples([path])[0].text) == 1_000_000


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("题目,内容\n停水,三天\n", "缺少所需的列"),
        ("", "缺少所需的列"),
        ("title,text,category\n停水,三天,供水\n".encode("gbk"), "不是 UTF-8"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(TriageError, match=says):
        read_examples([written(tmp_path / "a.csv", content)])


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(TriageError, match="读不到"):
        read_examples([tmp_path / "none.csv"])
