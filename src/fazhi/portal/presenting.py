"""What the pages of sending are given."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fazhi.matters.catalogue import editions
from fazhi.matters.earlier import answers_for
from fazhi.matters.projection import responsible
from fazhi.matters.querying import query_code
from fazhi.portal import places
from fazhi.portal.drafts import Content
from fazhi.portal.services import STEP_NAMES, Service, Text
from fazhi.portal.story import awaited, unit_name
from fazhi.procedure import Event, fold
from fazhi.vault.masking import mask_phone

QUESTIONS: dict[str, tuple[Text, Text]] = {
    "whom": (gettext_lazy("对方是谁？"), gettext_lazy("写姓名或者单位名称、怎么找到对方。知道多少写多少，可以不写。")),
    "township": (gettext_lazy("在哪个乡镇（街道）？"), ""),
    "place": (gettext_lazy("在哪里？"), gettext_lazy("写得越具体，越容易找到。")),
    "photos": (
        gettext_lazy("有照片或者材料吗？"),
        gettext_lazy("没有就直接到下一步。最多 9 个：照片每张不超过 10 MB，视频不超过 100 MB。"),
    ),
    "contact": (
        gettext_lazy("怎么联系您？"),
        gettext_lazy("可以不填。不填也会办理，只是没法回访您；进展可以凭编号和查询码自己查。"),
    ),
    "check": (gettext_lazy("请核对一下"), gettext_lazy("核对无误后点“送出”。要改的，点后面的“改”。")),
}


def question(service: Service, step: str, content: Content) -> dict[str, Any]:
    """Return what a step's page shows."""
    place = service.steps.index(step)
    words: tuple[Text, Text] = QUESTIONS.get(step, (service.question, service.hint))
    return {
        "service": service, "step": place + 1, "name": step, "steps": [STEP_NAMES[s] for s in service.steps],
        "question": words[0], "hint": words[1], "content": content,
        "back": _back(service, place), "summary": _summary(service, content) if step == "check" else [],
        "earlier": answers_for(service.procedure, content.text) if step == "check" else [],
    }  # fmt: skip


def sent(service: Service, matter: UUID, events: Sequence[Event], address: str) -> dict[str, Any]:
    """Return what the page after sending shows."""
    state = fold(events)
    edition = editions()[state.edition]
    number, code = str(events[0].data["number"]), query_code(matter)
    link = f"{address}#{number}/{code}"
    return {
        "service": service, "number": number, "code": code, "link": link, "qr": _qr(link),
        "unit": unit_name(responsible(edition, state)), "awaited": awaited(edition, state), "matter": matter,
    }  # fmt: skip


def _back(service: Service, place: int) -> str:
    return reverse("portal:step", args=[service.slug, service.steps[place - 1]]) if place else reverse("portal:home")


def _summary(service: Service, content: Content) -> list[tuple[str, str, str]]:
    region = places.full_name(content.township, content.village)
    contact = " ".join(filter(None, (content.name, mask_phone(content.phone) if content.phone else "")))
    told = {
        "what": content.text,
        "whom": content.whom or _("没有填写"),
        "place": " ".join(filter(None, (region, content.place))),
        "photos": "、".join(photo["name"] for photo in content.photos) or _("没有"),
        "contact": (contact or _("没有留联系方式")) + (_("（对办理的单位隐去）") if content.hide_reporter else ""),
    }
    return [
        (str(STEP_NAMES[step]), told[step], f"{reverse('portal:step', args=[service.slug, _first(step)])}?edit=1")
        for step in service.steps
        if step in told
    ]


def _first(step: str) -> str:
    return "township" if step == "place" else step


def _qr(link: str) -> SafeString:
    code = segno.make(link, error="m", micro=False)
    # segno writes only numbers and its own marks into the picture; the link is in the pattern, not in the text.
    return mark_safe(code.svg_inline(scale=4, border=2, title=_("查进度的二维码")))  # noqa: S308
