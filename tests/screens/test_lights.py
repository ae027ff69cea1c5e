"""超期, 将到期, 正常, and the words beside them."""

from datetime import date, datetime

import pytest

from fazhi.clock import BEIJING, official_calendar
from fazhi.screens.lights import Level, light_of, remaining_words

MONDAY = datetime(2025, 11, 24, 9, 30, tzinfo=BEIJING)
SATURDAY = datetime(2025, 11, 22, 9, 30, tzinfo=BEIJING)

CASES = [
    (None, MONDAY, Level.NONE, "期间未计算"),
    (date(2025, 11, 22), MONDAY, Level.OVERDUE, "已超期 2 日"),
    (date(2025, 11, 23), MONDAY, Level.OVERDUE, "已超期 1 日"),
    (date(2025, 11, 24), MONDAY, Level.SOON, "今日到期"),
    (date(2025, 11, 27), MONDAY, Level.SOON, "还剩 3 个工作日"),
    (date(2025, 11, 28), MONDAY, Level.NORMAL, "还剩 4 个工作日"),
    (date(2025, 11, 23), SATURDAY, Level.SOON, "还剩 1 日（均为休息日）"),
    (datetime(2025, 11, 24, 9, 0, tzinfo=BEIJING), MONDAY, Level.OVERDUE, "今日已超期"),
    (datetime(2025, 11, 24, 18, 0, tzinfo=BEIJING), MONDAY, Level.SOON, "今日到期"),
]


@pytest.mark.parametrize(("due", "now", "level", "words"), CASES)
def test_light_and_words(due: date | None, now: datetime, level: Level, words: str) -> None:
    calendar = official_calendar()
    assert light_of(due, now, calendar).level is level
    assert remaining_words(due, now, calendar) == words


def test_every_level_has_a_word_of_its_own() -> None:
    assert len({light.word for light in (light_of(due, now, official_calendar()) for due, now, _, _ in CASES)}) == 4
