"""What became of a cited provision since: its instrument repealed or renamed, its article moved, reworded or gone."""

from dataclasses import dataclass, replace
from datetime import date

from fazhi.law.addresses import Address
from fazhi.law.citing.model import Mention, Verdict
from fazhi.law.citing.shelf import Shelf
from fazhi.law.citing.standing import Standing, standing, wording
from fazhi.law.citing.verifying import label
from fazhi.law.mapping.fates import Fate, FateKind
from fazhi.law.mapping.staleness import Judge, Wordings
from fazhi.law.model import LinkKind, Number
from fazhi.law.store.corpus import Instrument, Version

LISTED = 8  # new numbers that a reason names


@dataclass(frozen=True, slots=True)
class Later:
    """What is to be said of a citation today: whether it does not lead there any more, why, and where it leads now."""

    changed: bool
    reason: str
    now: tuple[Address, ...] = ()


UNCHANGED = Later(False, "")


class Since:
    """Judges the citations of one text as of one day."""

    def __init__(self, shelf: Shelf, today: date, wordings: Wordings | None = None) -> None:
        """Judge by what is held of `shelf` on the day `today`; `wordings` may be shared with other texts."""
        self._shelf, self.today = shelf, today
        self._judge = Judge(shelf.corpus, today, wordings)
        self._presents: dict[int, Standing] = {}

    def told(
        self, instrument: Instrument, then: Standing, day: date, cited: tuple[Mention, ...], words: str
    ) -> Later:  # fmt: skip
        """Return what became of what is `cited` of an instrument on `day`; `words` are those around the citation."""
        if day >= self.today:
            return UNCHANGED
        present = self._present(instrument)
        if present.verdict is Verdict.NOT_IN_FORCE and then.verdict is not Verdict.NOT_IN_FORCE:
            return Later(True, f"《{instrument.title}》{present.reason}")
        if renamed := self._renamed(instrument):
            return renamed
        if present.version is None or not self._compared(instrument, then, day):
            return UNCHANGED
        fates = [self._judge.judge(instrument, one, day, words) for one in cited]
        return self._followed(instrument, present.version, [one for one in fates if one is not None])

    def weigh(self, instrument: Instrument, then: Standing, day: date, cited: Mention, words: str) -> None:
        """Take note of one citation before any is judged: the numbers of a text are all of one version."""
        if self._compared(instrument, then, day):
            self._judge.weigh(instrument, cited, day, words)

    def _compared(self, instrument: Instrument, then: Standing, day: date) -> bool:
        """Whether the wording of the day is another than today's, as far as is known."""
        known = then.verdict is Verdict.EXACT and then.version == self._present(instrument).version
        return day < self.today and not known

    def _present(self, instrument: Instrument) -> Standing:
        if instrument.id not in self._presents:
            self._presents[instrument.id] = standing(self._shelf, instrument, self.today)
        return self._presents[instrument.id]

    def _renamed(self, instrument: Instrument) -> Later | None:
        for one in self._shelf.relations(instrument.id):
            away = one.what is LinkKind.RENAMES and one.target == instrument.id
            if away and one.actor and one.actor != instrument.id and one.day and one.day <= self.today:
                other = self._shelf.instrument(one.actor)
                told = f"《{instrument.title}》已更名为《{other.title}》"
                return Later(True, told, (self._shelf.address(other, None),))
        return None

    def _followed(self, instrument: Instrument, version: Version, fates: list[Fate]) -> Later:
        stale = [one for one in fates if one.stale and one.certain]
        guessed = [number for one in fates if not one.certain for number in one.now]
        if not stale and guessed:
            told = f"所说的内容在{wording(version)}{'、'.join(map(label, guessed[:LISTED]))}，条号可能已经改变"
            return replace(UNCHANGED, reason=told)
        if not stale:
            reworded = any(one.kind is FateKind.REWORDED for one in fates)
            return replace(UNCHANGED, reason=f"此后文字有改动，见{wording(version)}" if reworded else "")
        provisions = list(dict.fromkeys(
            (number, one.paragraph, one.item) for one in fates if one.certain for number in one.now
        ))  # fmt: skip
        now = tuple(self._shelf.address(instrument, version, *one) for one in provisions)
        if not provisions:
            return Later(True, f"{wording(version)}没有找到对应的条文")
        return Later(True, f"{_now(stale)}{_listed(provisions)}（{wording(version)}）", now)


def _now(stale: list[Fate]) -> str:
    kinds = {one.kind for one in stale}
    if kinds == {FateKind.SPLIT}:
        return "现拆分为"
    return "现并入" if kinds == {FateKind.MERGED} else "现为"


def _listed(provisions: list[tuple[Number, int, int]]) -> str:
    named = "、".join(label(*one) for one in provisions[:LISTED])
    return named if len(provisions) <= LISTED else f"{named}等 {len(provisions)} 处"


def today_or(today: date | None, shelf: Shelf, day: date) -> date:
    """Return the day of asking; where none is told, the day up to which the corpus was checked, or the text's own."""
    return today or shelf.checked_to or day
