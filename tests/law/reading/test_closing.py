"""What closing articles, decisions and heads tell about other instruments and about days."""

from datetime import date

import pytest

from fazhi.law.model import (
    Article,
    Commencing,
    Division,
    DivisionKind,
    Event,
    Level,
    Link,
    LinkKind,
    Number,
    Status,
    Text,
)
from fazhi.law.reading import closing, head

DAY, SINCE = date(2023, 9, 1), date(2024, 1, 1)


def text(last: str = "", title: str = "清丰县样例条例", body: str = "", events: tuple[Event, ...] = ()) -> Text:
    articles = (Article(Number(1), "甲。"), Article(Number(2), last)) if last else ()
    return Text(
        title, Level.LOCAL, "", DAY, None, None, Status.UNKNOWN, "", "", "", (), articles, body, events, "样例.md"
    )  # fmt: skip


def told(given: Text) -> list[tuple[str, str, bool]]:
    return [(one.what.value, one.title, one.whole) for one in closing.links(given)]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("本条例自2024年1月1日起施行。《甲办法》同时废止。", [("废止", "甲办法", True)]),
        ("自本条例施行之日起，《甲办法》、《乙规定》即行废止。", [("废止", "甲办法", True), ("废止", "乙规定", True)]),
        ("2001年2月3日某会发布的《甲办法》以及《乙规定》（某令第2号）同时废止。",
         [("废止", "甲办法", True), ("废止", "乙规定", True)]),
        ("《甲规定》，自本条例施行之日起废止。", [("废止", "甲规定", True)]),
        ("《甲办法》中有关乙的规定同时废止。", [("废止", "甲办法", False)]),
        ("《甲办法》第三条同时废止。", [("废止", "甲办法", False)]),
        ("《关于适用〈甲法〉的意见》同时废止。", [("废止", "关于适用《甲法》的意见", True)]),
        ("《清丰县样例办法》同时废止。", [("取代", "清丰县样例办法", True)]),
        ("《清丰县样例条例（试行）》同时废止。", [("取代", "清丰县样例条例（试行）", True)]),
        ("依照《甲法》与本条例不一致的，同时废止。", []),
        ("《甲办法》废止前已经受理的，继续办理。", []),
        ("本条例自公布之日起施行。", []),
    ],
)  # fmt: skip
def test_repeals(last: str, expected: list[tuple[str, str, bool]]) -> None:
    assert told(text(last)) == expected


def test_a_repeal_takes_effect_with_the_clause_and_names_its_article() -> None:
    (link,) = closing.links(text("本条例自2024年1月1日起施行。《甲办法》同时废止。"))
    assert link == Link(LinkKind.REPEALS, "清丰县样例条例", "甲办法", SINCE, Number(2))


def test_a_text_that_is_only_amended_repealed_with_its_first_wording() -> None:
    events = (Event("通过", date(1999, 5, 1)), Event("修正", DAY))
    (link,) = closing.links(text("本条例自公布之日起施行。《甲办法》同时废止。", events=events))
    assert link.day == date(1999, 5, 1)


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("某会关于废止《甲办法》的决定", "某会决定废止《甲办法》。", [("废止", "甲办法", True)]),
        ("关于修改《甲办法》的决定", "一、将第三条修改为：“乙。”", [("修改", "甲办法", True)]),
        ("关于修改和废止部分规章的决定",
         "对下列规章作出修改：\n一、《甲办法》\n将第一条删去。\n废止下列规章：\n一、《乙规定》",
         [("修改", "甲办法", True), ("废止", "乙规定", True)]),
        ("关于修改《甲办法》的决定", "将《甲办法》名称修改为《乙办法》。",
         [("修改", "甲办法", True), ("更名", "甲办法", True)]),
    ],
)  # fmt: skip
def test_decisions(title: str, body: str, expected: list[tuple[str, str, bool]]) -> None:
    assert told(text(title=title, body=body)) == expected


def test_a_new_name_is_told_with_the_old() -> None:
    given = text(title="关于修改《甲办法》的决定", body="将《甲办法》名称修改为《乙办法》。")
    (renamed,) = [one for one in closing.links(given) if one.what is LinkKind.RENAMES]
    assert (renamed.by, renamed.title) == ("乙办法", "甲办法")


def test_the_head_tells_by_what_a_text_was_amended() -> None:
    events = head.events(["2023年9月1日某会《关于修改〈清丰县样例条例〉的决定》修正"])
    (link,) = closing.links(text("甲。", events=events))
    assert (link.what, link.by, link.title, link.day) == (
        LinkKind.AMENDS, "关于修改《清丰县样例条例》的决定", "清丰县样例条例", DAY,
    )  # fmt: skip


CHAPTERS = (Division(DivisionKind.CHAPTER, 1, "甲"), Division(DivisionKind.CHAPTER, 2, "乙"))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("本法自2024年1月1日起施行。第二条自2025年3月1日起施行。", [(2, 2)]),
        ("第一条、第二条至第三条的规定自2025年3月1日起施行，其余自2024年1月1日起施行。", [(1, 1), (2, 3)]),
        ("第二章自2025年3月1日起施行。", [(3, 4)]),
        ("本法自2024年1月1日起施行。", []),
        ("第二条第一款自2025年3月1日起施行。", []),
    ],
)
def test_articles_that_commence_apart(last: str, expected: list[tuple[int, int]]) -> None:
    articles = [Article(Number(n), "甲。", 0 if n < 3 else 1) for n in (1, 2, 3)] + [Article(Number(4), last, 1)]
    found = closing.commencing(articles, CHAPTERS)
    assert found == tuple(Commencing(Number(a), Number(b), date(2025, 3, 1)) for a, b in expected)


def test_the_day_of_some_articles_is_not_that_of_the_whole() -> None:
    articles = [Article(Number(9), "第一条自2025年3月1日起施行，其余自2024年1月1日起施行。")]
    assert head.commencement((), articles, DAY) == SINCE


@pytest.mark.parametrize(
    ("title", "body", "decision"),
    [
        ("样例办法", ["对《样例办法》作如下修改："], "关于修改《样例办法》的决定"),
        ("样例办法", ["对《另例办法》作如下修改："], ""),
        ("关于修改《样例办法》的决定", ["对《样例办法》作如下修改："], ""),
        ("样例办法", ["为了甲，制定本办法。"], ""),
    ],
)
def test_a_decision_under_the_name_of_what_it_amends(title: str, body: list[str], decision: str) -> None:
    assert closing.decision_on(title, body) == decision
