"""The text field of every form: cleaned as every door cleans text, and told in words when it is too long."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fazhi.procedure.fields import clean_text

TOO_LONG = _("有 %(show_value)s 字，最多 %(limit_value)s 字，请精简或者作为附件上传。")
TOO_LONG_LINE = _("有 %(show_value)s 字，最多 %(limit_value)s 字，请写短一些。")
LONGEST_LINE = 200  # characters; what is asked for in so few is no text that a file could stand for


class CleanText(forms.CharField):
    """Text freed of control characters before it is judged: a text of nothing else is empty."""

    def __init__(self, **more: Any) -> None:
        short = (more.get("max_length") or LONGEST_LINE + 1) <= LONGEST_LINE
        said = {"max_length": TOO_LONG_LINE if short else TOO_LONG, **(more.get("error_messages") or {})}
        super().__init__(**{**more, "error_messages": said})

    def to_python(self, value: Any) -> str:
        """Return the text without them."""
        return clean_text(str(value or ""))
