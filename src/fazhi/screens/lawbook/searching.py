"""Searching the law: by a question in ordinary words, by the name of an instrument, by a citation typed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fazhi.law import names
from fazhi.law.model import Level
from fazhi.law.store.corpus import Instrument
from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.standing import Standing, standing
from fazhi.screens.text_fields import CleanText

LONGEST = 200  # characters of a question
TITLES = 6
NATION = "cn"


class SearchForm(forms.Form):
    """What is looked for, and where; all of it stands in the address."""

    q = CleanText(label=_("查什么"), required=False)
    level = forms.ChoiceField(label=_("效力级别"), required=False)
    place = forms.ChoiceField(label=_("适用地区"), required=False)
    on = forms.DateField(
        label=_("在某日有效"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("日期请写成 2026-11-23 的样式。")},
    )  # fmt: skip

    def __init__(self, book: Lawbook, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["level"].choices = [("", _("全部")), *((one.value, one.value) for one in Level)]  # type: ignore[attr-defined]
        places = [(code, _("%(place)s（连同全国的）") % {"place": name}) for code, name in sorted(book.places.items())]
        self.fields["place"].choices = [("", _("全部")), (NATION, _("只看全国的")), *places]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            field.widget.attrs["id"] = f"law-{name}"


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, cleaned; `cut` where it was longer than what is searched for."""

    words: str
    level: str = ""
    place: str = ""
    on: date | None = None
    cut: bool = False


def question_of(form: SearchForm) -> Question:
    """Return the question of a form; a filter that makes no sense is left out, and the form says so."""
    form.is_valid()
    given = form.cleaned_data
    words = " ".join(given.get("q", "").split())
    return Question(
        words[:LONGEST], given.get("level", ""), given.get("place", ""), given.get("on"), len(words) > LONGEST
    )


@dataclass(frozen=True, slots=True)
class Title:
    """An instrument whose name fits."""

    title: str
    level: str
    place: str
    url: str
    standing: Standing | None


def titles(book: Lawbook, door: Door, question: Question, today: date) -> list[Title]:
    """Return the instruments whose name holds every word that was typed, the likeliest first."""
    wanted = [names.normal(word) for word in question.words.split()]
    found = [one for one in book.instruments.values() if _fits(one, question) and _holds(one, wanted)]
    found.sort(key=lambda one: _likely(one, "".join(wanted)))
    return [_title(book, door, one, question.on, today) for one in found[:TITLES]]


def _holds(one: Instrument, wanted: Sequence[str]) -> bool:
    return bool(wanted) and all(word in one.title for word in wanted)


def _fits(one: Instrument, question: Question) -> bool:
    here = question.place in ("", NATION) or one.place in ("", question.place)
    return here and (question.place != NATION or not one.place) and question.level in ("", one.level.value)


def _likely(one: Instrument, wanted: str) -> tuple[bool, bool, bool, int]:
    return one.short != wanted, one.place != "", not one.short.startswith(wanted), len(one.title)


def _title(book: Lawbook, door: Door, one: Instrument, on: date | None, today: date) -> Title:
    place, latest = book.places.get(one.place, ""), book.latest(one)
    stands = standing(latest, today) if latest else None
    return Title(one.title, one.level.value, place, door.url(book.address(one), on=on), stands)
