"""Playing a scenario: on this day this happens, recorded on that day; then this is due, allowed, or refused and why.

A scenario is a YAML file with Chinese keys that a lawyer reads and writes. Time passes by itself: before each step
everything that silence has done by then takes effect.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from fazhi.clock import Calendar
from fazhi.procedure.corrections import Corrected, decide_at
from fazhi.procedure.decide import Command
from fazhi.procedure.errors import Refused
from fazhi.procedure.expectations import Seen, differences
from fazhi.procedure.fold import fold, timeline
from fazhi.procedure.load import load_edition
from fazhi.procedure.model import Edition
from fazhi.procedure.moves import Preview, move, preview
from fazhi.procedure.scenario_corrections import CORRECTING
from fazhi.procedure.source import Node, read_text, read_yaml
from fazhi.procedure.staging import (
    LONG_AGO,
    MATTER,
    MOST_TICKS,
    BadScenario,
    Failure,
    Played,
    Scene,
    actor_of,
    end_of,
    filled,
    moment_of,
    named,
    who,
)
from fazhi.procedure.timer import tick


def run_scenario(path: Path, editions: Mapping[str, Edition], calendar: Calendar) -> list[Failure]:
    """Return everything in the scenario file that does not come out as written; raise BadScenario, BadDefinition."""
    return play(path, editions, calendar).failures


def play(path: Path, editions: Mapping[str, Edition], calendar: Calendar) -> Played:
    """Play the scenario in `path` and return how it came out; raise BadScenario, BadDefinition."""
    root = read_yaml(read_text(path), str(path))
    known = dict(editions)
    for name in root.get("另用版本") or ():
        extra = load_edition(path.parent / str(name))
        known[extra.id] = extra
    opening = str(root.get("程序", ""))
    if opening not in known:
        raise BadScenario(f"{path}: 没有“{opening}”这一程序版本。请写成 程序: 名称@版本")
    if "设置" in root:  # the city's settings, said in the scenario itself
        known[opening] = load_edition(Path(known[opening].source), settings=root["设置"])
    scene = Scene(path.name, known, calendar, opening, {}, Played(editions=known))
    steps = [*_continued(path, root, scene), *(root.get("步骤") or ())]
    _cast(scene, path, root)
    for step in steps:
        _play_step(scene, step)
    return scene.played


def _cast(scene: Scene, path: Path, root: Node) -> None:
    given = root.get("人物") or {}
    if isinstance(given, str):  # many scenarios share one cast
        shared = path.parent / given
        given = read_yaml(read_text(shared), str(shared))
    edition = scene.editions[scene.opening]
    scene.cast |= {name: actor_of(edition, name, part) for name, part in given.items()}


def _continued(path: Path, root: Node, scene: Scene) -> list[Node]:
    """Return the steps of the scenarios that this one goes on from, up to a day, once for each of its matters."""
    given = root.get("接着") or []
    return [step for part in (given if isinstance(given, list) else [given]) for step in _told(path, part, scene)]


def _told(path: Path, part: Node, scene: Scene) -> list[Node]:
    before = path.parent / str(part["场景"])
    story = read_yaml(read_text(before), str(before))
    _cast(scene, before, story)
    until = moment_of(part["至"])
    told = [s for s in story["步骤"] if "日期" in s and "拒绝" not in s and moment_of(s["日期"]) <= until]
    return [_retold(step, matter) for step in told for matter in part.get("件", [MATTER])]


def _retold(step: Node, matter: str) -> Node:
    again = Node({key: value for key, value in step.items() if key != "则"} | {"件": matter})
    again.line, again.lines = step.line, step.lines
    return again


def _play_step(scene: Scene, step: Node) -> None:
    kind = next((key for key in _STEPS if key in step), "")
    label = f"{step.get('日期') or step.get('到') or ''} {kind} {step[kind] if kind else ''}".strip()
    if not kind:
        raise BadScenario(f"{scene.file}:{step.line}: 不认识的步骤。可用：{'、'.join(_STEPS)}")
    wanted = str(step.get("拒绝", ""))
    seen, wrong = None, []
    try:
        seen = _STEPS[kind](scene, step)
        if wanted:
            wrong.append(f"应当拒绝（{wanted}），却办成了")
    except Refused as refused:
        if not wanted or wanted not in str(refused):
            wrong.append(f"被拒绝：{refused}")
    if "则" in step and not wrong:
        wrong += differences(seen or _seen(scene, _matter(step)), step["则"])
    scene.played.failures += [Failure(scene.file, step.line, label, what) for what in wrong]


def _matter(step: Node) -> str:
    return str(step.get("件", MATTER))


def _pass_time(scene: Scene, matter: str, now: datetime) -> None:
    """Let time pass for one matter: each has its own clock, so that its story can be told in one piece."""
    before = scene.now.get(matter, now)
    if now < before:
        raise BadScenario(
            f"{scene.file}：{matter}：{now:%Y-%m-%d %H:%M} 写在 {before:%Y-%m-%d %H:%M} 之后，须按录入先后"
        )
    scene.now[matter] = now
    events = scene.played.matters.get(matter, [])
    for _ in range(MOST_TICKS):
        found = tick(scene.editions, events, now, scene.calendar) if events else None
        if found is None:
            return
        events.append(found.event)
    raise BadScenario(f"“{matter}”的期限没完没了，{MOST_TICKS} 次以后仍有到期的")


def _act(scene: Scene, step: Node) -> Seen:
    occurred = moment_of(step.get("日期"))
    recorded = moment_of(step.get("录入", step.get("日期")))
    matter = _matter(step)
    _pass_time(scene, matter, recorded)
    edition = scene.edition(matter)
    action = named(edition, str(step["办理"]))
    command = Command(
        action.id, who(scene, step), occurred, recorded, filled(action, step.get("内容") or {}),
        str(step.get("补录理由", "")),
    )  # fmt: skip
    events = scene.played.matters.get(matter, [])
    found = decide_at(
        scene.editions, events, command, calendar=scene.calendar, facts=step.get("事实"), opening=scene.opening
    )  # fmt: skip
    scene.played.matters.setdefault(matter, []).append(found.event)
    return _seen(scene, matter, found)


def _until(scene: Scene, step: Node) -> Seen:
    _pass_time(scene, _matter(step), moment_of(step["到"]))
    return _seen(scene, _matter(step))


def _look(scene: Scene, step: Node) -> Seen:
    at = step["查看"]
    effective, known = (end_of(at.get(key)) for key in ("生效至", "已知至"))
    matter = _matter(step)
    events = scene.played.matters[matter]
    state = fold(events, effective_at=effective, known_at=known)
    passed = timeline(events, effective_at=effective, known_at=known)
    edition = scene.editions[state.edition or scene.opening]
    return Seen(edition, state, effective or known or scene.now[matter], tuple(scene.cast.values()), passed)


def _correct(scene: Scene, step: Node) -> Seen:
    recorded = moment_of(step.get("录入", step.get("日期")))
    matter = _matter(step)
    _pass_time(scene, matter, recorded)
    found = CORRECTING[str(step["更正"])](scene, step, scene.played.matters[matter], recorded)
    scene.played.matters[matter].append(found.event)
    return _seen(scene, matter, found)


def _move(scene: Scene, step: Node) -> Seen:
    at = moment_of(step.get("日期"))
    matter = _matter(step)
    _pass_time(scene, matter, at)
    old, new = scene.edition(matter), scene.editions[str(step["迁移到"])]
    events = scene.played.matters[matter]
    event = move(old, new, events, actor=who(scene, step), at=at, calendar=scene.calendar)
    events.append(event)
    return _seen(scene, matter, Corrected(event))


def _preview(scene: Scene, step: Node) -> Seen:
    at = moment_of(step.get("日期"))
    for matter in scene.played.matters:
        _pass_time(scene, matter, at)
    old, new = scene.editions[scene.opening], scene.editions[str(step["迁移预览"])]
    found: Preview = preview(old, new, scene.played.matters.items(), at=at, calendar=scene.calendar)
    first = next(iter(scene.played.matters))
    seen = _seen(scene, first)
    return Seen(seen.edition, seen.state, seen.at, seen.cast, seen.passed, None, found)


def _seen(scene: Scene, matter: str, found: Corrected | None = None) -> Seen:
    events, now = scene.played.matters.get(matter, []), scene.now.get(matter, LONG_AGO)
    return Seen(scene.edition(matter), fold(events), now, tuple(scene.cast.values()), timeline(events), found)


_STEPS: Mapping[str, Callable[[Scene, Node], Seen]] = {
    "办理": _act, "到": _until, "查看": _look, "更正": _correct, "迁移到": _move, "迁移预览": _preview,
}  # fmt: skip
