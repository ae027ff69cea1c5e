"""The file of answered questions: the operator's own, deletable, and no line of it lost in silence."""

from datetime import date
from pathlib import Path

import pytest

from fazhi.law.search import accepted

DAY = date(2026, 1, 5)
PAY, RENT = "/akn/cn/act/样例劳务法/zho/~art_2", "/akn/cn/act/样例租房法/zho/~art_1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "law.answered.jsonl"


def test_written_and_read_again(path: Path) -> None:
    first = accepted.accepted("不发工资\n怎么办", [PAY, PAY], DAY)
    second = accepted.accepted("房子坏了", [RENT], DAY)
    accepted.add(path, [first])
    accepted.add(path, [second])
    assert accepted.read(path) == accepted.Log((first, second))
    assert first.question == "不发工资 怎么办"
    assert first.articles == (PAY,)


def test_what_was_replied_is_kept_with_its_question(path: Path) -> None:
    accepted.add(path, [accepted.accepted("房子坏了", [RENT], DAY, answer="应当由出租人\n维修")])
    accepted.join(path, accepted.accepted("房子坏了", [PAY], DAY))
    (one,) = accepted.read(path).answered
    assert one.answer == "应当由出租人 维修"
    assert set(one.articles) == {RENT, PAY}


def test_no_file_is_an_empty_log(path: Path) -> None:
    assert accepted.read(path) == accepted.Log(())


def test_the_last_answer_to_a_question_counts(path: Path) -> None:
    accepted.add(path, [accepted.accepted("房子坏了", [PAY], DAY), accepted.accepted("房子坏了", [RENT], DAY)])
    assert [one.articles for one in accepted.read(path).answered] == [(RENT,)]


def test_the_wording_that_was_cited_is_not_kept() -> None:
    one = accepted.accepted("问", ["/akn/cn/act/样例劳务法/zho@2020-01-01/~art_2__para_1"], DAY)
    assert one.articles == (PAY,)


@pytest.mark.parametrize(
    ("question", "articles", "said"),
    [
        (" \n", [PAY], "没有写问题"),
        ("问", [], "没有写条文"),
        ("问", ["样例劳务法第二条"], "不是条文地址"),
        ("问", ["/akn/cn/act/样例劳务法/zho"], "没有写到条"),
    ],
)
def test_what_cannot_be_kept(question: str, articles: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        accepted.accepted(question, articles, DAY)


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "1", '{"question": "问"}', '{"question": "问", "articles": ["x"], "day": "2026-01-05"}',
     '{"question": 5, "articles": [], "day": ""}', f'{{"question": "问", "articles": ["{PAY}"], "day": "昨天"}}'],
)  # fmt: skip
def test_a_bad_line_is_told_and_the_rest_read(path: Path, line: str) -> None:
    good = accepted.accepted("房子坏了", [RENT], DAY)
    path.write_text(line + "\n\n", "utf-8")
    accepted.add(path, [good])
    log = accepted.read(path)
    assert log.answered == (good,)
    assert [problem.startswith("law.answered.jsonl 第 1 行没有读懂") for problem in log.problems] == [True]


def test_removed_for_good_and_nothing_else(path: Path) -> None:
    one, other = accepted.accepted("不发工资", [PAY], DAY), accepted.accepted("房子坏了", [RENT], DAY)
    accepted.add(path, [one, other, one])
    path.write_text(path.read_text("utf-8") + "坏行\n", "utf-8")
    assert accepted.remove(path, one.id)
    assert "不发工资" not in path.read_text("utf-8")
    assert accepted.read(path).answered == (other,)
    assert path.read_text("utf-8").endswith("坏行\n")
    assert not accepted.remove(path, one.id)


def test_only_what_was_said_to_be_public_is(path: Path) -> None:
    kept, shown = accepted.accepted("房子坏了", [RENT], DAY), accepted.accepted("不发工资", [PAY], DAY, public=True)
    accepted.add(path, [kept, shown])
    path.write_text(path.read_text("utf-8") + f'{{"question": "问", "articles": ["{PAY}"], "day": "2026-01-05"}}\n')
    assert [one.public for one in accepted.read(path).answered] == [False, True, False]


def test_a_second_article_joins_the_first(path: Path) -> None:
    accepted.join(path, accepted.accepted("房子坏了", [RENT], DAY))
    (one,) = accepted.read(path).answered
    assert accepted.publish(path, one.id, public=True)
    accepted.join(path, accepted.accepted("房子坏了", [PAY, RENT], date(2026, 2, 2)))
    assert accepted.read(path).answered == (accepted.Accepted("房子坏了", (RENT, PAY), date(2026, 2, 2), True),)


def test_public_and_not_again(path: Path) -> None:
    one = accepted.accepted("房子坏了", [RENT], DAY)
    accepted.add(path, [one])
    for public in (True, False):
        assert accepted.publish(path, one.id, public=public)
        assert [held.public for held in accepted.read(path).answered] == [public]
    assert not accepted.publish(path, "0" * 12, public=True)


def test_nobody_else_on_the_machine_may_read_it(path: Path) -> None:
    one = accepted.accepted("房子坏了", [RENT], DAY)
    accepted.add(path, [one, accepted.accepted("不发工资", [PAY], DAY)])
    assert path.stat().st_mode & 0o077 == 0
    accepted.remove(path, one.id)
    assert path.stat().st_mode & 0o077 == 0
