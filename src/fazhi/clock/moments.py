"""Moments and days in Beijing time."""

from datetime import date, datetime, timedelta, timezone

from fazhi.clock.errors import NaiveMoment

# China has had no summer time since 1991, so a fixed offset equals Asia/Shanghai and is cheaper than ZoneInfo.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)


def in_beijing(moment: datetime) -> datetime:
    """The same moment in Beijing time; NaiveMoment if it carries no zone."""
    if moment.tzinfo is None:
        raise NaiveMoment
    return moment if moment.tzinfo is BEIJING else moment.astimezone(BEIJING)


def local_day(moment: datetime) -> date:
    """The Beijing calendar day on which `moment` falls; NaiveMoment if it carries no zone."""
    return in_beijing(moment).date()


def day_end(day: date) -> datetime:
    """The last second of `day`, which stands for its 24:00 (民法典 第二百零三条)."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=BEIJING)


def day_start(day: date) -> datetime:
    """0:00 of `day`, Beijing time."""
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)
