"""`{% load fazhi %}`: the words and components of the design system in templates."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, Form, RadioSelect, Select
from django.template import Context, TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fazhi.clock import official_calendar
from fazhi.screens import lights, masking, navigation, words
from fazhi.screens.icons import icon_names
from fazhi.screens.lawbook.bases import basis_links
from fazhi.screens.lawbook.doors import door_of
from fazhi.screens.words import day_of

register = template.Library()

# A line may break before and after the full-width stroke, and at the blank before the unit.
_FRACTION = re.compile(r"[\d,]+／[\d,]+(?: \w{1,2}\b)?")

_CONTROL_CLASSES: list[tuple[type, str]] = [
    (RadioSelect, ""),
    (CheckboxSelectMultiple, ""),
    (CheckboxInput, ""),
    (Select, "form-select"),
]


@register.filter
def cn_date(value: date | datetime | None) -> str:
    """{{ day|cn_date }} → 2026年11月23日（周一）; nothing for None."""
    return words.long_date(value) if value else ""


@register.filter
def cn_plain_date(value: date | datetime | None) -> str:
    """{{ day|cn_plain_date }} → 2026年11月23日."""
    return words.plain_date(value) if value else ""


@register.filter
def cn_short_date(value: date | datetime | None) -> str:
    """{{ day|cn_short_date }} → 11月23日."""
    return words.short_date(value) if value else ""


@register.filter
def cn_time(value: datetime | None) -> str:
    """{{ moment|cn_time }} → 09:30, Beijing time."""
    return words.clock_time(value) if value else ""


@register.filter
def cn_datetime(value: datetime | None) -> str:
    """{{ moment|cn_datetime }} → 2026年11月23日（周一） 09:30."""
    return f"{words.long_date(value)} {words.clock_time(value)}" if value else ""


@register.filter
def due_light(value: Any, now: datetime) -> lights.Light:
    """{{ due|due_light:now }} → a light (its text is the word, .css the class, .level); takes a moment, day or .due."""
    return lights.light_of(_due_of(value), now, official_calendar())


@register.filter
def remaining_words(value: Any, now: datetime) -> str:
    """{{ due|remaining_words:now }} → 还剩 3 个工作日 / 今日到期 / 已超期 2 日."""
    return lights.remaining_words(_due_of(value), now, official_calendar())


@register.simple_tag(takes_context=True)
def light(context: Context, value: Any) -> SafeString:
    """{% light due %} → the badge of a due moment at the request's moment: word and colour."""
    shown = lights.light_of(_due_of(value), context["now"], official_calendar())
    return format_html('<span class="light {}">{}</span>', shown.css, shown.word)


@register.filter(name="rate")
def rate_of(value: Any) -> SafeString:
    """{{ figure|rate }} → 91.57%（51,758／56,520 件）, of anything with .numerator, .denominator and perhaps .unit."""
    return unbroken(words.rate_words(value.numerator, value.denominator, getattr(value, "unit", "")))


@register.simple_tag
def rate(numerator: int, denominator: int, unit: str = "") -> SafeString:
    """{% rate 51758 56520 "件" %} → 91.57%（51,758／56,520 件）."""
    return unbroken(words.rate_words(numerator, denominator, unit))


@register.filter
def unbroken(value: str) -> SafeString:
    """{{ sentence|unbroken }} → the text, each 51,758／56,520 件 in it kept on one line."""
    whole = _FRACTION.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(value))
    return mark_safe(whole)  # noqa: S308  escaped before the spans were put in


@register.filter
def count(value: int | None, unit: str = "") -> str:
    """{{ n|count }} → 56,520; {{ n|count:"件" }} → 56,520 件; — for None."""
    return words.count_words(value, unit)


@register.filter
def masked(value: object) -> str:
    """{{ name|masked }} → 张某某; 138****1234; 4109************1X."""
    return masking.masked(str(value)) if value else ""


@register.filter
def period(value: Any) -> str:
    """{{ period|period }} → 自 11月2日 受理起 60 日，至 2027年1月1日; of a words.Period or anything with its fields."""
    return words.period_words(value)


@register.simple_tag(takes_context=True)
def basis(context: Context, text: str) -> SafeString:
    """{% basis words %} → the words, each article that they name a link to it where the corpus holds it."""
    return basis_links(door_of(context.get("request")), str(text or ""), day_of(context["now"]))


@register.simple_tag
def icon(name: str) -> SafeString:
    """{% icon "search" %} → an icon of the sprite, hidden from screen readers: words always stand beside it."""
    if name not in icon_names():
        remedy = _("请在该文件里加上它，再运行 python setup/vendor.py。")
        raise TemplateSyntaxError(
            _("图标 %(name)s 不在 screens/icons.txt 中。%(remedy)s") % {"name": name, "remedy": remedy}
        )
    return _drawn(name, static("vendor/icons.svg"))


@lru_cache(maxsize=1024)
def _drawn(name: str, sprite: str) -> SafeString:
    address = f"{sprite}#{name}"
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)


@register.simple_tag
def address(name: str) -> str:
    """{% address "portal:home" %} → the address of another door's page, or / where that door is not installed."""
    return navigation.address_of(name) or "/"


@register.inclusion_tag("screens/includes/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """{% field form.name %} → label, hint, errors and control of a Django form field, tied together for readers."""
    widget = bound.field.widget
    many = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    tick = isinstance(widget, CheckboxInput)
    return {
        "field": bound,
        "errors": _error_words(bound),
        "control": bound.as_widget(attrs=_control_attributes(bound)),
        "is_many": many,
        "is_tick": tick,
        "is_file": isinstance(widget, FileInput),
        "is_hidden": bound.is_hidden,
        "optional": not bound.field.required and not tick,
    }


@register.inclusion_tag("screens/includes/error_summary.html")
def error_summary(form: Form) -> dict[str, Any]:
    """{% error_summary form %} → every error of the form in one box at its top, each a link to its field."""
    return {"form": form, "wrong": [(bound, _error_words(bound)[0]) for bound in form if bound.errors]}


def _error_words(bound: BoundField) -> list[str]:
    """What is wrong and what to do, in place of Django's 这个字段是必填项."""
    chosen = isinstance(bound.field.widget, Select | RadioSelect | CheckboxSelectMultiple | FileInput)
    missing = (_("请选择“%(label)s”。") if chosen else _("请填写“%(label)s”。")) % {"label": bound.label}
    codes = [getattr(error, "code", "") for error in bound.errors.as_data()]
    return [missing if code == "required" else str(words) for code, words in zip(codes, bound.errors, strict=True)]


def _control_attributes(bound: BoundField) -> dict[str, str | bool]:
    widget = bound.field.widget
    fallback = "form-control"
    css = next((css for kind, css in _CONTROL_CLASSES if isinstance(widget, kind)), fallback)
    described = [f"{bound.id_for_label}-hint"] if bound.help_text else []
    described += [f"{bound.id_for_label}-errors"] if bound.errors else []
    wanted: dict[str, str | bool] = {
        "class": " ".join(filter(None, [widget.attrs.get("class", ""), css])),
        "aria-describedby": " ".join(described),
        "aria-invalid": "true" if bound.errors else "",
    }
    return {name: value for name, value in wanted.items() if value}


def _due_of(value: Any) -> date | datetime | None:
    if value is None or isinstance(value, date):
        return value
    due = value.due
    return due if due is None or isinstance(due, date) else None
