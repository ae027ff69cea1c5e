"""A small corpus of made-up law: an act in two versions, one that cites it, local ones, one repealed, a reply."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from fazhi.law.model import Article, Division, DivisionKind, Event, Level, Number, Status, Text
from fazhi.law.store.building import Source, build

CHECKED = date(2026, 4, 19)
OLD, NEW, SINCE = date(2015, 5, 1), date(2023, 9, 1), date(2024, 1, 1)
CHAPTERS = (
    Division(DivisionKind.CHAPTER, 1, "总则"),
    Division(DivisionKind.CHAPTER, 2, "巡查"),
    Division(DivisionKind.SECTION, 1, "路灯", 1),
)
KEEPING = "路灯由样例机关养护，损坏的应当自收到报告之日起三日内修复。"
DUTIES = "样例机关应当履行下列职责：\n（一）巡查道路；\n（二）修复路灯：\n1.更换灯泡；\n2.检修线路；\n（三）答复来信。"


def law(
    title: str, day: date | None, *articles: str, level: Level = Level.LAW, place: str = "", since: date | None = None,
    status: Status = Status.UNKNOWN, divided: bool = False, unnumbered: str = "", issuer: str = "",
) -> Text:  # fmt: skip
    """Return a text whose articles are numbered from 1; with chapters, the first article stands in the first."""
    numbered = tuple(Article(Number(n), words, min(n - 1, 2) if divided else -1) for n, words in enumerate(articles, 1))
    told = (Event("通过", day, "通过"),) if day else ()
    return Text(
        title, level, place, day, since, None, status, issuer, "", "", CHAPTERS if divided else (), numbered,
        unnumbered, told, f"{title}({day}).md",
    )  # fmt: skip


TEXTS = (
    law(
        "中华人民共和国样例法", OLD, "为了样例，制定本法。", KEEPING, "本法自公布之日起施行。", since=OLD,
        issuer="样例大会",
    ),
    law(
        "中华人民共和国样例法", NEW, "为了更好的样例，制定本法。", DUTIES, KEEPING.replace("三日", "二日"),
        "本法自2024年1月1日起施行。", since=SINCE, divided=True, status=Status.IN_FORCE,
    ),
    law(
        "样例法实施办法", date(2016, 3, 1), "依据《中华人民共和国样例法》第二条，制定本办法。",
        "修复路灯的期限，依照前条所称的法律执行，<b>不得</b>拖延。", level=Level.ADMINISTRATIVE,
    ),
    law("清丰县路灯条例", date(2020, 2, 2), "本条例所称路灯，是指道路照明设施。", level=Level.LOCAL, place="410922"),
    law("路灯条例", date(2001, 1, 1), "甲。", level=Level.LOCAL, place="110000", status=Status.REPEALED),
    law("路灯旧例", date(2003, 3, 3), "丙。", level=Level.RULE, status=Status.IN_FORCE),
    law(
        "路灯新例", date(2021, 1, 1), "自2021年1月1日起施行。《路灯旧例》同时废止。", level=Level.RULE,
        since=date(2021, 1, 1),
    ),
    law("旧灯办法", date(2004, 4, 4), "丁。", level=Level.RULE, status=Status.REPEALED),
    law("路灯条例", date(2002, 2, 2), "乙。", level=Level.LOCAL, place="370000"),
    law("关于路灯的批复", date(2019, 1, 1), level=Level.NORMATIVE, unnumbered="某机关：\n你处来文收悉。"),
)  # fmt: skip


@pytest.fixture
def corpus_file(tmp_path: Path, settings: Settings) -> Path:
    """The made-up corpus as the installation's own."""
    path = tmp_path / "law.sqlite3"
    build(path, Source("样例库", "lawrefbook", CHECKED), TEXTS)
    settings.FAZHI_LAW = path
    return path


@pytest.fixture
def no_corpus(tmp_path: Path, settings: Settings) -> None:
    """An installation into which no law was imported."""
    settings.FAZHI_LAW = tmp_path / "nothing.sqlite3"
