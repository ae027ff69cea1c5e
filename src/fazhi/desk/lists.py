"""What the page of tasks shows: rows, lights with their counts, filters, and the ways to the pages beside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.urls import reverse

from fazhi.desk.authors import Last, last_acts
from fazhi.desk.roles import OVERSEEING
from fazhi.desk.tasks import COUNTED, Page, Wanted, counts, page_of
from fazhi.desk.who import Clerk
from fazhi.matters.catalogue import editions, profile
from fazhi.matters.dispatching import duties
from fazhi.matters.models import Task
from fazhi.people.models import Region
from fazhi.screens.lights import WORDS, Level

NEW_FOR = timedelta(days=1)
OWN = ("after", "before", "given")  # of one page only: no link carries them on


@dataclass(frozen=True, slots=True)
class Row:
    """One task as the list shows it."""

    url: str
    number: str
    key: str
    gist: str
    what: str
    stage: str
    due: datetime | None
    last: Last | None
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

    q = forms.CharField(label="摘要或者编号", required=False)
    procedure = forms.ChoiceField(label="程序", required=False)
    region = forms.ChoiceField(label="乡镇（街道）", required=False)
    subject = forms.CharField(label="事项类别", required=False)
    light = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data)
        names = {e.procedure: e.name for e in editions().values()}
        towns = Region.objects.filter(parent_id=profile().code).values_list("code", "name")
        self._offer("procedure", sorted(names.items()))
        self._offer("region", list(towns))
        if duties():
            self.fields["subject"] = forms.ChoiceField(label="事项类别", required=False)
            self._offer("subject", [(subject, subject) for subject in duties()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *choices]


def list_context(clerk: Clerk, given: QueryDict) -> dict[str, Any]:
    """Return what the page of tasks shows."""
    wanted = Wanted.of(given.dict())  # type: ignore[arg-type]
    page = page_of(clerk, wanted)
    lights = counts(clerk)
    return {
        "given": given.get("given", ""),
        "rows": list(rows_of(page.tasks, clerk.now)),
        "tabs": list(_tabs(given, lights)),
        "urgent": lights[Level.OVERDUE] + lights[Level.SOON],
        "filters": Filters(given.dict()),  # type: ignore[arg-type]
        "narrowed": any(value for name, value in given.items() if name not in OWN),
        **_beside(given, page),
        "shown": len(page.tasks),
        "oversees": clerk.holds(OVERSEEING),
    }


def rows_of(tasks: tuple[Task, ...], now: datetime) -> Iterator[Row]:
    """Yield the rows of a page, each with what happened last; two queries for all of them."""
    last = last_acts({task.matter_id: task.matter.seq for task in tasks})
    for task in tasks:
        matter = task.matter
        stage = editions()[matter.edition].stages.get(matter.stage)
        gist = getattr(matter, "gist", None)
        yield Row(
            url=reverse("desk:matter", args=[matter.number]),
            number=matter.number,
            key=task.key,
            gist=gist.text if gist else "（内容已销毁）",
            what=task.name,
            stage=stage.name if stage else "",
            due=task.due,
            last=last.get(task.matter_id),
            new=now - task.since < NEW_FOR,
        )


def capped(n: int) -> str:
    """Return a count as far as it was counted: 37, 999+."""
    return f"{COUNTED}+" if n > COUNTED else str(n)


def _tabs(given: QueryDict, lights: dict[str, int]) -> Iterator[Tab]:
    total = sum(lights.values())
    chosen = given.get("light", "")
    yield Tab("全部", capped(total), _address(given, light=""), not chosen)
    for level in Level:
        yield Tab(WORDS[level], capped(lights[level]), _address(given, light=level.value), chosen == level)


def _address(given: QueryDict, **changes: str) -> str:
    kept = {k: v for k, v in given.items() if k not in OWN and isinstance(v, str)} | changes
    return "?" + urlencode({k: v for k, v in kept.items() if v})


def _beside(given: QueryDict, page: Page) -> dict[str, str]:
    return {
        "previous": _address(given, before=str(page.earlier)) if page.earlier else "",
        "next": _address(given, after=str(page.later)) if page.later else "",
    }
