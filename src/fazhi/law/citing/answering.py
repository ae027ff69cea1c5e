"""What the corpus answers to one citation: the instrument meant, its wording of the day, the provision, the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fazhi.law import names
from fazhi.law.addresses import Address
from fazhi.law.citing import placing, verifying
from fazhi.law.citing.asof import PROCEDURAL, shown
from fazhi.law.citing.model import AsOf, Citation, Mention, Place, Verdict
from fazhi.law.citing.shelf import Shelf
from fazhi.law.citing.since import UNCHANGED, Later, Since
from fazhi.law.citing.standing import Standing, mark, standing, wording
from fazhi.law.citing.verifying import label
from fazhi.law.model import Number
from fazhi.law.numerals import to_chinese
from fazhi.law.store.corpus import Instrument, StoredArticle, Version

AMENDED, REPEALED = "引用写明是修改前的规定", "引用写明予以废止"
NOT_HERE = "条文库里没有（不等于不存在）"

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Answer:
    """A citation with the articles it leads to; `held` is False where another wording than that day's stands in."""

    citation: Citation
    articles: tuple[StoredArticle, ...] = ()
    held: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says with a citation: the words around it, its own, AMENDED or REPEALED where it says so."""

    around: str
    written: str
    older: str = ""


class Asked:
    """Everything but the mention itself that a verdict depends on; answers the same question once."""

    def __init__(
        self, shelf: Shelf, on: AsOf, since: Since, own: Instrument | None, at: Place | None, place: str
    ) -> None:  # fmt: skip
        """Ask of `shelf` as of `on`, for a text of `own` that stands `at` a place in it."""
        self.shelf, self.on, self.since, self.own, self.at, self.place = shelf, on, since, own, at, place
        self._answers: dict[tuple[Mention, str, str], Answer] = {}
        self._standings: dict[tuple[int, date], Standing] = {}

    def weigh(self, mention: Mention, said: Said) -> None:
        """Take note of a mention before any is answered: what the words around it say of its wording."""
        placed = self._placed(mention, said.written)
        found = self.shelf.meant(placed, self.own, self.place)
        if len(found) == 1 and placed.article is not None and not placed.itself and not said.older:
            day = self._day(placed, found[0], older="").day
            self.since.weigh(found[0], self.standing(found[0], day), day, placed, said.around)

    def standing(self, instrument: Instrument, day: date) -> Standing:
        if (instrument.id, day) not in self._standings:
            self._standings[instrument.id, day] = standing(self.shelf, instrument, day)
        return self._standings[instrument.id, day]

    def answer(self, mention: Mention, said: Said) -> Answer:
        """Return the verdict on one mention."""
        placed = replace(self._placed(mention, said.written), start=0, end=0)
        found = self.shelf.meant(placed, self.own, self.place)
        heard = said.around if len(found) == 1 and self.on.day < self.since.today and not placed.itself else ""
        key = placed, heard, said.older
        if key not in self._answers:
            self._answers[key] = self._answered(placed, found, heard, older=said.older)
        answer = self._answers[key]
        here = replace(placed, start=mention.start, end=mention.end)
        return replace(answer, citation=replace(answer.citation, mention=here))

    def _answered(self, mention: Mention, found: tuple[Instrument, ...], words: str, *, older: str) -> Answer:
        if not found:
            return Answer(Citation(mention, Verdict.NO_INSTRUMENT, self.on, self._nothing(mention)))
        if len(found) > 1:
            return Answer(self._several(mention, found))
        if mention.itself and older:
            return Answer(Citation(mention, Verdict.NO_INSTRUMENT, self.on, "指被修改的文件原来的规定，没有核对"))
        as_of = self._day(mention, found[0], older=older)
        return _One(self, mention, found[0], as_of, words, older).answer()

    def _placed(self, mention: Mention, written: str) -> Mention:
        return placing.placed(mention, written, self.at, self._own_numbers)

    def _own_numbers(self) -> tuple[Number, ...]:
        version = self.standing(self.own, self.on.day).version if self.own else None
        return self.shelf.numbers(version.id) if version else ()

    def _nothing(self, mention: Mention) -> str:
        if mention.itself:
            return "指本文件自己的规定，没有本文件的文本可以核对"
        called = f"《{mention.name}》" if mention.name else mention.document_number
        return f"{NOT_HERE}：{called}。{self._checked()}" if called else "没有写明是哪一部文件的规定"

    def _several(self, mention: Mention, found: Sequence[Instrument]) -> Citation:
        addresses = tuple(self.shelf.address(one, None, mention.article) for one in found)
        named = "、".join(f"《{one.title}》{f'（{one.place}）' if one.place else ''}" for one in found[:5])
        more = f"等 {len(found)} 部" if len(found) > 5 else ""
        return Citation(mention, Verdict.SEVERAL, self.on, f"可能是{named}{more}，请写明是哪一部", addresses)

    def _checked(self) -> str:
        day = self.shelf.checked_to
        return f"条文库核对到{shown(day)}。" if day else "条文库是空的。"

    def _day_before(self, instrument: Instrument, older: str) -> date:
        """The last day of what was amended or is repealed by the text itself."""
        version = self.standing(instrument, self.on.day).version if older == AMENDED else None
        return (version.in_force_from if version and version.in_force_from else self.on.day) - timedelta(days=1)

    def own_wording(self, mention: Mention) -> Version | None:
        """Return the wording that is the text itself, where the text cites itself; None where it does not."""
        versions = self.shelf.versions(self.own.id) if self.own and mention.itself else ()
        return next((one for one in reversed(versions) if self.on.day in (one.day, one.in_force_from)), None)

    def _day(self, mention: Mention, instrument: Instrument, *, older: str) -> AsOf:
        """The citation's own day: of the edition it names, of the decision for rules of procedure; or the text's."""
        if edition := named(self.shelf, instrument, mention):
            return AsOf(_within(self.on.day, edition), f"引用写明“{mention.edition}”")
        if older:
            return AsOf(self._day_before(instrument, older), older)
        if self.on.decided and instrument.short in PROCEDURAL:
            return AsOf(self.on.decided, "程序适用作出决定时的规定")
        return self.on


def named(shelf: Shelf, instrument: Instrument, mention: Mention) -> Version | None:
    """Return the version that a mention names by the year of its edition, if it is held."""
    year = _YEAR.search(mention.edition)
    versions = shelf.versions(instrument.id) if year else ()
    found = [one for one in versions if year and one.day and one.day.year == int(year[0])]
    return found[-1] if found else None


def _within(day: date, version: Version) -> date:
    since, until = version.in_force_from or day, version.in_force_to
    return day if day >= since and (until is None or day < until) else since


@dataclass(frozen=True, slots=True)
class _One:
    """A mention that means one instrument."""

    asked: Asked
    mention: Mention
    instrument: Instrument
    as_of: AsOf
    words: str
    older: str

    def answer(self) -> Answer:
        shelf = self.asked.shelf
        then = self._itself() or self._edition() or self.asked.standing(self.instrument, self.as_of.day)
        if then.version is None:
            return Answer(self._told(then.verdict, then.reason))
        if then.verdict is Verdict.NOT_IN_FORCE:
            return Answer(self._told(then.verdict, then.reason, (shelf.address(self.instrument, then.version),)))
        articles, wrong = self._articles(then)
        if wrong is not None:
            return Answer(wrong if then.verdict is Verdict.EXACT else self._suspected(then, wrong))
        return self._existing(then, articles)

    def _suspected(self, then: Standing, told: Citation) -> Citation:
        """Of a wording that is not held, what the words around the citation tell of its place today."""
        later = self._later(then, (self.mention,))
        return replace(told, reason=f"{told.reason}{later.reason}{'。' if later.reason else ''}")

    def _itself(self) -> Standing | None:
        version = self.asked.own_wording(self.mention)
        return Standing(Verdict.EXACT, version, f"本文件{wording(version)}") if version else None

    def _edition(self) -> Standing | None:
        """An edition that is named and not held."""
        shelf = self.asked.shelf
        if not _YEAR.search(self.mention.edition) or named(shelf, self.instrument, self.mention):
            return None
        versions = shelf.versions(self.instrument.id)
        reason = f"条文库里没有{self.mention.edition}的文本（不等于不存在）"
        return Standing(Verdict.NO_VERSION, versions[-1] if versions else None, reason)

    def _existing(self, then: Standing, articles: tuple[StoredArticle, ...]) -> Answer:
        held = then.verdict is Verdict.EXACT
        later = self._later(then, self._each(articles))
        marked = "" if later.changed else self._marked()
        verdict = Verdict.CHANGED if later.changed else Verdict.FLAGGED if marked and held else then.verdict
        reasons = [self._titled(), then.reason, self._lenient(then), self._unclear(articles), later.reason, marked]
        reason = "；".join(filter(None, reasons)) + "。"
        return Answer(self._told(verdict, reason, self._addresses(then, articles), later.now), articles, held)

    def _titled(self) -> str:
        """The title of what is cited by its number, where the text does not name it so."""
        number, title = self.mention.document_number, self.instrument.title
        told = self.mention.name and names.loose(self.mention.name) in names.loose(title)
        return f"{number}是《{title}》" if number and not told else ""

    def _marked(self) -> str:
        """What a source alone says of a repeal; nothing where the text cites itself, or repeals what it cites."""
        asked, silent = self.asked, self.mention.itself or self.older
        return "" if silent else mark(asked.shelf, self.instrument, asked.since.today)

    def _later(self, then: Standing, cited: tuple[Mention, ...]) -> Later:
        if self.mention.itself or self.older:
            return UNCHANGED
        return self.asked.since.told(self.instrument, then, self.as_of.day, cited, self.words)

    def _each(self, articles: tuple[StoredArticle, ...]) -> tuple[Mention, ...]:
        if self.mention.article is None:
            return ()
        if len(articles) == 1 and self.mention.through is None:
            return verifying.each(replace(self.mention, article=articles[0].number))
        return tuple(replace(self.mention, article=one.number, through=None) for one in articles)

    def _articles(self, then: Standing) -> tuple[tuple[StoredArticle, ...], Citation | None]:
        """The articles cited, and the verdict where one of them is not there."""
        version, mention = then.version, self.mention
        if version is None or mention.article is None:
            lack = verifying.of_division(self.asked.shelf.divisions(version.id), mention) if version else ""
            return (), self._lacks(then, f"{wording(version)}{lack}") if lack and version else None
        if not self.asked.shelf.numbers(version.id):
            return (), self._undivided(then, mention.article)
        numbers: tuple[Number, ...] = (mention.article,)
        if mention.through is not None:
            numbers, lack = verifying.of_range(self.asked.shelf, version, mention.article, mention.through)
            if lack:
                return (), self._lacks(then, f"{wording(version)}{lack}")
        found = tuple(one for number in numbers if (one := self._article(then, number)) is not None)
        if not found:
            return (), self._absent(then, version, mention.article)
        lack = self._within(found) if mention.through is None else ""
        return found, self._lacks(then, f"{wording(version)}{label(mention.article)}：{lack}") if lack else None

    def _undivided(self, then: Standing, number: Number) -> Citation:
        """Of a text without 第X条: amendments count by 一、 and are cited by 第一条; of others nothing can be said."""
        shelf, version = self.asked.shelf, then.version
        if version and not number.sub and number.main in shelf.points(version.id):
            told = f"{then.reason}；该文本以“{to_chinese(number.main)}、”起头的一段。"
            return self._told(then.verdict, told, (shelf.address(self.instrument, version),))
        told = "条文库里的文本没有分条，没有核对到条。"
        return self._told(Verdict.NO_VERSION, told, (shelf.address(self.instrument, version),))

    def _within(self, found: tuple[StoredArticle, ...]) -> str:
        return verifying.lacks(found[0].text, self.mention)

    def _article(self, then: Standing, number: Number) -> StoredArticle | None:
        shelf = self.asked.shelf
        if then.verdict is Verdict.EXACT and not self.mention.itself:
            return shelf.article_on(self.instrument.id, number, self.as_of.day)
        return shelf.article(then.version.id, number) if then.version else None

    def _absent(self, then: Standing, version: Version, number: Number) -> Citation:
        shelf = self.asked.shelf
        begins = shelf.commencements(version.id).get(number)
        if then.verdict is Verdict.EXACT and begins and begins > self.as_of.day:
            return self._told(Verdict.NOT_IN_FORCE, f"{label(number)}自{shown(begins)}起施行，当日尚未施行。")
        others = [one for one in shelf.versions(self.instrument.id) if one.id != version.id]
        holding = [wording(one) for one in others if shelf.article(one.id, number)]
        elsewhere = f"，{'、'.join(holding)}有" if holding else ""
        return self._lacks(then, f"{wording(version)}没有{label(number)}{elsewhere}")

    def _lacks(self, then: Standing, what: str) -> Citation:
        """NO_ARTICLE; but of a wording that is not held nothing can be denied."""
        if then.verdict is not Verdict.EXACT:
            return self._told(then.verdict, f"{then.reason}；{what}。")
        return self._told(Verdict.NO_ARTICLE, f"{what}。", (self.asked.shelf.address(self.instrument, then.version),))

    def _lenient(self, then: Standing) -> str:
        """Of a conduct's rules that were changed before the decision, that the milder ones hold (行政处罚法 §37)."""
        decided = self.as_of.decided
        present = self.asked.standing(self.instrument, decided) if decided else None
        if decided is None or present is None or present.version == then.version:
            return ""
        return f"作出决定时（{shown(decided)}）规定已有变动，新的规定处罚较轻或者不认为是违法的，适用新的规定"

    def _unclear(self, articles: tuple[StoredArticle, ...]) -> str:
        one = self.mention
        if len(articles) == 1 and verifying.unclear(articles[0].text, one.paragraph, one.item):
            return "该条不止一款列项，没有写明是哪一款"
        return ""

    def _addresses(self, then: Standing, articles: tuple[StoredArticle, ...]) -> tuple[Address, ...]:
        one, shelf = self.mention, self.asked.shelf
        if not articles:
            return (shelf.address(self.instrument, then.version),)
        return tuple(
            shelf.address(
                self.instrument, shelf.version_of(article), article.number,
                *((each.paragraph, each.item, each.point) if one.through is None else ()),
            )
            for article in articles
            for each in verifying.each(one)
        )  # fmt: skip

    def _told(
        self, verdict: Verdict, reason: str, addresses: tuple[Address, ...] = (), now: tuple[Address, ...] = ()
    ) -> Citation:  # fmt: skip
        return Citation(self.mention, verdict, self.as_of, reason, addresses, now=now)
