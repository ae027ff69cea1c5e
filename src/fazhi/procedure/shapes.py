"""The form of a procedure file: which keys each part has, and what kind of value stands under each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fazhi.procedure.source import Node, Reader


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of value: its test, and how to write it."""

    fits: Callable[[Any], bool]
    written: str


def _scalar(value: Any) -> bool:
    return isinstance(value, str | int | float | date) and not isinstance(value, bool)


def _scalars(value: Any) -> bool:
    return _scalar(value) or (isinstance(value, list) and all(map(_scalar, value)))


def _map(value: Any) -> bool:
    return isinstance(value, Node) and all(v is None or _scalar(v) or isinstance(v, bool) for v in value.values())


def _condition(value: Any) -> bool:
    return isinstance(value, Node) and all(_scalars(v) or isinstance(v, bool) for v in value.values())


def _entries(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, Node) for v in value)


def _starts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, str | Node) for v in value)


def _guards(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(v, str)
        or (isinstance(v, Node) and len(v) == 1 and all(isinstance(p, Node | None) for p in v.values()))
        for v in value
    )


def _outcome(value: Any) -> bool:
    return _scalar(value) or (isinstance(value, Node) and len(value) == 1 and not set(value) - {"field", "fact"})


def _one_of(*words: str) -> Shape:
    return Shape(lambda value: value in words, f"可用：{'、'.join(words)}")


TEXT = Shape(_scalar, "请写一个值")
FLAG = Shape(lambda v: isinstance(v, bool), "请写 true 或者 false")
WHOLE = Shape(lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= 0, "请写非负整数")
TEXTS = Shape(_scalars, "请写一个值，或者 [值, 值]")
MAP = Shape(_map, "请写成 {名称: 值} 的形式")
WHEN = Shape(_condition, "请写成 {名称: 值} 或者 {名称: [值, 值]} 的形式")
NODE = Shape(lambda v: isinstance(v, Node), "请写成键值表")
ENTRIES = Shape(_entries, "请写成每行一个 - {…} 的列表")
STARTS = Shape(_starts, "请写成 [义务] 或者 - {obligation: 义务, at: 日期项}")
GUARDS = Shape(_guards, "请写成 - 名称 或者 - 名称: {参数: 值} 的列表")
OUTCOME = Shape(_outcome, "请写成 结果，或者 {field: 填写项}，或者 {fact: 记住的事项}")
ANY = Shape(lambda v: True, "")  # read and checked where it is used, with a better message than could be given here

KEYS: Mapping[str, Mapping[str, Shape]] = {
    "file": {
        "procedure": TEXT, "name": TEXT, "edition": TEXT, "status": _one_of("draft", "published"), "valid": NODE,
        "summary": TEXT, "binding": TEXT, "counting": MAP, "late_after_hours": WHOLE, "roles": NODE, "stages": NODE,
        "outcomes": NODE, "obligations": NODE, "rounds": NODE, "actions": NODE, "lead": TEXT, "intake": NODE,
        "transition": NODE, "documents": TEXTS, "records": TEXTS, "confidential": TEXTS, "publish": TEXTS,
        "readings": TEXTS,
    },
    "valid": {"from": ANY, "until": ANY},
    "role": {
        "name": TEXT, "kind": ANY, "posts": TEXTS, "round": TEXT, "ours": FLAG, "hidden_from": TEXTS, "hidden_by": TEXT,
    },
    "stage": {"name": TEXT, "role": TEXT, "end": FLAG, "basis": TEXT, "local": FLAG, "no_due": TEXT, "help": TEXT},
    "outcome": {"name": TEXT, "archive": MAP},
    "obligation": {
        "name": TEXT, "bearer": TEXT, "term": NODE, "terms": ENTRIES, "basis": TEXT, "pausable": FLAG, "lapse": TEXT,
        "overdue": TEXT, "no_term": TEXT, "condition": TEXT,
    },
    "round": {
        "name": TEXT, "close": ANY, "answers": MAP, "quorum": WHOLE, "term": NODE, "terms": ENTRIES, "basis": TEXT,
        "to": TEXT, "no_term": TEXT,
    },
    "term": {
        "n": ANY, "unit": ANY, "direction": ANY, "roll": FLAG, "minimum": FLAG, "when": WHEN, "basis": TEXT,
        "local": FLAG, "setting": TEXT, "field": TEXT, "note": TEXT,
    },
    "action": {
        "name": TEXT, "from": TEXTS, "to": TEXT, "who": TEXTS, "guards": GUARDS, "fields": NODE, "remember": TEXTS,
        "sets": MAP, "assigns": MAP, "unassigns": TEXTS, "starts": STARTS, "ends": TEXTS,
        "drops": TEXTS, "pauses": FLAG, "resumes": FLAG,
        "extends": NODE, "excludes": NODE, "rechooses": TEXTS, "asks": NODE, "answers": TEXT, "closes_round": TEXT,
        "papers": TEXTS, "notices": ENTRIES, "outcome": OUTCOME, "tally": TEXT, "revoked_to": TEXT,
        "creates": TEXT, "creates_with": MAP,
        "basis": TEXT, "local": FLAG, "help": TEXT,
    },
    "field": {
        "name": TEXT, "type": ANY, "required": FLAG, "choices": MAP, "help": TEXT, "default": TEXT, "private": FLAG,
        "reasoning": FLAG,
    },
    "start": {"obligation": TEXT, "at": TEXT, "when": WHEN, "after": TEXT, "met": TEXT, "without": TEXTS},
    "extends": {"obligation": TEXT, "by": NODE, "times": WHOLE, "setting": TEXT, "agreed": FLAG},
    "excludes": {"obligations": TEXTS, "since": TEXT, "until": TEXT},
    "asks": {"round": TEXT, "field": TEXT},
    "notice": {"to": TEXT, "kind": TEXT},
    "intake": {"action": TEXT, "text": TEXT, "dispatch": TEXT, "to": TEXT, "serving": TEXT, "holders": MAP},
    "transition": {"moves": MAP, "stays": TEXTS, "recompute": FLAG, "basis": TEXT, "local": FLAG},
}  # fmt: skip
NEEDED: Mapping[str, tuple[str, ...]] = {
    "file": ("procedure", "name", "edition", "stages", "actions", "roles"),
    "outcome": ("name",),
    "start": ("obligation",),
    "extends": ("obligation",),
    "excludes": ("obligations", "since", "until"),
    "asks": ("round", "field"),
    "notice": ("to", "kind"),
    "intake": ("action",),
}
_TABLES: Mapping[str, str] = {
    "roles": "role", "stages": "stage", "outcomes": "outcome", "obligations": "obligation", "rounds": "round",
    "actions": "action", "fields": "field",
}  # fmt: skip
_PARTS: Mapping[str, str] = {
    "valid": "valid", "intake": "intake", "transition": "transition", "extends": "extends", "excludes": "excludes",
    "asks": "asks", "term": "term", "terms": "term", "starts": "start", "notices": "notice",
}  # fmt: skip


def check_shape(reader: Reader, root: Node) -> None:
    """Note every key that the language does not have and every value of a wrong kind, in the whole file."""
    _check(reader, "file", root, "文件")


def _check(reader: Reader, kind: str, node: Node, where: str) -> None:
    keys = KEYS[kind]
    reader.known(node, frozenset(keys), where)
    for key in NEEDED.get(kind, ()):
        reader.need(node, key, where)
    for key, value in node.items():
        shape = keys.get(key)
        if shape is None or value is None:
            continue
        if not shape.fits(value):
            reader.wrong(node.lines[key], f"{where}的“{key}”写法不对", shape.written)
            continue
        for inner, child, words in _children(reader, key, value, node):
            _check(reader, inner, child, words)


def _children(reader: Reader, key: str, value: Any, node: Node) -> Iterator[tuple[str, Node, str]]:
    if key in _TABLES and isinstance(value, Node):
        for name, child in reader.table(node, key):
            yield _TABLES[key], child, f"{_WORDS[_TABLES[key]]}“{name}”"
    elif key in _PARTS:
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, Node):
                yield _PARTS[key], child, key


_WORDS: Mapping[str, str] = {
    "role": "角色",
    "stage": "环节",
    "outcome": "结果",
    "obligation": "义务",
    "round": "征询",
    "action": "办理事项",
    "field": "填写项",
}
