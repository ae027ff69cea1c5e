"""期间 as the law words it: so many of a unit, after or before an event."""

from dataclasses import dataclass
from enum import StrEnum

from fazhi.clock.errors import BadTerm, UnusableTerm


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"


class Direction(StrEnum):
    """Whether a term runs on from its event or back from it."""

    AFTER = "after"
    BEFORE = "before"


UNIT_NAMES = {
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.HOUR: "小时",
}


@dataclass(frozen=True, slots=True)
class Term:
    """`n` units after or before an event; BadTerm if n is no positive whole number, UnusableTerm if it cannot roll.

    `roll`: a last day on a rest day moves to the next working day (民事诉讼法 第八十五条), only where the procedure
    says so. `minimum`: 不少于, the act may come only once the term is over.
    """

    n: int
    unit: Unit
    direction: Direction = Direction.AFTER
    roll: bool = False
    minimum: bool = False

    def __post_init__(self) -> None:
        if type(self.n) is not int or self.n <= 0:
            raise BadTerm(f"期间须为正整数，现为“{self.n}”。请检查程序定义中的期限数值。")
        if not isinstance(self.unit, Unit) or not isinstance(self.direction, Direction):
            raise BadTerm(f"期间的单位或方向“{self.unit}/{self.direction}”不是规定的写法。请检查程序定义。")
        if self.roll and self.unit is Unit.HOUR:
            raise UnusableTerm("以小时计算的期间没有“最后一日”，不适用休假日顺延。请去掉该期限的顺延设置。")
        if self.roll and self.direction is Direction.BEFORE:
            raise UnusableTerm("倒算的期限向后顺延会缩短应当留足的时间，不适用休假日顺延。请去掉该期限的顺延设置。")

    def __str__(self) -> str:
        return f"{self.n}{UNIT_NAMES[self.unit]}"


@dataclass(frozen=True, slots=True)
class Extension:
    """延长: a further term that runs on from the end of the term before it; UnusableTerm if it counts backwards."""

    term: Term

    def __post_init__(self) -> None:
        if self.term.direction is Direction.BEFORE:
            raise UnusableTerm("延长的期间只能向后计算。请检查程序定义。")
