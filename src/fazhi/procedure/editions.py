"""A catalogue folder to its editions, local values from the city's profile; and which edition a day is under."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from fazhi.clock import CountingRules, Unit
from fazhi.procedure.errors import BadDefinition, Problem, Refused
from fazhi.procedure.guards import GuardBook
from fazhi.procedure.load import edition_of
from fazhi.procedure.model import Edition, TermRule
from fazhi.procedure.source import Node, Reader, read_text, read_yaml

_PROFILE = frozenset({"code", "name", "number_prefix", "triage_threshold", "points", "counting", "settings"})
_SETTING = frozenset({"n", "unit", "basis"})
_UNITS = frozenset(unit.value for unit in Unit)


@dataclass(frozen=True, slots=True)
class Profile:
    """What one city sets for itself; nothing in it is law."""

    code: str  # the official division code
    name: str
    number_prefix: str  # with which the number of a matter begins
    triage_threshold: float | None = None  # 0–1: surer than this, a message is dispatched without a person; None: never
    points: Mapping[str, int | None] = field(default_factory=dict)  # taken off per supervision card; None: not set
    counting: Mapping[str, bool] = field(default_factory=dict)  # how to count where no law decides
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # procedure -> setting -> n, unit, basis
    file: str = ""


def read_profile(path: Path) -> Profile:
    """Return the profile in `path`; raise BadDefinition with every mistake, its line and the remedy."""
    root, reader = read_yaml(read_text(path), str(path)), Reader(str(path))
    reader.known(root, _PROFILE, "城市档案")
    for key in ("code", "name", "number_prefix"):
        reader.need(root, key, "城市档案")
    threshold = root.get("triage_threshold")
    if threshold is not None and not (_is_number(threshold) and 0 <= threshold <= 1):
        reader.wrong(
            root.lines["triage_threshold"], f"自动分办的把握“{threshold}”不在 0 到 1 之间", "请填写小数，例如 0.9"
        )
    _check_points(reader, root)
    _check_counting(reader, root)
    for procedure, node in reader.table(root, "settings"):
        for name, value in node.items():
            _check_setting(reader, f"{procedure}.{name}", value, node.lines[name])
    if reader.problems:
        raise BadDefinition(reader.problems)
    return Profile(
        str(root["code"]), str(root["name"]), str(root["number_prefix"]), threshold, dict(root.get("points") or {}),
        dict(root.get("counting") or {}), dict(root.get("settings") or {}), str(path),
    )  # fmt: skip


def catalogue_editions(folder: Path, profile: Profile, *, book: GuardBook | None = None) -> dict[str, Edition]:
    """Return every edition in `folder` by id, local terms and counting taken from `profile`; raise BadDefinition."""
    found: dict[str, Edition] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            edition = _load(path, profile, book)
        except BadDefinition as bad:
            problems.extend(bad.problems)
            continue
        if edition.id in found:
            twice = f"版本“{edition.id}”与 {found[edition.id].source} 重复"
            problems.append(Problem(str(path), 1, twice, "请给其中一个换版本号"))
        found[edition.id] = edition
    problems.extend(_unused(profile, found.values()))
    problems.extend(_overlapping(found.values()))
    if problems:
        raise BadDefinition(problems)
    return found


def edition_on(editions: Mapping[str, Edition], procedure: str, day: date) -> Edition:
    """Return the published edition of `procedure` in force on `day`; raise Refused where there is none."""
    named = [e for e in editions.values() if e.procedure == procedure]
    if not named:
        raise Refused("unknown_procedure", f"没有程序“{procedure}”", "请核对程序名称")
    # A city's overlay goes before the edition that it changes.
    for edition in sorted(named, key=lambda e: not e.overlay):
        if edition.status == "published" and _in_force(edition, day):
            return edition
    raise Refused("no_edition", f"“{named[0].name}”在 {day} 没有有效的版本", "请核对日期，或者先发布适用于该日的版本")


def _in_force(edition: Edition, day: date) -> bool:
    return edition.valid_from <= day and (edition.valid_until is None or day <= edition.valid_until)


def _load(path: Path, profile: Profile, book: GuardBook | None) -> Edition:
    text = read_text(path)
    root = read_yaml(text, str(path))
    settings = dict(profile.settings.get(str(root.get("procedure")), {}))
    if profile.counting:
        # What the procedure's own law says about counting goes before the city's reading.
        own = root.get("counting")
        counting = Node({**profile.counting, **(own or {})})
        counting.line = root.lines.setdefault("counting", 1)
        counting.lines = dict.fromkeys(counting, counting.line)
        root["counting"] = counting
        settings["counting"] = dict(counting)
    return edition_of(root, str(path), text, settings=settings, book=book)


def _unused(profile: Profile, editions: Iterable[Edition]) -> Iterator[Problem]:
    used: dict[str, set[str]] = {}
    for edition in editions:
        used.setdefault(edition.procedure, set()).update(settings_of(edition))
    for procedure, settings in profile.settings.items():
        lines = settings.lines if isinstance(settings, Node) else {}
        for name in settings.keys() - used.get(procedure, set()):
            known = "、".join(sorted(used.get(procedure, set()))) or "（无）"
            what = f"程序“{procedure}”没有用到本地设置“{name}”"
            yield Problem(profile.file, lines.get(name, 1), what, f"可用的设置：{known}")


def settings_of(edition: Edition) -> frozenset[str]:
    """Return the names of the local settings that an edition takes from the profile."""
    terms: list[TermRule] = [t for o in edition.obligations.values() for t in o.terms]
    terms += [t for r in edition.rounds.values() for t in r.terms]
    extends = (a.extends.setting for a in edition.actions.values() if a.extends)
    return frozenset({*(t.setting for t in terms), *extends} - {""})


def _overlapping(editions: Iterable[Edition]) -> Iterator[Problem]:
    seen: list[Edition] = []
    for edition in sorted((e for e in editions if e.status == "published"), key=lambda e: e.valid_from):
        for other in seen:
            if other.procedure == edition.procedure and _in_force(other, edition.valid_from):
                what = f"“{edition.id}”与“{other.id}”的有效期重叠"
                yield Problem(edition.source, 1, what, "请给较早的版本写上 valid: {until: 日期}")
        seen.append(edition)


def _check_points(reader: Reader, root: Node) -> None:
    for name, value in (root.get("points") or {}).items():
        if value is not None and not (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            reader.wrong(root.lines["points"], f"督办扣分“{name}”须是不小于 0 的整数", "没有规定扣分的，请填 null")


def _check_counting(reader: Reader, root: Node) -> None:
    known = {f.name for f in fields(CountingRules)}
    for name, value in (root.get("counting") or {}).items():
        if name not in known or not isinstance(value, bool):
            remedy = f"可用：{'、'.join(sorted(known))}，值为 true 或者 false"
            reader.wrong(root.lines["counting"], f"计算口径“{name}: {value}”不认识", remedy)


def _check_setting(reader: Reader, name: str, value: Any, line: int) -> None:
    if value is None:
        return
    if not isinstance(value, Node):
        reader.wrong(line, f"本地设置“{name}”须是键值表或者 null", "请写成 {n: 5, unit: working_day, basis: 依据}")
        return
    reader.known(value, _SETTING, f"本地设置“{name}”")
    n, unit = value.get("n"), value.get("unit")
    if not isinstance(n, int) or isinstance(n, bool) or n < 1 or unit not in _UNITS:
        remedy = f"n 为正整数；unit 可用 {'、'.join(sorted(_UNITS))}"
        reader.wrong(line, f"本地设置“{name}”的期限“{n} {unit}”无法识别", remedy)
    if not value.get("basis"):
        reader.wrong(line, f"本地设置“{name}”没有说明依据", "请在 basis 写上本地制度的名称；采用产品建议值的也请写明")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
