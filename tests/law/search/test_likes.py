"""Like questions that were answered before: found without learning, the likest first."""

from datetime import date

import pytest

from fazhi.law.search.accepted import Accepted
from fazhi.law.search.likes import Likes

ASKED = ("老板拖欠工资怎么办", "单位拖欠工资三个月", "房东不退押金", "租房合同到期房东不退押金", "邻居半夜装修太吵")
LOG = tuple(Accepted(one, (f"/akn/cn/act/样例法/zho/~art_{n}",), date(2026, 1, 5)) for n, one in enumerate(ASKED))


def likes() -> Likes:
    found = Likes.of(LOG)
    assert found
    return found


def test_the_likest_first() -> None:
    like = likes().like("房东扣着押金不退", 3, 0.05)
    assert {one.question for one, _ in like[:2]} == {ASKED[2], ASKED[3]}
    assert [alike for _, alike in like] == sorted((alike for _, alike in like), reverse=True)


def test_no_more_than_are_asked_for() -> None:
    assert len(likes().like("拖欠工资", 1, 0.05)) == 1


@pytest.mark.parametrize("question", ["abc", "", "？？", "森林防火"])
def test_nothing_alike_is_not_shown(question: str) -> None:
    assert likes().like(question, 3, 0.05) == ()


def test_the_same_question_is_wholly_alike() -> None:
    assert likes().like(ASKED[4], 1) == ((LOG[4], pytest.approx(1.0, abs=1e-5)),)


def test_one_question_alone_is_found() -> None:
    alone = Likes.of(LOG[:1])
    assert alone
    assert alone.like(ASKED[0], 1)[0][0] == LOG[0]


def test_an_empty_log_has_nothing_like() -> None:
    assert Likes.of(()) is None
