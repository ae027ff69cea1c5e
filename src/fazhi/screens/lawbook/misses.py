"""What is not in the corpus: said so, up to which day it was checked, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.utils.translation import gettext as _

from fazhi.law import names
from fazhi.law.model import Number
from fazhi.law.store.corpus import Instrument
from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.contents import label
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.pages import Asked
from fazhi.screens.lawbook.standing import edition, span
from fazhi.screens.words import plain_date

NEAR = 5


@dataclass(frozen=True, slots=True)
class Miss:
    """What was looked for, why it was not found, and where one may look: pairs of words and address."""

    what: str
    why: str
    near: Sequence[tuple[str, str]] = ()
    words: str = ""  # what to search for instead


def not_an_address(door: Door) -> Miss:
    """Say that an address is of no provision's form."""
    return Miss(_("这不是条文地址"), _("地址形如 /akn/cn/act/行政复议法/zho@2023-09-01/~art_20。"))


def no_instrument(book: Lawbook, door: Door, name: str) -> Miss:
    """Say that no instrument is called so; name those that are called nearly so, or so elsewhere."""
    wanted = names.short(name)
    shorts = {one.short: one for one in book.instruments.values()}
    holding = [short for short in shorts if wanted and wanted in short]
    alike = holding[:NEAR] or get_close_matches(wanted, shorts, NEAR)
    elsewhere = book.corpus.instruments(name)
    near = [*elsewhere, *(shorts[short] for short in alike)]
    return Miss(
        _("《%(name)s》") % {"name": wanted}, _("条文库里没有叫这个名称的文件。请核对名称，或者用其中的几个字查找。"),
        [(one.title, door.url(book.address(one))) for one in dict.fromkeys(near)][:NEAR], wanted,
    )  # fmt: skip


def no_version(book: Lawbook, door: Door, instrument: Instrument, day: date) -> Miss:
    """Say that an instrument is held, but no version of that day."""
    versions = book.versions(instrument.id)
    near = [
        (f"{edition(one)}：{span(one)}", door.url(book.address(instrument, one)))
        for one in sorted(versions, key=lambda one: abs((one.day or date.max).toordinal() - day.toordinal()))[:NEAR]
    ]
    why = _("条文库里没有 %(day)s 的版本，也没有在那一天有效的版本，有这些：") % {"day": plain_date(day)}
    return Miss(_("《%(name)s》") % {"name": instrument.title}, why, near, instrument.short)


def no_article(asked: Asked, number: Number) -> Miss:
    """Say that a version has no article of that number, how many it has, and which version has one."""
    articles = asked.book.articles(asked.version.id)
    said = {"edition": edition(asked.version), "label": label(number), "n": len(articles)}
    last = label(articles[-1].number) if articles else ""
    why = _("条文库里的%(edition)s没有%(label)s。") % said
    why += _("这一版本共 %(n)s 条，到%(last)s为止。") % {**said, "last": last} if articles else ""
    near = [(_("看全文：%(edition)s") % said, asked.url())]
    for one in asked.book.versions(asked.instrument.id):
        if one.id != asked.version.id and asked.book.corpus.article(one.id, number):
            words = _("%(edition)s的%(label)s") % {"edition": edition(one), "label": label(number)}
            near.append((words, asked.door.url(asked.book.address(asked.instrument, one, number))))
    what = _("《%(name)s》%(label)s") % {"name": asked.instrument.title, "label": label(number)}
    return Miss(what, why, near, asked.instrument.short)
