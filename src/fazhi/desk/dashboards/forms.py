"""What a dashboard may be narrowed by; what is chosen stays in the address."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fazhi.desk.dashboards import spans
from fazhi.desk.dashboards.names import name_of, procedure_names, townships, units_to_choose
from fazhi.figures.scope import DIMENSIONS, Scope
from fazhi.people.viewers import Viewer

LONGEST = 3 * 366  # days: what a page of weeks and months can still show
LONGEST_CODE = 64
YEARS = (5, 3, 10)
GRID, MEDIATION = "grid_matter", "people_mediation"
_DAY = {"type": "date"}
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # beyond, periods before and after cannot be reckoned
WRONG_DAY = {"invalid": _("日期不对。请按 2026-11-23 的样子填写。")}


class ScopeForm(forms.Form):
    """Period, procedure, unit, township; subject and channel come from the links of the charts."""

    span = forms.ChoiceField(
        label=_("期间"), required=False, choices=[(id, _(name)) for id, name in spans.NAMES.items()]
    )
    since = forms.DateField(
        label=_("从（自选日期）"),
        required=False,
        widget=forms.DateInput(_DAY, "%Y-%m-%d"),
        error_messages=WRONG_DAY,
    )
    until = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(_DAY, "%Y-%m-%d"), error_messages=WRONG_DAY
    )
    procedure = forms.ChoiceField(label=_("程序"), required=False)
    unit = forms.ChoiceField(label=_("承办单位"), required=False)
    region = forms.ChoiceField(label=_("乡镇（街道）"), required=False)
    subject = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    channel = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, data: Any, viewer: Viewer, today: date, longest: int | None = None) -> None:
        """`longest` is how many days the page can show; None where it shows a list."""
        super().__init__(data)
        self.today, self.longest = today, longest
        self._choices("procedure", procedure_names())
        self._choices("unit", units_to_choose(viewer, today))
        self._choices("region", townships())

    def _choices(self, name: str, found: dict[str, str]) -> None:
        # A chart leads to villages and to units that the list does not offer; what is chosen must stay chosen.
        value = str(self.data.get(name, ""))
        if value and len(value) <= LONGEST_CODE and value.isprintable() and value not in found:
            found = {**found, value: name_of(name, value)}
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *found.items()]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that runs backward or is too long to be shown."""
        found = super().clean() or {}
        for name in ("since", "until"):
            if (day := found.get(name)) and not FIRST_DAY <= day <= LAST_DAY:
                self.add_error(name, _("请填 2000 年到 2099 年之间的日期。"))
        first, last = found.get("since"), found.get("until")
        if found.get("span") == spans.OWN and first and last:
            if first > last:
                self.add_error("until", _("结束日期早于开始日期。请改正其中一个。"))
            elif self.longest and (last - first).days > self.longest:
                self.add_error("until", _("期间超过三年，图上显示不下。请缩短期间。"))
        return found

    def scope(self) -> Scope:
        """Return the chosen scope; where the choice is wrong, this year and everything, with the errors shown."""
        if not self.is_valid():
            return Scope(*spans.days_of(spans.YEAR, self.today))
        chosen = self.cleaned_data
        since, until = spans.days_of(chosen["span"], self.today)
        if chosen["span"] == spans.OWN:
            until = chosen["until"] or self.today
            since = chosen["since"] or min(since, until)
            since = min(since, until)
        return Scope(since, until, **self._narrowed())

    def _narrowed(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in (*DIMENSIONS, "region")}


class GridForm(ScopeForm):
    """What the scores are narrowed by: they are of one procedure."""

    def __init__(self, data: Any, viewer: Viewer, today: date) -> None:
        super().__init__(data, viewer, today)
        del self.fields["procedure"]

    def scope(self) -> Scope:
        """Return the chosen scope of grid matters."""
        return replace(super().scope(), procedure=GRID)


class YearsForm(ScopeForm):
    """What the table of years is narrowed by: how many years, unit, township."""

    years = forms.ChoiceField(
        label=_("年数"), required=False, choices=[(str(n), _("最近 %(n)s 年") % {"n": n}) for n in YEARS]
    )
    field_order = ("years", "unit", "region")

    def __init__(self, data: Any, viewer: Viewer, today: date) -> None:
        super().__init__(data, viewer, today)
        for name in ("span", "since", "until", "procedure"):
            del self.fields[name]

    def scope(self) -> Scope:
        """Return the years to show and the one before them; where the choice is wrong, the usual number of years."""
        chosen = self.cleaned_data if self.is_valid() else {}
        first = date(self.today.year - int(chosen.get("years") or YEARS[0]), 1, 1)
        narrowed = self._narrowed() if chosen else {}
        return Scope(first, self.today, **narrowed | {"procedure": MEDIATION})
