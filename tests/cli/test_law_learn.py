"""`fazhi law accept|answered|forget|learn` as the operator types it."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from fazhi.law.model import Article, Level, Number, Status, Text
from fazhi.law.search import index
from fazhi.law.store.building import Source, build
from fazhi.site.main import main

DAY = date(2024, 1, 1)
FIRST, SECOND = "/akn/cn/act/样例劳务法/zho/~art_1", "/akn/cn/act/样例劳务法/zho@2024-01-01/~art_2"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "law.sqlite3"
    monkeypatch.setattr(settings, "FAZHI_LAW", path)
    articles = tuple(Article(Number(n + 1), f"第{chr(0x6000 + n * 9)}类事项应当办理。", -1) for n in range(6))
    law = Text("样例劳务法", Level.LAW, "", DAY, DAY, None, Status.UNKNOWN, "", "", "", (), articles, "", (), "f.md")
    build(path, Source("样例库", "lawrefbook", DAY), [law])
    index.build(path, path.with_suffix(".index"))
    return path


def test_accepted_listed_forgotten(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "accept", "不发工资怎么办", FIRST, SECOND]) == 0
    id = capsys.readouterr().out.split()[1].removesuffix("。运行")
    assert main(["law", "answered"]) == 0
    out = capsys.readouterr().out
    assert f"{id}　" in out
    assert "不发工资怎么办　" + FIRST in out
    assert "zho@" not in out
    assert "共记下 1 个问题" in out
    assert main(["law", "forget", id]) == 0
    assert "不发工资" not in corpus.with_suffix(".answered.jsonl").read_text("utf-8")
    assert main(["law", "forget", id]) == 1


def test_an_article_that_is_not_held_is_not_taken(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "accept", "问", FIRST.replace("art_1", "art_99")]) == 1
    assert "不等于不存在" in capsys.readouterr().err
    assert not corpus.with_suffix(".answered.jsonl").exists()


def test_questions_from_a_file_and_a_bad_line(corpus: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "old.jsonl"
    file.write_text(json.dumps({"question": "问", "articles": [FIRST], "day": "2026-01-05"}) + "\n坏行\n", "utf-8")
    assert main(["law", "answered", str(file)]) == 1
    said = capsys.readouterr()
    assert "收入 1 个问题" in said.out
    assert "第 2 行没有读懂" in said.err
    assert main(["law", "answered", str(tmp_path / "none")]) == 1


def test_learning_says_in_chinese_what_it_came_to(
    corpus: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["law", "learn"]) == 1
    assert "至少要 50 个" in capsys.readouterr().err
    said = [f"{chr(0x8000 + n % 6 * 9)}{chr(0x8001 + n % 6 * 9)}{chr(0x9000 + n)}办理" for n in range(60)]
    rows = ({"question": q, "articles": [FIRST.replace("art_1", f"art_{n % 6 + 1}")], "day": "2026-01-05"}
            for n, q in enumerate(said))  # fmt: skip
    file = tmp_path / "old.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    main(["law", "answered", str(file)])
    assert main(["law", "learn"]) == 0
    out = capsys.readouterr().out
    assert "从 60 个问题学习，分五份轮流留出一份检验" in out
    assert corpus.with_suffix(".learnt").exists()
    assert main(["law", "search", said[3]]) == 0
    assert f"答复过的类似问题：\n    {said[3]}" in capsys.readouterr().out


def test_too_few_left_ends_the_learnt_order(corpus: Path) -> None:
    corpus.with_suffix(".learnt").write_bytes(b"old")
    assert main(["law", "learn"]) == 1
    assert not corpus.with_suffix(".learnt").exists()
