"""Where the law is silent: each doubt a setting of the city profile, stated with the reading it stands for."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class CountingRules:
    """How to count where no article decides; READINGS says what each value means.

    `before_clear_days` True: the day of the event itself is not one of the days of “七日前”.
    """

    suspension_day_counts: bool = False
    resumption_day_counts: bool = True
    before_clear_days: bool = True
    hours_from_next_full_hour: bool = False
    extend_from_rolled_end: bool = False
    exclusion_first_day_counts: bool = False
    exclusion_last_day_counts: bool = False


READINGS: dict[str, tuple[str, str]] = {
    # field: (the reading when False, the reading when True)
    "suspension_day_counts": ("中止当日不计入已经过的期间", "中止当日计入已经过的期间"),
    "resumption_day_counts": ("恢复当日不计入，自次日起续算", "恢复当日为续算的第一日"),
    "before_clear_days": ("“若干日前”连同事件当日一并计算", "“若干日前”自事件前一日起倒算，事件当日不计"),
    "hours_from_next_full_hour": (
        "小时自事件发生的时刻起算（民法典第二百零一条）",
        "开始的小时不计入，自下一整点起算（民事诉讼法第八十五条）",
    ),
    "extend_from_rolled_end": ("延长期间自原期间未顺延的届满日次日起算", "延长期间自原期间顺延后的届满日次日起算"),
    "exclusion_first_day_counts": ("扣除期间开始的当日不计入", "扣除期间开始的当日仍计入"),
    "exclusion_last_day_counts": ("扣除期间结束的当日不计入", "扣除期间结束的当日仍计入"),
}


def stated_readings(rules: CountingRules) -> tuple[str, ...]:
    """The reading each setting stands for, in Chinese, in the order of the fields."""
    return tuple(READINGS[field.name][getattr(rules, field.name)] for field in fields(rules))
