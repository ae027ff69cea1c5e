"""What the pages of an instrument and of an article show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fazhi.law.addresses import Address
from fazhi.law.model import LinkKind, Status
from fazhi.law.store.corpus import Instrument, Relation, StoredArticle, Version
from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.contents import heading, label, over, portions, span_of, table
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.editions import editions, provisions
from fazhi.screens.lawbook.layout import Line, lines
from fazhi.screens.lawbook.references import Cited, cited_by, cites, links_of
from fazhi.screens.lawbook.standing import edition, standing
from fazhi.screens.words import plain_date

ENDS = (LinkKind.REPEALS, LinkKind.REPLACES)


@dataclass(frozen=True, slots=True)
class Shown:
    """An article on a page of a whole chapter."""

    label: str
    url: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address led to, for whom, as of when."""

    book: Lawbook
    door: Door
    instrument: Instrument
    version: Version
    today: date

    def url(self, article: StoredArticle | None = None, **query: object) -> str:
        """Return the address of an article of this version, or of the version."""
        number = article.number if article else None
        return self.door.url(self.book.address(self.instrument, self.version, number), **query)


def common(asked: Asked) -> dict[str, Any]:
    """Return what every page of an instrument says: name, rank, force, source, day of the check."""
    book, instrument, version = asked.book, asked.instrument, asked.version
    now = standing(version, asked.today)
    current = book.meant(instrument, None, asked.today)
    return {
        "instrument": instrument, "version": version, "edition": edition(version), "standing": now,
        "checked_to": book.checked_to, "whole_url": asked.url(), "place": place_words(book, instrument),
        "current": current if current and current.id != version.id else None,
        "current_url": asked.door.url(book.address(instrument, current)) if current else "",
        "facts": _facts(asked), "start": asked.door.root, "ended": _ended(asked),
    }  # fmt: skip


def _ended(asked: Asked) -> list[str]:
    """Say which texts held here repeal the instrument, and where a source still calls it in force all the same."""
    corpus, own = asked.book.corpus, asked.instrument.id
    told = [one for one in corpus.relations(own) if one.whole and one.target == own != one.actor and one.what in ENDS]
    said = [_("《%(by)s写明%(what)s《%(title)s》。") % _act(one) for one in told]
    if said and asked.version.marked is Status.IN_FORCE and asked.version.status is Status.REPEALED:
        said.append(_("来源仍然标为有效，这里按写明废止的文件处理。"))
    return said


def _act(one: Relation) -> dict[str, str]:
    since = _("自%(day)s起") % {"day": plain_date(one.day)} if one.day else ""
    where = label(one.article) if one.article else ""
    return {"by": f"{one.by}》{where}", "what": since + one.what.value, "title": one.title}


def place_words(book: Lawbook, instrument: Instrument) -> str:
    """Return the name of the place that made a local instrument; nothing for the nation's."""
    return book.places.get(instrument.place, "")


def _facts(asked: Asked) -> list[tuple[str, str]]:
    version, instrument = asked.version, asked.instrument
    told = [
        (_("效力级别"), "，".join(filter(None, (instrument.level.value, place_words(asked.book, instrument))))),
        (_("制定机关"), instrument.issuer),
        (_("文号"), version.document_number),
        (_("版本日期"), plain_date(version.day) if version.day else _("来源没有写明")),
        (_("来源"), version.source),
        (_("另有来源"), "、".join(one.source for one in asked.book.corpus.beside(version))),
        (_("核对到"), plain_date(asked.book.checked_to) if asked.book.checked_to else _("不明")),
    ]
    return [(name, words) for name, words in told if words]


def instrument_page(asked: Asked, part: int) -> dict[str, Any]:
    """Return the page of a version: its contents, versions, and one portion of its text."""
    articles, divisions = asked.book.articles(asked.version.id), asked.book.divisions(asked.version.id)
    pages = portions(articles, divisions)
    part = part if 0 <= part < len(pages) else 0
    return {
        **common(asked),
        "headings": table(articles, divisions, pages),
        "pages": [(n, one.title, span_of(one.articles)) for n, one in enumerate(pages)] if len(pages) > 1 else [],
        "part": part,
        "portion": pages[part],
        "articles": [Shown(label(one.number), asked.url(one), lines(one.text)) for one in pages[part].articles],
        "before": asked.url(part=part - 1) if part > 0 else "",
        "after": asked.url(part=part + 1) if part + 1 < len(pages) else "",
        "unnumbered": [] if articles else unnumbered(asked.book, asked.version),
        "count": len(articles),
        "editions": editions(asked.book, asked.door, asked.instrument, asked.version, asked.today),
        "history": [line for line in asked.version.head.split("\n") if line.strip()],
    }


def unnumbered(book: Lawbook, version: Version) -> Sequence[str]:
    """Return the paragraphs of a text that has no numbered articles."""
    return [line for line in book.corpus.unnumbered(version.id).split("\n") if line.strip()]


def article_page(asked: Asked, address: Address, article: StoredArticle) -> dict[str, Any]:
    """Return the page of one article."""
    book, version = asked.book, asked.version
    articles = book.articles(version.id)
    at = next(n for n, one in enumerate(articles) if one.id == article.id)
    again = [one for one in articles if one.number == article.number and one.id != article.id]
    found, past = book.cites(article, asked.today), standing(version, asked.today).past
    return {
        **common(asked),
        "label": label(article.number),
        "address": str(book.address(asked.instrument, version, article.number)),
        "above": [heading(one) for one in over(article.division, book.divisions(version.id))],
        "lines": lines(article.text, links_of(asked.door, found, past=past)),
        "again": [lines(one.text) for one in again],
        "target": _target(address, article),
        "copy": f"《{asked.instrument.title}》{label(article.number)}\n{article.text}",
        "previous": _neighbour(asked, articles[at - 1]) if at else None,
        "next": _neighbour(asked, articles[at + 1]) if at + 1 < len(articles) else None,
        "editions": provisions(book, asked.door, asked.instrument, version, article.number, asked.today),
        "cites": cites(asked.door, found, past=past),
        "cited_by": _cited(asked, article),
    }


def _target(address: Address, article: StoredArticle) -> str:
    """Return the place of the line that an address points at; an item without a paragraph is the only one so called."""
    wanted = str(address).partition("~")[2].partition("__")[2]
    return next((one.id for one in lines(article.text) if wanted and one.id.endswith(wanted)), "")


def _neighbour(asked: Asked, article: StoredArticle) -> tuple[str, str]:
    return label(article.number), asked.url(article)


def _cited(asked: Asked, article: StoredArticle) -> Cited:
    return cited_by(asked.book, asked.door, asked.version, article.number, asked.today)
