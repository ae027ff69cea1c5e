"""One short form for each question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fazhi.matters.intake import LONGEST
from fazhi.people.parties import BadPhone, clean_phone
from fazhi.portal import places
from fazhi.portal.drafts import Content
from fazhi.screens.text_fields import CleanText

LONGEST_PLACE, LONGEST_NAME = 200, 64
UNKNOWN = ("", _("不清楚，或者不在下面"))
HIDING = (("", _("不隐去")), ("yes", _("隐去")))


class StepForm(forms.Form):
    """A question; its fields bear the names of the draft's."""

    def __init__(self, data: Any = None, *, content: Content) -> None:
        super().__init__(data, initial={name: getattr(content, name, "") for name in self.base_fields})
        self.content = content

    def put(self) -> None:
        """Write what was filled in into the draft."""
        for name, value in self.cleaned_data.items():
            setattr(self.content, name, value)


class WhatForm(StepForm):
    """What happened."""

    text = CleanText(
        label=_("事情经过"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7, "autofocus": True}),
        error_messages={
            "max_length": _("有 %(show_value)s 字，最多 %(limit_value)s 字。请写要点，详细材料可以作为照片上传。")
        },
    )


class WhomForm(StepForm):
    """The other side of a dispute."""

    whom = CleanText(label=_("对方是谁"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class TownshipForm(StepForm):
    """The township."""

    township = forms.ChoiceField(label=_("乡镇（街道）"), required=False)

    def __init__(self, data: Any = None, *, content: Content) -> None:
        super().__init__(data, content=content)
        self.fields["township"].choices = [UNKNOWN, *places.townships()]  # type: ignore[attr-defined]

    def put(self) -> None:
        """Keep the township; a village of another one no longer fits."""
        if self.cleaned_data["township"] != self.content.township:
            self.content.village = ""
        super().put()


class PlaceForm(StepForm):
    """The village and the place in it."""

    village = forms.ChoiceField(label=_("村（社区）"), required=False)
    place = CleanText(
        label=_("具体地点"), required=False, max_length=LONGEST_PLACE, help_text=_("比如：东街路口、幸福小区 3 号楼")
    )

    def __init__(self, data: Any = None, *, content: Content, has_place: bool = True) -> None:
        super().__init__(data, content=content)
        villages = places.villages(self.content.township)
        self.fields["village"].choices = [UNKNOWN, *villages]  # type: ignore[attr-defined]
        if not villages:
            del self.fields["village"]
        if not has_place:
            del self.fields["place"]


class ContactForm(StepForm):
    """How to reach the sender."""

    name = CleanText(
        label=_("怎么称呼您"), required=False, max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    phone = CleanText(
        label=_("电话"), required=False, max_length=20,
        help_text=_("用来核实情况和回访。加密保存，页面上只显示头尾几位。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    hide_reporter = forms.ChoiceField(
        label=_("对办理的单位隐去您的身份"), required=False, choices=HIDING, widget=forms.RadioSelect,
        help_text=_("隐去的，办理的单位看不到您的姓名、电话和具体地点，需要时由网格中心联系您。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, content: Content, can_hide: bool = False) -> None:
        super().__init__(data, content=content)
        if not can_hide:
            del self.fields["hide_reporter"]

    def clean_phone(self) -> str:
        """Return the digits, or say what is wrong with them."""
        try:
            return clean_phone(self.cleaned_data["phone"])
        except BadPhone as bad:
            raise forms.ValidationError(str(bad)) from None


FORMS: dict[str, type[StepForm]] = {
    "what": WhatForm, "whom": WhomForm, "township": TownshipForm, "place": PlaceForm, "contact": ContactForm,
}  # fmt: skip
