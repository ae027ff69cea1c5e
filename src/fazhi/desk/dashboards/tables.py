"""A chart's table as CSV, with what was counted, over what and as of when in its first lines."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.dashboards.board import age_rows, region_rows
from fazhi.desk.dashboards.names import region_names, scope_words, unit_names
from fazhi.desk.dashboards.tiles import percent
from fazhi.figures.compute import Row, series
from fazhi.figures.definitions import Indicator
from fazhi.figures.scope import Scope
from fazhi.people.viewers import Viewer
from fazhi.screens.words import clock_time, long_date

HEADS = {
    "week": gettext_noop("周（起始日）"),
    "month": gettext_noop("月份"),
    "unit": gettext_noop("承办单位"),
    "region": gettext_noop("区域"),
    "subject": gettext_noop("事项类别"),
    "age": gettext_noop("登记至今"),
}
BOM = "\ufeff"  # without it a spreadsheet takes UTF-8 for GBK


class NoSuchTable(LookupError):
    """No table is grouped in the way that the address names."""


def table(shown: Indicator, scope: Scope, viewer: Viewer, now: datetime, by: str) -> str:
    """Return the CSV text; raise NoSuchTable, NotByTime."""
    if by not in HEADS:
        raise NoSuchTable(_("没有这样分组的表。请从看板下载数据表。"))
    rows = _rows(shown, scope, viewer, now, by)
    out = StringIO(BOM)
    out.seek(0, 2)
    csv.writer(out).writerows([_safe(line) for line in _lines(shown, scope, now, by, rows)])
    return out.getvalue()


def _rows(shown: Indicator, scope: Scope, viewer: Viewer, now: datetime, by: str) -> list[Row]:
    if by == "age":
        return age_rows(shown, scope, viewer, now)
    if by == "region":
        return region_rows(shown, scope, viewer, now)
    return series(shown, scope, viewer, now, by)  # type: ignore[arg-type]


def _lines(shown: Indicator, scope: Scope, now: datetime, by: str, rows: Sequence[Row]) -> Iterator[Sequence[str]]:
    yield (_("指标"), f"{shown.name}（{shown.edition}）")
    yield (_("范围"), _("%(scope)s；只含导出人有权查看的办件") % {"scope": scope_words(scope)})
    yield (_("截至"), f"{long_date(now)} {clock_time(now)}")
    names = unit_names(r.key for r in rows) if by == "unit" else region_names(r.key for r in rows)
    yield (_(HEADS[by]), _("代码"), *((_("分子"), _("分母"), _("比率")) if shown.is_rate else (shown.unit,)))
    for row in rows:
        counts = (str(row.numerator), str(row.denominator), percent(row)) if shown.is_rate else (str(row.numerator),)
        if row.bucket:
            label = str(row.bucket.first) if by in ("week", "month") else row.bucket.label
            yield (label, _("%(first)s至%(last)s") % {"first": row.bucket.first, "last": row.bucket.last}, *counts)
        else:
            yield (names.get(row.key, row.key), row.key, *counts)


def _safe(line: Sequence[str]) -> list[str]:
    # A spreadsheet runs what begins with these signs; a unit or subject may be named by anybody.
    return [f"'{cell}" if cell[:1] in "=+-@\t\r" and cell[:1] else cell for cell in line]
