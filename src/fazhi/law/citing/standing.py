"""How an instrument stands on a day: in force, in force by a wording that is not held, not yet, no longer."""

from dataclasses import dataclass
from datetime import date, timedelta

from fazhi.law.citing.asof import shown
from fazhi.law.citing.model import Verdict
from fazhi.law.citing.shelf import Shelf
from fazhi.law.model import LinkKind, Status
from fazhi.law.store.corpus import Instrument, Version
from fazhi.law.store.rows import FLAGGED

_BIRTHS = frozenset({"通过", "批准", "公布", "发布"})
_CHANGED = ("修正", "修订", "修改")
WAIT = timedelta(days=366)  # between adoption and publication at the most; a wording later than that is not the first
_ENDS = (LinkKind.REPEALS, LinkKind.REPLACES)


@dataclass(frozen=True, slots=True)
class Standing:
    """The wording of the day with EXACT; with NO_VERSION the nearest that is held; `reason` is a Chinese clause."""

    verdict: Verdict
    version: Version | None
    reason: str


def standing(shelf: Shelf, instrument: Instrument, day: date) -> Standing:
    """Return how an instrument stands on `day`: EXACT, NO_VERSION or NOT_IN_FORCE."""
    versions = shelf.versions(instrument.id)
    held = [one for one in versions if one.in_force_from is not None and one.in_force_from <= day]
    if not held:
        return _before(shelf, instrument, versions, day)
    if ended := end(shelf, instrument, held[-1], day):
        return Standing(Verdict.NOT_IN_FORCE, held[-1], ended)
    holds = "" if mark(shelf, instrument, day) else f"，{shown(day)}有效"
    return Standing(Verdict.EXACT, held[-1], f"{wording(held[-1])}{holds}")


def wording(version: Version) -> str:
    """Return how a reader is told which wording is meant."""
    return f"{shown(version.day)}的文本" if version.day else "日期不明的文本"


def end(shelf: Shelf, instrument: Instrument, version: Version, day: date) -> str:
    """Return how an instrument had come to its end by `day`, as a Chinese clause; empty where it had not."""
    for one in shelf.relations(instrument.id):
        ends = one.what in _ENDS and one.whole and one.target == instrument.id and one.actor != instrument.id
        if ends and one.day and one.day <= day and not (version.in_force_from and version.in_force_from >= one.day):
            return f"自{shown(one.day)}起由《{one.by}》废止"
    if version.in_force_to is not None and version.in_force_to <= day:
        return f"自{shown(version.in_force_to)}起不再有效"
    if version.status is Status.REPEALED and not (version.flagged or version.in_force_to) and _known_on(shelf, day):
        return "已经废止（没有写明从哪一天起）"
    return ""


def mark(shelf: Shelf, instrument: Instrument, day: date) -> str:
    """Return, as a Chinese clause, that a source alone calls an instrument repealed by `day`; empty where none does."""
    latest = next(iter(reversed(shelf.versions(instrument.id))), None)
    return FLAGGED if latest and latest.flagged and _known_on(shelf, day) else ""


def _known_on(shelf: Shelf, day: date) -> bool:
    """A repeal without a day was there when the corpus was checked; of earlier days nothing can be said."""
    return shelf.checked_to is not None and day >= shelf.checked_to


def _before(shelf: Shelf, instrument: Instrument, versions: tuple[Version, ...], day: date) -> Standing:
    dated = [one for one in versions if one.in_force_from is not None]
    if not dated:
        nearest = versions[-1] if versions else None
        return Standing(Verdict.NO_VERSION, nearest, "条文库里的文本没有写明日期，不知道当日是否有效")
    first, since = dated[0], dated[0].in_force_from or day
    told = shelf.events(first.id)
    births = [one.day for one in told if one.what in _BIRTHS and not any(word in one.by for word in _CHANGED)]
    renewed = any(one.what in _CHANGED for one in told) or _replaced_its_like(shelf, instrument)
    if births and day < min(births) and not _replaced_its_like(shelf, instrument):
        return Standing(Verdict.NOT_IN_FORCE, first, f"{shown(min(births))}才{_born(told, min(births))}，当日还没有")
    if births and not renewed and first.day and first.day - min(births) < WAIT:
        return Standing(Verdict.NOT_IN_FORCE, first, f"自{shown(since)}起施行，当日尚未施行")
    return Standing(
        Verdict.NO_VERSION, first, f"条文库里最早的文本自{shown(since)}起施行，没有当日的文本（不等于不存在）"
    )  # fmt: skip


def _born(told: tuple[object, ...], day: date) -> str:
    return next((str(getattr(one, "what", "")) for one in told if getattr(one, "day", None) == day), "通过")


def _replaced_its_like(shelf: Shelf, instrument: Instrument) -> bool:
    """Whether an earlier instrument bore its name: what is published anew tells of itself as if it were the first."""
    return any(one.what is LinkKind.REPLACES and one.actor == instrument.id for one in shelf.relations(instrument.id))
