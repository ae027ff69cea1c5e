"""Over which records a figure is computed: days, procedure, unit, region, subject, channel. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from fazhi.clock import day_start
from fazhi.figures.conditions import Row

DIMENSIONS = ("procedure", "unit", "subject", "channel")


class BadScope(ValueError):
    """统计期间的开始日期不能晚于结束日期。请重新选择期间。"""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Scope:
    """Days from `since` to `until`, both included; an empty dimension is not narrowed; `region` begins a code."""

    since: date
    until: date
    procedure: str = ""
    unit: str = ""
    region: str = ""
    subject: str = ""
    channel: str = ""

    def __post_init__(self) -> None:
        if self.since > self.until:
            raise BadScope

    @property
    def start(self) -> datetime:
        """The first moment of the period."""
        return day_start(self.since)

    @property
    def end(self) -> datetime:
        """The first moment after the period."""
        return day_start(self.until + timedelta(days=1))

    def narrowed(self) -> Mapping[str, str]:
        """Return the dimensions that are narrowed to one value."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name))}

    def holds(self, row: Row) -> bool:
        """Whether the record's dimensions lie within the scope; the period is asked apart."""
        same = all(row[name] == value for name, value in self.narrowed().items())
        return same and str(row["region"]).startswith(self.region)

    def covers(self, moment: datetime | None) -> bool:
        """Whether the moment lies in the period."""
        return moment is not None and self.start <= moment < self.end

    def to_json(self) -> dict[str, str]:
        """Return the scope as JSON values."""
        return {key: str(value) for key, value in asdict(self).items()}


def scope_from_json(found: Mapping[str, Any]) -> Scope:
    """Return the scope that `to_json` gave."""
    narrowed = {key: str(value) for key, value in found.items() if key not in ("since", "until")}
    return Scope(date.fromisoformat(found["since"]), date.fromisoformat(found["until"]), **narrowed)
