"""The bench of the law at hand: its parts are there, and its questions are read as their set writes them."""

import importlib
import json
from datetime import date
from pathlib import Path

import pytest

from bench_law import questions
from bench_law.__main__ import PARTS
from fazhi.law.model import Article, Level, Number, Status, Text
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus

DAY = date(2024, 1, 1)


@pytest.mark.parametrize("module", PARTS.values())
def test_every_part_can_be_loaded_and_run(module: str) -> None:
    assert callable(importlib.import_module(module).run)


def test_questions_and_the_articles_that_answer_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "q.jsonl"
    rows = [
        {"question": "甲", "articles": ["中华人民共和国样例法第一条", "中华人民共和国样例法第二条之一"]},
        {"question": "乙", "articles": ["样例法第三十条"]},
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    monkeypatch.setattr(questions, "QUESTIONS", file)
    asked = questions.asked()
    assert asked[0].articles == (("样例法", Number(1)), ("样例法", Number(2, 1)))
    path = tmp_path / "law.sqlite3"
    articles = (Article(Number(1), "甲。", -1), Article(Number(2, 1), "乙。", -1))
    law = Text("中华人民共和国样例法", Level.LAW, "", DAY, DAY, None, Status.UNKNOWN, "", "", "", (), articles, "")
    build(path, Source("样例库", "lawrefbook", DAY), [law])
    log = questions.log(Corpus(path), asked)
    assert [one.question for one in log] == ["甲"]  # the other's article is not held
    assert [address.rpartition("/")[2] for address in log[0].articles] == ["~art_1", "~art_2-1"]
