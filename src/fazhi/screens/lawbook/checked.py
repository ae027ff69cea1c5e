"""What the corpus says of the citations in a text, as a page shows it: the words, the verdict, why, where to look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.law.addresses import Address
from fazhi.law.citing.model import AsOf, Citation, Quoted, Verdict
from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.references import address_words

LIGHTS = {
    Verdict.EXACT: ("light-normal", gettext_noop("有此规定")),
    Verdict.SEVERAL: ("light-soon", gettext_noop("同名不止一部")),
    Verdict.NO_INSTRUMENT: ("light-none", gettext_noop("条文库里没有")),
    Verdict.NO_ARTICLE: ("light-overdue", gettext_noop("没有这一条")),
    Verdict.NO_VERSION: ("light-none", gettext_noop("没有当日的文本")),
    Verdict.NOT_IN_FORCE: ("light-overdue", gettext_noop("当日无效力")),
    Verdict.FLAGGED: ("light-soon", gettext_noop("来源标为已废止")),
    Verdict.CHANGED: ("light-soon", gettext_noop("已有变化")),
}
MISQUOTED = ("light-soon", gettext_noop("引文不一致"))
TODAY = gettext_noop("办理当天")
CONDUCT = gettext_noop("行为发生之日，行政处罚法第三十七条；程序按办理当天的规定")
Links = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """One citation: its words, verdict and why, the provisions meant, and where they stand now."""

    words: str
    css: str
    word: str
    reason: str
    links: Links
    now: Links
    quoted: Sequence[str | SafeString]
    fine: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The citations of a text, as of which day, and up to when the corpus was checked."""

    citations: Sequence[Checked]
    day: date
    reason: str
    checked_to: date | None

    @property
    def beyond(self) -> bool:
        """Whether the day is later than that up to which the corpus was checked."""
        return self.checked_to is not None and self.day > self.checked_to

    @property
    def doubtful(self) -> int:
        """How many are to be looked at."""
        return sum(not one.fine for one in self.citations)


def checked(book: Lawbook, door: Door, text: str, today: date, conduct: date | None = None) -> Report:
    """Return what the corpus says of each citation in a text, by today's law or that of an earlier conduct.

    By 行政处罚法 §37 the rules of the day of the conduct hold, and those of procedure are today's. Nothing of the text
    is kept.
    """
    past = conduct is not None and conduct < today
    on = AsOf(conduct, _(CONDUCT), today) if conduct and past else AsOf(today, _(TODAY))
    found = book.check(text, on, today=today)
    shown = [_shown(door, text, one) for one in found]
    first = sorted(shown, key=lambda one: one.fine)  # what is to be looked at
    return Report(first, on.day, on.reason, book.checked_to)


def _shown(door: Door, text: str, one: Citation) -> Checked:
    wrong = [quoted for quoted in one.quoted if not quoted.same]
    fine = one.verdict is Verdict.EXACT and not wrong
    css, word = MISQUOTED if wrong and one.verdict is Verdict.EXACT else LIGHTS[one.verdict]
    told = one.verdict is not Verdict.EXACT or (one.as_of.decided and not wrong)
    reason = one.reason if told else ""
    return Checked(
        text[one.mention.start : one.mention.end], css, _(word), reason,
        links(door, one.addresses), links(door, one.now), [_quoted(text, quoted) for quoted in wrong], fine,
    )  # fmt: skip


def _quoted(text: str, quoted: Quoted) -> str:
    return quoted.shown or text[quoted.start : quoted.end]


def links(door: Door, addresses: Iterable[Address]) -> Links:
    """Return the words and the address of each provision."""
    return [(address_words(one), door.url(one)) for one in addresses]
