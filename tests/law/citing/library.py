"""A small corpus of made-up law: one statute in two wordings, one repealed, two of one name, one for decisions."""

from datetime import date
from pathlib import Path

from fazhi.law.model import Article, Division, DivisionKind, Event, Level, Number, Status, Text
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus

OLD, NEW, CHECKED = date(2010, 5, 1), date(2023, 9, 1), date(2025, 4, 19)
SOURCE = Source("样例库", "lawrefbook", CHECKED)
WALKS = "临街的商户应当每日清扫门前的人行道，并且把垃圾装袋投放到指定的地点。"
TREES = "任何单位和个人不得损坏公共绿地里的树木，损坏的应当补种同样大小的树木。"
FINES = (
    "违反本法规定，有下列情形之一的，由主管部门责令改正，处二百元以下罚款：\n（一）乱倒垃圾；\n（二）损坏路灯。\n"
    "拒不改正的，可以加倍处罚。\n主管部门应当公开处罚结果。"
)


def text(
    title: str, day: date, *articles: str, place: str = "", amended: date | None = None, adopted: date | None = None,
    since: date | None = None, status: Status = Status.UNKNOWN,
) -> Text:  # fmt: skip
    """Return a version of a made-up instrument whose articles count from one."""
    numbered = tuple(Article(Number(n), words, 0) for n, words in enumerate(articles, 1))
    told = (Event("通过", adopted or day, "通过"),) + ((Event("修订", amended, "修订"),) if amended else ())
    return Text(
        title, Level.LOCAL if place else Level.LAW, place, day, since or day, None, status, "", "", "",
        (Division(DivisionKind.CHAPTER, 1, "总则"),), numbered, "", told, f"{title}({day}).md",
    )  # fmt: skip


TEXTS = (
    text("中华人民共和国样例法", OLD, "为了样例，制定本法。", WALKS, TREES, FINES, "本法自公布之日起施行。"),
    text(
        "中华人民共和国样例法", NEW, "为了样例，制定本法。", "主管部门负责本法的实施，并且每年公布一次工作的情况。",
        WALKS, TREES, FINES, "本法自2024年1月1日起施行。",
        amended=NEW, adopted=OLD, since=date(2024, 1, 1),
    ),
    text("中华人民共和国旧例法", OLD, "甲。", "乙。", status=Status.REPEALED),
    text("样例条例", OLD, "甲。", "乙。", place="410000"),
    text("样例条例", OLD, "甲。", "乙。", place="370000"),
    text("中华人民共和国新例法", NEW, "甲。", "乙。", amended=NEW, adopted=date(1999, 1, 1)),
)  # fmt: skip


def corpus(folder: Path, *texts: Text) -> Corpus:
    """Build the texts into a corpus in a folder."""
    build(folder / "law.sqlite3", SOURCE, texts or TEXTS)
    return Corpus(folder / "law.sqlite3")
