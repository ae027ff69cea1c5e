"""A procedure file to an edition; every mistake refused with file, line, what, and the remedy."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fazhi.clock import CountingRules
from fazhi.procedure import parts
from fazhi.procedure.check import problems_of
from fazhi.procedure.errors import BadDefinition
from fazhi.procedure.guards import GuardBook, guard_book
from fazhi.procedure.model import Action, Edition, Intake, Outcome, Transition
from fazhi.procedure.shapes import check_shape
from fazhi.procedure.source import Node, Reader, read_text, read_yaml


def load_edition(
    path: Path, *, settings: Mapping[str, Any] | None = None, book: GuardBook | None = None
) -> Edition:  # fmt: skip
    """Return the checked edition in `path`, local terms filled from the city's `settings`; raise BadDefinition."""
    return parse_edition(read_text(path), str(path), settings=settings, book=book)


def parse_edition(
    text: str, file: str, *, settings: Mapping[str, Any] | None = None, book: GuardBook | None = None
) -> Edition:  # fmt: skip
    """Return the checked edition in a YAML text; raise BadDefinition with every problem found."""
    return edition_of(read_yaml(text, file), file, text, settings=settings, book=book)


def edition_of(
    root: Node, file: str, text: str, *, settings: Mapping[str, Any] | None = None, book: GuardBook | None = None
) -> Edition:  # fmt: skip
    """Return the checked edition that a YAML mapping describes; raise BadDefinition."""
    reader = Reader(file)
    check_shape(reader, root)
    _check_settings(reader, settings or {})
    if reader.problems:
        raise BadDefinition(sorted(reader.problems, key=lambda p: p.line))
    edition = _build(reader, root, dict(settings or {}), _digest(text, settings))
    if edition.valid_until and edition.valid_until < edition.valid_from:
        reader.wrong(root.lines["valid"], "有效期的截止早于起始", "请核对 valid: 的两个日期")
    problems = reader.problems or problems_of(edition, root, file, book or guard_book())
    if problems:
        raise BadDefinition(sorted(problems, key=lambda p: p.line))
    return edition


def _check_settings(reader: Reader, settings: Mapping[str, Any]) -> None:
    for name, value in settings.items():
        if value is not None and not isinstance(value, Mapping):
            reader.wrong(
                1, f"城市档案给本地设置“{name}”的值“{value}”写法不对", "请写成 {n: 天数, unit: 单位}，没有规定的写 null"
            )


def _digest(text: str, settings: Mapping[str, Any] | None) -> str:
    return hashlib.sha256(f"{text}\n{sorted((settings or {}).items())!r}".encode()).hexdigest()


def _build(reader: Reader, root: Node, settings: dict[str, Any], digest: str) -> Edition:
    stages = {name: parts.stage(reader, name, node) for name, node in reader.table(root, "stages")}
    open_stages = frozenset(s.id for s in stages.values() if not s.end)
    actions = {
        name: parts.action(reader, name, node, open_stages, settings) for name, node in reader.table(root, "actions")
    }
    valid = root.get("valid") or {}
    return Edition(
        procedure=str(root["procedure"]),
        id=f"{root['procedure']}@{root['edition']}",
        name=str(root["name"]),
        status="draft" if root.get("status") == "draft" else "published",
        valid_from=_day(reader, root, valid.get("from")) or date.min,
        valid_until=_day(reader, root, valid.get("until")),
        roles={name: parts.role(reader, name, node) for name, node in reader.table(root, "roles")},
        stages=stages,
        obligations={n: parts.obligation(reader, n, node, settings) for n, node in reader.table(root, "obligations")},
        rounds={n: parts.round_of(reader, n, node, settings) for n, node in reader.table(root, "rounds")},
        actions=actions,
        outcomes={n: Outcome(n, str(node.get("name", n)), dict(node.get("archive") or {}))
                  for n, node in reader.table(root, "outcomes")},
        rules=_counting(reader, root),
        digest=digest,
        transition=_transition(reader, root),
        intake=_intake(reader, root),
        lead=str(root.get("lead", "")),
        late_after_hours=int(root.get("late_after_hours", 24)),
        source=reader.file,
        by_stage=_by_stage(actions),
        **_prose(reader, root),
    )  # fmt: skip


def _prose(reader: Reader, root: Node) -> dict[str, Any]:
    lists = {k: reader.strings(root, k) for k in ("documents", "records", "confidential", "publish", "readings")}
    return {**lists, "summary": str(root.get("summary", "")), "binding": str(root.get("binding", ""))}


def _by_stage(actions: Mapping[str, Action]) -> dict[str, tuple[Action, ...]]:
    found: dict[str, tuple[Action, ...]] = {}
    for action in actions.values():
        for stage in action.sources:
            found[stage] = (*found.get(stage, ()), action)
    return found


def _day(reader: Reader, root: Node, value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    reader.wrong(root.lines["valid"], f"有效期“{value}”不是日期", "请按 2026-01-01 的样式填写")
    return None


def _counting(reader: Reader, root: Node) -> CountingRules:
    given = root.get("counting") or {}
    try:
        return CountingRules(**given)
    except TypeError:
        reader.wrong(root.lines["counting"], "counting 中有不认识的计算口径", "请参照参考手册“计算口径”一节")
        return CountingRules()


def _transition(reader: Reader, root: Node) -> Transition | None:
    node = root.get("transition")
    if not isinstance(node, Node):
        return None
    reader.known(node, frozenset({"moves", "stays", "recompute", "basis", "local"}), "transition")
    return Transition(
        moves={str(k): str(v) for k, v in (node.get("moves") or {}).items()},
        stays=frozenset(reader.strings(node, "stays")),
        recompute=bool(node.get("recompute", False)),
        basis=str(node.get("basis", "")),
        local=bool(node.get("local", False)),
    )


def _intake(reader: Reader, root: Node) -> Intake | None:
    node = root.get("intake")
    if not isinstance(node, Node):
        return None
    reader.known(node, frozenset({"action", "text", "dispatch", "to", "serving", "holders"}), "intake")
    return Intake(
        action=str(reader.need(node, "action", "intake")),
        text=str(node.get("text", "text")),
        dispatch=str(node.get("dispatch", "")),
        to=str(node.get("to", "")),
        serving=str(node.get("serving", "")),
        holders={str(k): str(v) for k, v in (node.get("holders") or {}).items()},
    )
