"""A file of indicators to definitions; every mistake is named with file, line, what, and the remedy."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

from fazhi.figures import definitions as d
from fazhi.figures.conditions import (
    OWED,
    AnyOf,
    AtLeast,
    BeforeNow,
    Clause,
    Condition,
    Is,
    Known,
    NotAfter,
    OneOf,
    Owed,
)
from fazhi.procedure.errors import BadDefinition
from fazhi.procedure.source import Node, Reader, read_yaml

_KEYS = frozenset(
    "name unit counts records placed_by where numerator denominator numerator_words denominator_words direction"
    " meaning basis local differs_from least_denominator".split()
)


def load_indicators(path: Path) -> dict[str, d.Indicator]:
    """Return the checked definitions in a file by id; raise BadDefinition with every problem found."""
    return parse_indicators(path.read_text("utf-8"), str(path))


def parse_indicators(text: str, file: str) -> dict[str, d.Indicator]:
    """Return the checked definitions in a YAML text by id; raise BadDefinition with every problem found."""
    root = read_yaml(text, file)
    reader = Reader(file)
    reader.known(root, frozenset({"edition", "indicators"}), "文件")
    edition = str(reader.need(root, "edition", "文件") or "")
    found = {id: _indicator(reader, id, node, edition) for id, node in reader.table(root, "indicators")}
    for id, node in reader.table(root, "indicators"):
        for other in found[id].differs_from.keys() - found.keys():
            reader.wrong(node.line, f"“{id}”的 differs_from 提到没有定义的指标“{other}”", "请改为文件中已有的指标")
    if reader.problems:
        raise BadDefinition(sorted(reader.problems, key=lambda p: p.line))
    return found


def from_entry(id: str, entry: str, edition: str) -> d.Indicator:
    """Return the definition that an issued figure kept as JSON; raise BadDefinition if it was damaged."""
    reader = Reader(f"已发布的指标 {id}")
    found = _indicator(reader, id, _node(json.loads(entry)), edition)
    if reader.problems:
        raise BadDefinition(reader.problems)
    return found


def _node(value: dict[str, Any]) -> Node:
    node = Node({key: _value(one) for key, one in value.items()})
    node.line, node.lines = 1, dict.fromkeys(value, 1)
    return node


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return _node(value)
    return [_value(one) for one in value] if isinstance(value, list) else value


def _indicator(reader: Reader, id: str, node: Node, edition: str) -> d.Indicator:
    where = f"指标“{id}”"
    reader.known(node, _KEYS, where)
    records: d.Records = _choice(reader, node, "records", get_args(d.Records), "matter")
    counts: d.Counts = _choice(reader, node, "counts", get_args(d.Counts), "matters")
    clauses = {key: _clause(reader, node, key, records) for key in ("where", "denominator", "numerator")}
    entry = json.dumps(node, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    _whole(reader, node, id, counts, records)
    return d.Indicator(
        id=id,
        name=str(reader.need(node, "name", where)),
        unit=str(reader.need(node, "unit", where)),
        counts=counts,
        records=records,
        placed_by=_placed_by(reader, node, records),
        direction=_choice(reader, node, "direction", get_args(d.Direction), "neutral"),
        meaning=str(reader.need(node, "meaning", where)),
        is_rate="numerator" in node,
        basis=str(node.get("basis", "")),
        local=str(node.get("local", "")),
        differs_from=dict(node.get("differs_from") or {}),
        least_denominator=_whole_number(reader, node, "least_denominator"),
        numerator_words=str(node.get("numerator_words", "")),
        denominator_words=str(node.get("denominator_words", "")),
        edition=f"{id}@{edition}",
        digest=hashlib.sha256(f"{id}\n{entry}".encode()).hexdigest(),
        entry=entry,
        **clauses,
    )


def _whole(reader: Reader, node: Node, id: str, counts: d.Counts, records: d.Records) -> None:
    """Note what is wrong between the parts of an entry."""
    if node.get("unit") and node["unit"] not in d.UNITS[counts]:
        allowed = "、".join(d.UNITS[counts])
        reader.wrong(node.lines["unit"], f"“{id}”按 {counts} 计数，计量单位不能是“{node['unit']}”", f"可用：{allowed}")
    if counts == "parties" and records != "matter":
        reader.wrong(node.line, f"“{id}”按当事人计数，只能取自 matter", "请改 records 或者 counts")
    if ("numerator" in node) != bool(node.get("numerator_words") and node.get("denominator_words")):
        reader.wrong(
            node.line, f"“{id}”是比率的，须写明分子、分母；不是比率的，不写",
            "numerator、numerator_words、denominator_words 三项同时填写或者同时不填",
        )  # fmt: skip


def _choice(reader: Reader, node: Node, key: str, allowed: tuple[str, ...], default: str) -> Any:
    value = node.get(key, default)
    if value not in allowed:
        reader.wrong(node.lines[key], f"“{key}”不能是“{value}”", f"可用：{'、'.join(allowed)}")
        return default
    return value


def _whole_number(reader: Reader, node: Node, key: str) -> int:
    value = node.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        reader.wrong(node.lines[key], f"“{key}”须是不小于 0 的整数，现为“{value}”", "请填写整数")
        return 0
    return value


def _placed_by(reader: Reader, node: Node, records: d.Records) -> tuple[str, ...]:
    found = reader.strings(node, "placed_by")
    for column in found:
        if column not in d.MOMENTS[records]:
            allowed = "、".join(d.MOMENTS[records])
            reader.wrong(
                node.lines["placed_by"], f"归期时间不能是“{column}”", f"可用：{allowed}；存量指标不写 placed_by"
            )
    return found


def _clause(reader: Reader, node: Node, key: str, records: d.Records) -> Clause:
    section = node.get(key)
    if section is None:
        return ()
    if not isinstance(section, Node):
        reader.wrong(node.lines[key], f"“{key}”须是键值表", "请写成 {列名: 条件} 的形式")
        return ()
    return _conditions(reader, section, records)


def _conditions(reader: Reader, section: Node, records: d.Records) -> Clause:
    found: list[Condition] = []
    # One order whatever the file's, so that the entry an issued figure keeps gives the same definition.
    for column, value in sorted(section.items()):
        line = section.lines[column]
        if column == "any":
            found.append(_any(reader, value, line, records))
        elif made := _condition(reader, column, value, line, records):
            found.append(made)
    return tuple(found)


def _any(reader: Reader, value: Any, line: int, records: d.Records) -> AnyOf:
    if not isinstance(value, list) or len(value) < 2 or not all(isinstance(one, Node) for one in value):
        reader.wrong(line, "“any”须列出至少两组条件", "请写成 any: [{…}, {…}] 的形式")
        return AnyOf(())
    return AnyOf(tuple(_conditions(reader, one, records) for one in value))


def _condition(reader: Reader, column: str, value: Any, line: int, records: d.Records) -> Condition | None:
    made = next((make(column, value) for known, make in _MAKERS if column in known(records)), _NO_COLUMN)
    if made is _NO_COLUMN:
        allowed = sorted({name for known, _ in _MAKERS for name in known(records)})
        reader.wrong(line, f"没有可用于筛选的列“{column}”", f"可用：{'、'.join(allowed)}")
        return None
    if made is None or not _other_is_known(made, records):
        reader.wrong(line, f"“{column}”的条件“{value}”看不懂", _FORMS)
        return None
    return made  # type: ignore[return-value]


def _other_is_known(made: object, records: d.Records) -> bool:
    return not isinstance(made, NotAfter) or made.other in d.MOMENTS[records]


def _code(column: str, value: Any) -> Condition | None:
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return OneOf(column, tuple(value))
    if isinstance(value, dict) and set(value) == {"not"} and isinstance(value["not"], list):
        return OneOf(column, tuple(map(str, value["not"])), negated=True)
    return _known(column, value)


def _known(column: str, value: Any) -> Condition | None:
    if isinstance(value, dict) and set(value) == {"known"} and isinstance(value["known"], bool):
        return Known(column, value["known"])
    return None


def _moment(column: str, value: Any) -> Condition | None:
    if value == {"before": "now"}:
        return BeforeNow(column)
    if isinstance(value, dict) and set(value) == {"not_after"} and isinstance(value["not_after"], str):
        return NotAfter(column, value["not_after"])
    return _known(column, value)


def _number(column: str, value: Any) -> Condition | None:
    if isinstance(value, dict) and set(value) == {"at_least"} and type(value["at_least"]) is int:
        return AtLeast(column, value["at_least"])
    return None


def _flag(column: str, value: Any) -> Condition | None:
    return Is(column, value) if isinstance(value, bool) else None


def _owed(column: str, value: Any) -> Condition | None:
    if isinstance(value, dict) and len(value) == 1 and set(value) <= {"any", "none"}:
        ((how, rules),) = value.items()
        if isinstance(rules, list) and rules:
            return Owed(tuple(map(str, rules)), negated=how == "none")
    return None


_NO_COLUMN = object()
_FORMS = (
    "代码列写 [值, …] 或者 {not: [值, …]}；时间列写 {before: now} 或者 {not_after: 列}；次数写 {at_least: n}；"
    "是否写 true、false；义务写 {any: […]} 或者 {none: […]}；是否填写写 {known: true}"
)
_MAKERS: tuple[tuple[Callable[[d.Records], tuple[str, ...]], Callable[[str, Any], object]], ...] = (
    (d.CODES.__getitem__, _code),
    (d.MOMENTS.__getitem__, _moment),
    (d.NUMBERS.__getitem__, _number),
    (d.YES_NO.__getitem__, _flag),
    (lambda records: (OWED,) if records == "matter" else (), _owed),
)


def codes_of(indicator: d.Indicator) -> Mapping[str, set[str]]:
    """Return every code that the definition names, by column, so that it can be held against the procedures."""
    found: dict[str, set[str]] = {}
    for condition in _flat((*indicator.population, *indicator.numerator)):
        if isinstance(condition, OneOf):
            found.setdefault(condition.column, set()).update(condition.values)
        elif isinstance(condition, Owed):
            found.setdefault(OWED, set()).update(condition.rules)
    return found


def _flat(clause: Clause) -> list[Condition]:
    found: list[Condition] = []
    for condition in clause:
        inner = [c for one in condition.clauses for c in _flat(one)] if isinstance(condition, AnyOf) else [condition]
        found.extend(inner)
    return found
