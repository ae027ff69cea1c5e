"""What can be wrong with an input, each said so that a clerk or a catalogue's author can put it right."""


class ClockError(ValueError):
    """期间计算的输入有误。"""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.__doc__)


class BadTerm(ClockError):
    """期间须为正整数，并使用规定的单位。请检查程序定义中的期限数值。"""


class UnusableTerm(ClockError):
    """这种期间不适用所要求的计算方式。请检查程序定义。"""


class NaiveMoment(ClockError):
    """时刻未带时区，无法确定是哪一天。请使用带时区的时刻（北京时间）。"""


class BadInterval(ClockError):
    """中止或扣除期间的结束早于开始。请核对起止时间。"""


class OverlappingIntervals(ClockError):
    """中止或扣除期间互相重叠，同一天不能扣除两次。请先更正起止时间。"""


class BadCalendar(ClockError):
    """工作日历数据有误。请按当年放假安排通知核对。"""


class OutOfRange(ClockError):
    """日期超出可计算的范围。请核对年份。"""
