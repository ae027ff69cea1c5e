"""Which column is what: guessed from the headings, confirmed by a person or given in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "编号", "序号", "留言编号", "工单编号", "事项编号", "诉求编号"),
    "title": ("title", "标题", "留言主题", "主题", "诉求标题"),
    "text": ("text", "内容", "留言详情", "诉求内容", "反映内容", "正文", "message", "content", "留言内容"),
    "sent_at": ("sent_at", "留言时间", "时间", "诉求时间", "登记时间", "提交时间", "日期", "time", "date"),
    "channel": ("channel", "渠道", "来源", "来源渠道"),
    "region": ("region", "区划代码", "行政区划", "所在区域", "区域代码"),
    "place": ("place", "地点", "地址", "address", "发生地点"),
    "subject": ("subject", "类别", "事项类别"),
    "name": ("name", "姓名", "反映人", "联系人"),
    "phone": ("phone", "电话", "手机", "联系电话", "手机号"),
}


DATES = "dates"  # not a column: the order of month and day in the whole file


class BadMapping(Exception):
    """列的对应关系有误。"""


class DateOrder(StrEnum):
    """What comes first in a date written in figures."""

    YEAR_FIRST = "year_first"
    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


ORDERS: Mapping[DateOrder, str] = {
    DateOrder.YEAR_FIRST: "年/月/日",
    DateOrder.MONTH_FIRST: "月/日/年",
    DateOrder.DAY_FIRST: "日/月/年",
}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What each meaning is called in the file, and in which order its dates are written (None: not known)."""

    columns: Mapping[str, str]
    dates: DateOrder | None = None

    def describe(self) -> str:
        """Return the mapping in words for the person who confirms it."""
        lines = [f"  {meaning:<8} ← {column}" for meaning, column in self.columns.items()]
        if self.dates is not None:
            lines.append(f"  {DATES:<8} ： {self.dates}（日期写作“{ORDERS[self.dates]}”）")
        return "\n".join(lines)


def guess(columns: Sequence[str]) -> ColumnMap:
    """Return the likeliest mapping; raise BadMapping where no column can be the text."""
    by_name = {c.strip().lower(): c for c in columns}
    found = {
        meaning: by_name[name]
        for meaning, names in MEANINGS.items()
        if (name := next((n for n in names if n in by_name), None)) is not None
    }
    return checked(found, columns)


def read_mapping(path: Path, columns: Sequence[str]) -> ColumnMap:
    """Return the mapping in a YAML file (meaning: column; `dates`: the order of dates)."""
    given = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(given, dict):
        raise BadMapping(f"“{path}”须写成“含义: 列名”的形式，例如 text: 留言详情。")
    found = {str(k): str(v) for k, v in given.items()}
    dates = _order(found.pop(DATES, None))
    return checked(found, columns, dates)


def _order(named: str | None) -> DateOrder | None:
    if named is None:
        return None
    if named not in set(DateOrder):
        known = "、".join(f"{order}（{words}）" for order, words in ORDERS.items())
        raise BadMapping(f"不认识的日期次序“{named}”。dates 可以写：{known}。")
    return DateOrder(named)


def checked(found: Mapping[str, str], columns: Sequence[str], dates: DateOrder | None = None) -> ColumnMap:
    """Return the mapping if it can be used; raise BadMapping with what is wrong."""
    if unknown := sorted(set(found) - set(MEANINGS)):
        raise BadMapping(f"不认识的含义：{'、'.join(unknown)}。可用：{'、'.join(MEANINGS)}、{DATES}。")
    if missing := sorted(c for c in found.values() if c not in columns):
        raise BadMapping(f"文件里没有列：{'、'.join(missing)}。文件的列：{'、'.join(columns)}。")
    if "text" not in found:
        raise BadMapping(
            f"看不出哪一列是反映内容。文件的列：{'、'.join(columns)}。请用 --map 指定，例如 text: 留言详情。"
        )
    return ColumnMap(dict(found), dates)
