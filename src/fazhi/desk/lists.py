"""What the page of tasks shows: rows, lights with their counts, filters, and the ways to the pages beside."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict
from urllib.parse import quote, urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fazhi.desk.addresses import address_by
from fazhi.desk.authors import last_acts
from fazhi.desk.roles import OVERSEEING
from fazhi.desk.tasks import COUNTED, Listed, Page, Wanted, counts, page_of
from fazhi.desk.who import Clerk
from fazhi.matters.catalogue import calendar, editions, profile
from fazhi.matters.dispatching import duties
from fazhi.people.models import Region
from fazhi.screens.lights import WORDS, Level, light_of, remaining_words
from fazhi.screens.selects import PlainSelect
from fazhi.screens.words import short_date

NEW_FOR = timedelta(days=1)
NUMBER = re.compile(r"\w{1,4}\d{8}-\d{3,10}")
OWN = ("after", "before", "given")  # of one page only: no link carries them on


class Row(TypedDict):
    """One task as the list shows it: words only, so that drawing a row asks nothing more of anybody.

    A dictionary, for there a template looks first: of an object every lookup fails once before it succeeds.
    """

    url: str
    number: str
    gist: str
    what: str
    stage: str  # where it says more than what is to be done
    light: str  # the class of its colour
    word: str
    left: str
    day: str  # when it is due, or empty
    reckoning: str  # where to read how that was reckoned
    last: str  # who did what last
    new: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A light with how many tasks are in it, and the address that shows only those."""

    label: str
    count: str
    url: str
    current: bool


class Filters(forms.Form):
    """What the list may be narrowed by."""

    q = forms.CharField(label=gettext_lazy("摘要或者编号"), required=False)
    procedure = forms.ChoiceField(label=gettext_lazy("程序"), required=False, widget=PlainSelect)
    region = forms.ChoiceField(label=gettext_lazy("乡镇（街道）"), required=False, widget=PlainSelect)
    subject = forms.CharField(label=gettext_lazy("事项类别"), required=False)
    light = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data)
        names = {e.procedure: e.name for e in editions().values()}
        towns = Region.objects.filter(parent_id=profile().code).values_list("code", "name")
        self._offer("procedure", sorted(names.items()))
        self._offer("region", list(towns))
        if duties():
            self.fields["subject"] = forms.ChoiceField(
                label=gettext_lazy("事项类别"), required=False, widget=PlainSelect
            )
            self._offer("subject", [(subject, subject) for subject in duties()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *choices]


def list_context(clerk: Clerk, given: QueryDict) -> dict[str, Any]:
    """Return what the page of tasks shows."""
    wanted = Wanted.of(given.dict())  # type: ignore[arg-type]
    page = page_of(clerk, wanted)
    lights = counts(clerk)
    return {
        "given": done if NUMBER.fullmatch(done := given.get("given", "")) else "",
        "rows": list(rows_of(page.tasks, clerk.now)),
        "tabs": list(_tabs(given, lights)),
        "urgent": lights[Level.OVERDUE] + lights[Level.SOON],
        "filters": Filters(given.dict()),  # type: ignore[arg-type]
        "narrowed": any(value for name, value in given.items() if name not in OWN),
        **_beside(given, page),
        "shown": len(page.tasks),
        "oversees": clerk.holds(OVERSEEING),
    }


def rows_of(tasks: Sequence[Listed], now: datetime) -> Iterator[Row]:
    """Yield the rows of a page, each with what happened last; two queries for all of them."""
    last = last_acts({task.matter_id: task.seq for task in tasks})
    address, reckoning, known = address_by("desk:matter"), address_by("desk:reckoning"), editions()
    for task in tasks:
        stage, act = known[task.edition].stages.get(task.stage), last.get(task.matter_id)
        light = light_of(task.due, now, calendar())
        yield Row(
            url=address(task.number),
            number=task.number,
            gist=_("（内容已销毁）") if task.gist is None else task.gist,
            what=task.name,
            stage=stage.name if stage and stage.name != task.name else "",
            light=light.css,
            word=light.word,
            left=remaining_words(task.due, now, calendar()),
            day=short_date(task.due) if task.due else "",
            reckoning=f"{reckoning(task.number)}?key={quote(task.key)}",
            last=f"{act.who} {act.what}" if act else "",
            new=now - task.since < NEW_FOR,
        )


def capped(n: int) -> str:
    """Return a count as far as it was counted: 37, 999+."""
    return f"{COUNTED}+" if n > COUNTED else str(n)


def _tabs(given: QueryDict, lights: dict[str, int]) -> Iterator[Tab]:
    total = sum(lights.values())
    chosen = given.get("light", "")
    yield Tab(_("全部"), capped(total), _address(given, light=""), not chosen)
    for level in Level:
        yield Tab(_(WORDS[level]), capped(lights[level]), _address(given, light=level.value), chosen == level)


def _address(given: QueryDict, **changes: str) -> str:
    kept = {k: v for k, v in given.items() if k not in OWN and isinstance(v, str)} | changes
    return "?" + urlencode({k: v for k, v in kept.items() if v})


def _beside(given: QueryDict, page: Page) -> dict[str, str]:
    return {
        "previous": _address(given, before=str(page.earlier)) if page.earlier else "",
        "next": _address(given, after=str(page.later)) if page.later else "",
    }
