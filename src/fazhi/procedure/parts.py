"""Reading the parts of a procedure file: roles, stages, obligations, rounds, actions."""

from collections.abc import Mapping
from typing import Any

from fazhi.clock import Direction, Term, Unit
from fazhi.procedure import model as m
from fazhi.procedure.source import Node, Reader

_TERM = frozenset({"n", "unit", "direction", "roll", "minimum", "when", "basis", "local", "setting", "field", "note"})
_ROLE = frozenset({"name", "kind", "posts", "round", "ours", "hidden_from", "hidden_by"})
_START = frozenset({"obligation", "at", "when", "after", "met", "without"})
_FIELD = frozenset({"name", "type", "required", "choices", "help", "default", "private", "reasoning"})
_ACTION = frozenset(
    "name from to who guards fields remember sets assigns unassigns starts ends drops pauses resumes extends excludes"
    " rechooses asks answers closes_round papers notices outcome tally revoked_to creates creates_with basis local"
    " help".split()
)
_TYPES = frozenset(
    {"text", "choice", "date", "datetime", "number", "yesno", "unit", "units", "person", "party", "file", "code"}
)


def role(reader: Reader, name: str, node: Node) -> m.Role:
    """Read a role."""
    reader.known(node, _ROLE, f"角色“{name}”")
    kind = node.get("kind", "unit")
    if kind not in ("unit", "party", "anyone", "asked", "timer"):
        reader.wrong(
            node.lines["kind"], f"角色“{name}”的 kind“{kind}”不认识", "可用：unit、party、anyone、asked、timer"
        )
    return m.Role(
        name, str(reader.need(node, "name", f"角色“{name}”")), kind, frozenset(reader.strings(node, "posts")),
        str(node.get("round", "")), bool(node.get("ours", kind == "unit")),
        reader.strings(node, "hidden_from"), str(node.get("hidden_by", "")),
    )  # fmt: skip


def stage(reader: Reader, name: str, node: Node) -> m.Stage:
    """Read a stage."""
    reader.known(node, frozenset({"name", "role", "end", "basis", "local", "no_due", "help"}), f"环节“{name}”")
    return m.Stage(
        name, str(reader.need(node, "name", f"环节“{name}”")), str(node.get("role", "")), bool(node.get("end", False)),
        str(node.get("basis", "")), bool(node.get("local", False)), str(node.get("no_due", "")),
        str(node.get("help", "")), node.line,
    )  # fmt: skip


def when(node: Node) -> dict[str, tuple[str, ...]]:
    """Read a condition: key to the values that satisfy it."""
    given: Mapping[str, Any] = node.get("when") or {}
    return {k: tuple(map(str, v)) if isinstance(v, list) else (str(v),) for k, v in given.items()}


def term(reader: Reader, node: Node, settings: Mapping[str, Any]) -> m.TermRule:
    """Read a period; a local one takes its length from the city's settings where they give one."""
    reader.known(node, _TERM, "期限")
    setting = str(node.get("setting", ""))
    chosen: Mapping[str, Any] = settings.get(setting) or {} if setting else {}
    values = {**node, **chosen}
    return m.TermRule(
        term=_length(reader, node, values), when=when(node), basis=str(values.get("basis", "")),
        local=bool(node.get("local", False) or setting), setting=setting, field=str(node.get("field", "")),
        note=str(node.get("note", "")),
    )  # fmt: skip


def _length(reader: Reader, node: Node, values: Mapping[str, Any]) -> Term | None:
    if values.get("n") is None:
        return None
    try:
        return Term(
            int(values["n"]), Unit(values.get("unit", "")), Direction(values.get("direction", "after")),
            bool(values.get("roll", False)), bool(values.get("minimum", False)),
        )  # fmt: skip
    except (ValueError, TypeError):
        reader.wrong(
            node.line, f"期限“{values.get('n')} {values.get('unit')}”无法识别",
            "n 为正整数；unit 可用 working_day、calendar_day、month、year、hour",
        )  # fmt: skip
        return None


def terms(reader: Reader, node: Node, settings: Mapping[str, Any]) -> tuple[m.TermRule, ...]:
    """Read `term` or `terms`."""
    given = node.get("terms") or ([node["term"]] if node.get("term") else [])
    return tuple(term(reader, t, settings) for t in given if isinstance(t, Node))


def obligation(reader: Reader, name: str, node: Node, settings: Mapping[str, Any]) -> m.ObligationRule:
    """Read an obligation."""
    keys = "name bearer term terms basis pausable lapse overdue no_term condition"
    reader.known(node, frozenset(keys.split()), f"义务“{name}”")
    return m.ObligationRule(
        id=name,
        name=str(reader.need(node, "name", f"义务“{name}”")),
        bearer=str(reader.need(node, "bearer", f"义务“{name}”")),
        terms=terms(reader, node, settings),
        basis=str(node.get("basis", "")),
        pausable=bool(node.get("pausable", False)),
        lapse=str(node.get("lapse", "")),
        overdue=str(node.get("overdue", "")),
        no_term=str(node.get("no_term", "")),
        condition=str(node.get("condition", "")),
    )


def round_of(reader: Reader, name: str, node: Node, settings: Mapping[str, Any]) -> m.Round:
    """Read a round of requests."""
    keys = "name close answers quorum term terms basis to no_term"
    reader.known(node, frozenset(keys.split()), f"征询“{name}”")
    close = node.get("close", "all")
    if close not in ("all", "any", "quorum", "deadline"):
        reader.wrong(node.lines["close"], f"征询“{name}”的 close“{close}”不认识", "可用：all、any、quorum、deadline")
    return m.Round(
        id=name,
        name=str(reader.need(node, "name", f"征询“{name}”")),
        close=close,
        answers={str(k): str(v) for k, v in (node.get("answers") or {}).items()},
        quorum=int(node.get("quorum", 0)),
        terms=terms(reader, node, settings),
        basis=str(node.get("basis", "")),
        to=str(node.get("to", "")),
        no_term=str(node.get("no_term", "")),
    )


def action(
    reader: Reader, name: str, node: Node, open_stages: frozenset[str], settings: Mapping[str, Any]
) -> m.Action:  # fmt: skip
    """Read a transition; a local extension takes its length from the city's settings where they give one."""
    where = f"办理事项“{name}”"
    reader.known(node, _ACTION, where)
    sources = reader.strings(node, "from")
    return m.Action(
        id=name,
        name=str(reader.need(node, "name", where)),
        sources=open_stages if sources == ("*",) else frozenset(sources),
        who=frozenset(reader.strings(node, "who")),
        to=str(node.get("to", "")),
        guards=tuple(_guard(reader, g, node) for g in node.get("guards") or ()),
        fields=tuple(_field(reader, n, f) for n, f in reader.table(node, "fields")),
        remember=reader.strings(node, "remember"),
        sets={str(k): str(v) for k, v in (node.get("sets") or {}).items()},
        assigns={str(k): str(v) for k, v in (node.get("assigns") or {}).items()},
        unassigns=reader.strings(node, "unassigns"),
        starts=tuple(_start(reader, s, node) for s in node.get("starts") or ()),
        ends=reader.strings(node, "ends"),
        drops=reader.strings(node, "drops"),
        pauses=bool(node.get("pauses", False)),
        resumes=bool(node.get("resumes", False)),
        extends=_extend(reader, node, settings),
        excludes=_exclude(reader, node),
        rechooses=reader.strings(node, "rechooses"),
        asks=_ask(reader, node),
        answers=str(node.get("answers", "")),
        closes_round=str(node.get("closes_round", "")),
        papers=reader.strings(node, "papers"),
        notices=tuple(m.Notice(str(n["to"]), str(n["kind"])) for n in node.get("notices") or ()),
        outcome="" if isinstance(node.get("outcome"), Node) else str(node.get("outcome", "")),
        outcome_field=_outcome_from(reader, node, "field"),
        outcome_fact=_outcome_from(reader, node, "fact"),
        revoked_to=str(node.get("revoked_to", "")),
        tally=str(node.get("tally", "")),
        creates=str(node.get("creates", "")),
        creates_with={str(k): str(v) for k, v in (node.get("creates_with") or {}).items()},
        basis=str(node.get("basis", "")),
        local=bool(node.get("local", False)),
        help=str(node.get("help", "")),
        line=node.line,
    )


def _outcome_from(reader: Reader, node: Node, key: str) -> str:
    given = node.get("outcome")
    if not isinstance(given, Node):
        return ""
    reader.known(given, frozenset({"field", "fact"}), "outcome")
    return str(given.get(key, ""))


def _guard(reader: Reader, given: Any, node: Node) -> m.GuardRef:
    if isinstance(given, str):
        return m.GuardRef(given)
    if isinstance(given, Node) and len(given) == 1:
        name, params = next(iter(given.items()))
        return m.GuardRef(name, dict(params or {}))
    reader.wrong(node.lines["guards"], "条件的写法不认识", "请写成 - 名称 或者 - 名称: {参数: 值}")
    return m.GuardRef("")


def _field(reader: Reader, name: str, node: Node) -> m.Field:
    reader.known(node, _FIELD, f"填写项“{name}”")
    kind = node.get("type", "text")
    if kind not in _TYPES:
        reader.wrong(node.line, f"填写项“{name}”的类型“{kind}”不认识", f"可用：{'、'.join(sorted(_TYPES))}")
    choices = {str(k): str(v) for k, v in (node.get("choices") or {}).items()}
    return m.Field(
        name, str(node.get("name", name)), kind, bool(node.get("required", True)), choices, str(node.get("help", "")),
        str(node.get("default", "")), bool(node.get("private", False)), bool(node.get("reasoning", False)),
    )  # fmt: skip


def _start(reader: Reader, given: Any, node: Node) -> m.Start:
    if isinstance(given, str):
        return m.Start(given)
    if isinstance(given, Node) and given.get("obligation"):
        reader.known(given, _START, "starts")
        without = reader.strings(given, "without")
        if without and len(without) != 2:
            reader.wrong(given.lines["without"], "without 须是两个日期项", "请写成 without: [起日, 止日]")
        return m.Start(
            str(given["obligation"]), str(given.get("at", "")), when(given), str(given.get("after", "")),
            str(given.get("met", "")), (without[0], without[-1]) if without else None,
        )  # fmt: skip
    reader.wrong(node.lines["starts"], "starts 的写法不认识", "请写成 - 义务 或者 - {obligation: 义务, at: 日期项}")
    return m.Start("")


def _extend(reader: Reader, node: Node, settings: Mapping[str, Any]) -> m.Extend | None:
    given = node.get("extends")
    if not isinstance(given, Node):
        return None
    by = settings.get(str(given.get("setting", ""))) or given.get("by")
    length = _length(reader, given, by) if isinstance(by, Mapping) else None
    reader.known(given, frozenset({"obligation", "by", "times", "setting", "agreed"}), "extends")
    return m.Extend(
        str(given.get("obligation", "")), length, int(given.get("times", 1)), str(given.get("setting", "")),
        bool(given.get("agreed", False)),
    )  # fmt: skip


def _exclude(reader: Reader, node: Node) -> m.Exclude | None:
    given = node.get("excludes")
    if not isinstance(given, Node):
        return None
    return m.Exclude(reader.strings(given, "obligations"), str(given.get("since")), str(given.get("until")))


def _ask(reader: Reader, node: Node) -> m.Ask | None:
    given = node.get("asks")
    if not isinstance(given, Node):
        return None
    return m.Ask(str(reader.need(given, "round", "asks")), str(reader.need(given, "field", "asks")))
