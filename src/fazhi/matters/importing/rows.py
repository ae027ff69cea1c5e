"""One row of a file to a message; what is wrong with it in the clerk's words."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fazhi.clock import BEIJING
from fazhi.matters.importing.dates import is_year_last, read_year_last
from fazhi.matters.importing.mapping import ORDERS, ColumnMap, DateOrder
from fazhi.matters.importing.reading import Row
from fazhi.matters.intake import LONGEST, Message
from fazhi.procedure.fields import clean_text

EARLIEST = datetime(1990, 1, 1, tzinfo=BEIJING)
_TIMES = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日 %H:%M", "%Y年%m月%d日", "%Y.%m.%d")


class BadRow(Exception):
    """这一行不能导入。"""


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is brought in."""

    procedure: str
    region: str  # for rows that name none
    batch: str  # names the import in command ids: the same file again finds its own matters
    fields: frozenset[str] = frozenset()  # what the opening action of the procedure asks for
    keep_times: bool = False  # the time column is when the matter was registered; else it is registered now


def command_id(row: Row, columns: ColumnMap, options: Options, seen: dict[str, int]) -> str:
    """Return the id under which this row opens a matter: by its own id, else by its content and how often it came."""
    own = str(row.values.get(columns.columns.get("id", ""), "") or "").strip()
    if own:
        return f"import:{options.procedure}:{own}"
    content = repr(sorted((k, str(v)) for k, v in row.values.items()))
    digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
    seen[digest] = seen.get(digest, 0) + 1
    return f"import:{options.procedure}:{digest}:{seen[digest]}"


def message_of(row: Row, columns: ColumnMap, options: Options, now: datetime) -> Message:
    """Return the message that a row holds; raise BadRow with the reason."""
    if row.problem:
        raise BadRow(row.problem)
    given = {meaning: row.values.get(column) for meaning, column in columns.columns.items()}
    text = clean_text(str(given.get("text") or ""))
    if not text:
        raise BadRow("没有反映内容")
    if len(text) > LONGEST:
        raise BadRow(f"内容有 {len(text)} 字，最多 {LONGEST} 字")
    sent = _time(given.get("sent_at"), now, columns.dates)
    keep = options.keep_times and sent is not None
    return Message(
        text=text, title=clean_text(str(given.get("title") or ""))[:200], procedure=options.procedure,
        region=str(given.get("region") or "").strip() or options.region, channel="import",
        subject=str(given.get("subject") or "").strip(),
        occurred_at=sent if keep else None, late_reason="批量导入" if keep else "",
        data={k: v for k, v in _further(given, sent).items() if k in options.fields},
    )  # fmt: skip


def _further(given: Mapping[str, Any], sent: datetime | None) -> dict[str, Any]:
    found: dict[str, Any] = {"place": clean_text(str(given.get("place") or ""))}
    if sent is not None:
        found["sent_at"] = sent.isoformat()
    return {k: v for k, v in found.items() if v}


def _time(value: Any, now: datetime, order: DateOrder | None) -> datetime | None:
    if value in (None, ""):
        return None
    found = _parsed(value, order)
    if found is None:
        raise BadRow(_unread(str(value).strip()[:40], order))
    if found > now:
        raise BadRow(f"时间“{value}”晚于现在")
    if found < EARLIEST:
        raise BadRow(f"时间“{value}”早于 1990 年，请核对")
    return found


def _unread(text: str, order: DateOrder | None) -> str:
    if not is_year_last(text):
        return f"时间“{text}”不能识别，请写成 2026-11-23 09:30 的样式"
    if order is None:
        return (
            f"月、日次序不明的时间“{text}”：请在对应关系文件里写 dates: month_first（月在前）或者 day_first（日在前）"
        )
    return f"次序不合的时间“{text}”：本文件的日期按“{ORDERS[order]}”读取，请改正这一行，或者在对应关系文件里改 dates"


def _parsed(value: Any, order: DateOrder | None) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=BEIJING)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=BEIJING)
    text = str(value).strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return next((t for form in _TIMES if (t := _with_form(text, form))), None) or read_year_last(text, order)
    return found if found.tzinfo else found.replace(tzinfo=BEIJING)


def _with_form(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form).replace(tzinfo=BEIJING)
    except ValueError:
        return None
