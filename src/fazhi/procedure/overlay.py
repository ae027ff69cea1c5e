"""A city's own file over a procedure: it may add, shorten, fill in and rename; it may not take away what the law gives.

The two files are joined as YAML and checked again as a whole, so that nothing reaches the engine unchecked.
"""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from fazhi.procedure.errors import BadDefinition, Problem
from fazhi.procedure.guards import GuardBook
from fazhi.procedure.load import edition_of
from fazhi.procedure.model import Edition
from fazhi.procedure.overlay_rules import Found, Overlaid, dropped, rerouted, shortened
from fazhi.procedure.source import Node, Reader, read_text, read_yaml

KEYS = frozenset(
    "overlays city edition settings terms names roles stages actions obligations rounds outcomes requires drops".split()
)
ADDED = ("roles", "stages", "obligations", "rounds", "outcomes", "actions")
RENAMED = frozenset({"roles", "stages", "obligations", "rounds", "outcomes", "actions"})
# Lines of the overlay are counted on from here, so that a problem found in the joined file says which of the two it is.
_SHIFT = 1_000_000


def load_overlaid(
    base: Path, overlay: Path, *, settings: Mapping[str, Any] | None = None, book: GuardBook | None = None
) -> Edition:
    """Return the edition of `base` as the city's file `overlay` changes it; raise BadDefinition."""
    base_root = read_yaml(read_text(base), str(base))
    overlay_root = read_yaml(read_text(overlay), str(overlay))
    return apply_overlay(
        base_root, overlay_root, base_file=str(base), overlay_file=str(overlay), settings=settings, book=book
    )


def apply_overlay(
    base_root: Node, overlay_root: Node, *, base_file: str, overlay_file: str,
    settings: Mapping[str, Any] | None = None, book: GuardBook | None = None,
) -> Edition:  # fmt: skip
    """Return the edition that both files make together; raise BadDefinition with file, line, what, and the remedy.

    `settings` are values set elsewhere; those in the overlay win over them. The edition's id gains the city's.
    """
    reader = Reader(overlay_file)
    _header(reader, base_root, overlay_root)
    joined, added = deepcopy(base_root), _shifted(deepcopy(overlay_root))
    values = {**(settings or {}), **_settings(reader, base_root, overlay_root)}
    if reader.problems:
        raise BadDefinition(reader.problems)
    base = edition_of(deepcopy(base_root), base_file, "", settings=values, book=book)
    overlaid = Overlaid(base, joined, overlay_root)
    for check in (_terms, _named, _additions, _required, _dropped):
        for line, what, remedy in check(overlaid, added):
            reader.wrong(line, what, remedy)
    if reader.problems:
        raise BadDefinition(sorted(reader.problems, key=lambda p: p.line))
    edition = _checked(overlaid, values, base_file, overlay_file, book)
    suffix = f".{overlay_root['edition']}" if overlay_root.get("edition") else ""
    city = str(overlay_root["city"])
    return replace(edition, id=f"{base.id}+{city}{suffix}", overlay=city)


def _header(reader: Reader, base: Node, root: Node) -> None:
    known = f"{base.get('procedure')}@{base.get('edition')}"
    reader.known(root, KEYS, "本地文件")
    target = reader.need(root, "overlays", "本地文件")
    reader.need(root, "city", "本地文件")
    if target and str(target) != known:
        reader.wrong(
            root.lines["overlays"], f"本地文件针对的是“{target}”，这里的程序是“{known}”",
            "请改正 overlays:，或者换用对应的程序文件；程序换版后须重新核对本地文件",
        )  # fmt: skip
    for section in (*ADDED, "names", "settings", "terms", "requires"):
        if root.get(section) is not None and not isinstance(root[section], Node):
            reader.wrong(root.lines[section], f"“{section}”须是键值表", "请写成 名称: 值 的形式")
    if reader.problems:
        raise BadDefinition(reader.problems)


def _settings(reader: Reader, base_root: Node, root: Node) -> dict[str, Any]:
    known = set(_setting_names(base_root)) | set(_setting_names(root))
    given = root.get("settings") or Node()
    for name, value in given.items():
        if name not in known:
            names = "、".join(sorted(known)) or "（无）"
            reader.wrong(given.lines[name], f"程序没有“{name}”这一本地设置", f"可以设置的有：{names}")
        elif value is not None and (not isinstance(value, Node) or set(value) - {"n", "unit", "basis", "note", "roll"}):
            reader.wrong(given.lines[name], f"本地设置“{name}”的写法不认识", "请写成 {n: 天数, unit: 单位}")
    return dict(given)


def _setting_names(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("setting"), str):
            yield node["setting"]
        for value in node.values():
            yield from _setting_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _setting_names(value)


def _shifted(root: Node) -> Node:
    seen: set[int] = set()  # an anchor of YAML is one node at several places
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Node) and id(node) not in seen:
            seen.add(id(node))
            node.line += _SHIFT
            node.lines = {key: line + _SHIFT for key, line in node.lines.items()}
        waiting.extend(node.values() if isinstance(node, Mapping) else node if isinstance(node, list) else ())
    return root


def _terms(o: Overlaid, added: Node) -> Found:
    given = o.overlay.get("terms") or Node()
    for name in given:
        yield from shortened(o, name, given)


def _named(o: Overlaid, added: Node) -> Found:
    given = o.overlay.get("names") or Node()
    for section, names in given.items():
        if section not in RENAMED or not isinstance(names, Node):
            yield given.lines[section], f"names 下的“{section}”不认识", f"可用：{'、'.join(sorted(RENAMED))}"
            continue
        for id, name in names.items():
            if id not in (o.joined.get(section) or {}):
                yield names.lines[id], f"{section} 中没有“{id}”，不能改名", "请核对代码，或者删去这一行"
            elif not str(name or "").strip():
                yield names.lines[id], f"“{id}”的新名称是空的", "请填写名称"
            else:
                o.joined[section][id]["name"] = str(name)


def _additions(o: Overlaid, added: Node) -> Found:
    for section in ADDED:
        for id, node in (added.get(section) or Node()).items():
            line = o.overlay[section].lines[id]
            if id in (o.joined.get(section) or {}):
                yield (
                    line,
                    f"程序已有“{id}”，本地文件只能增加，不能改写",
                    "请换一个代码；改名称用 names:，缩短期限用 terms:",
                )
                continue
            if not isinstance(node, Node):
                yield line, f"“{section}”下的“{id}”须是键值表", "请写成 {name: …} 的形式"
                continue
            _mark(section, node)
            _put(o.joined, section, id, node, added[section].lines[id])
    yield from rerouted(o)


def _mark(section: str, node: Node) -> None:
    # What a city adds is shown as its own, never as law.
    if section in ("stages", "actions"):
        node["local"] = True
    if section in ("obligations", "rounds"):
        for term in [node.get("term"), *(node.get("terms") or [])]:
            if isinstance(term, Node):
                term["local"] = True


def _put(joined: Node, section: str, id: str, node: Node, line: int) -> None:
    if not isinstance(joined.get(section), Node):
        fresh = Node()
        fresh.line, fresh.lines = line, {}
        joined[section] = fresh
        joined.lines[section] = line
    joined[section][id] = node
    joined[section].lines[id] = line


def _required(o: Overlaid, added: Node) -> Found:
    """Let an action of the base wait for added ones, where it is a unit that acts."""
    given = o.overlay.get("requires") or Node()
    own = set(o.overlay.get("actions") or {})
    for id in given:
        needs = given[id] if isinstance(given[id], list) else [given[id]]
        action = o.base.actions.get(id)
        if action is None or not set(map(str, needs)) <= own:
            yield given.lines[id], f"requires 中的“{id}”写法有误", "请写成 原有办理事项: [本文件增加的办理事项]"
        elif any(o.base.roles[role].kind != "unit" for role in action.who):
            yield (
                given.lines[id],
                f"“{action.name}”不只由机关办理，不能增加本地前提",
                "本地前提只能加在机关自己的办理事项上",
            )
        else:
            node = o.joined["actions"][id]
            node["guards"] = [*(node.get("guards") or []), _guard(given.lines[id], list(map(str, needs)))]


def _guard(line: int, actions: list[str]) -> Node:
    return _node(line, done=_node(line, actions=actions))


def _node(line: int, **values: Any) -> Node:
    node = Node(values)
    node.line, node.lines = line + _SHIFT, dict.fromkeys(values, line + _SHIFT)
    return node


def _dropped(o: Overlaid, added: Node) -> Found:
    given = o.overlay.get("drops") or []
    line = o.overlay.lines.get("drops", 1)
    for stage in given if isinstance(given, list) else [given]:
        yield from dropped(o, str(stage), line)


def _checked(
    o: Overlaid, settings: Mapping[str, Any], base_file: str, overlay_file: str, book: GuardBook | None
) -> Edition:
    text = json.dumps(o.joined, ensure_ascii=False, sort_keys=True, default=str)
    try:
        return edition_of(o.joined, base_file, text, settings=settings, book=book)
    except BadDefinition as error:
        raise BadDefinition([_located(p, overlay_file) for p in error.problems]) from None


def _located(problem: Problem, overlay_file: str) -> Problem:
    if problem.line < _SHIFT:
        return problem
    return replace(problem, file=overlay_file, line=problem.line - _SHIFT)
