"""A select drawn without a template for each of its options: a list of towns costs what one word costs."""

from collections.abc import Mapping
from typing import Any

from django.forms import Select
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


class PlainSelect(Select):
    """Django's select, to the letter, for options that stand in no groups."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Return the control."""
        widget = self.get_context(name, value, attrs)["widget"]
        shown = [option for _, group, _ in widget["optgroups"] for option in group]
        told = ((one["value"], _written(one["attrs"]), one["label"]) for one in shown)
        options = format_html_join("\n", '  <option value="{}"{}>{}</option>\n', told)
        return format_html('<select name="{}"{}>\n{}\n</select>', widget["name"], _written(widget["attrs"]), options)


def _written(attrs: Mapping[str, Any]) -> SafeString:
    shown = ((name, value) for name, value in attrs.items() if value is not None and value is not False)
    parts = (format_html(" {}", n) if v is True else format_html(' {}="{}"', n, v) for n, v in shown)
    return mark_safe("".join(parts))  # noqa: S308  each part is escaped
