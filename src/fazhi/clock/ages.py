"""Age in full years."""

from datetime import date

from fazhi.clock.counting import add_months
from fazhi.clock.errors import OutOfRange
from fazhi.clock.moments import ONE_DAY


def age_on(birth: date, day: date, *, from_day_after_birthday: bool = False) -> int:
    """Full years of age on `day`; one born on 29 February ages on 28 February in a common year (民法典 第二百零二条).

    `from_day_after_birthday` counts a year as full only from the day after the birthday, as criminal law does
    (法释〔2006〕1号 第二条). OutOfRange if `day` is before the birth.
    """
    if day < birth:
        raise OutOfRange("出生日期晚于所查日期，无法计算年龄。请核对出生日期。")
    years = day.year - birth.year
    birthday = add_months(birth, 12 * years)
    full_from = birthday + ONE_DAY if from_day_after_birthday else birthday
    return max(0, years if day >= full_from else years - 1)
