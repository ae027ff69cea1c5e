"""What was filled in, as a page shows it: codes by their names, texts opened and masked, files as links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fazhi.clock import BEIJING
from fazhi.desk.dashboards.names import CHANNELS
from fazhi.matters.models import Attachment
from fazhi.matters.units import directory
from fazhi.matters.veiling import HIDDEN, OPEN, Veil
from fazhi.people.models import Party, Person, Region
from fazhi.people.viewers import Viewer
from fazhi.procedure.model import Field
from fazhi.screens.words import clock_time, count_words, long_date


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for, looked up once a page."""

    files: Mapping[str, Attachment] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    veil: Veil = OPEN


def shown(one: Field, value: Any, names: Names) -> str:
    """Return the value of a field for a page; numbers of persons in texts are masked, a hidden party is not named."""
    if names.veil.covers(one, value):
        return HIDDEN
    if isinstance(value, Mapping):
        return names.veil.text(names.texts.get(str(value.get("sealed")), _("（内容不能打开）")))
    return _SHOW.get(one.type, _plain)(one, value, names)


def names_for(
    viewer: Viewer, values: Iterable[tuple[Field, Any]], texts: Mapping[str, str], veil: Veil = OPEN
) -> Names:  # fmt: skip
    """Return the names of everything that the values refer to, one query for each kind that occurs."""
    given = list(values)
    return Names(
        files=_files(viewer, _ids(given, "file")),
        people=dict(Person.objects.filter(pk__in=ids).values_list("pk", "display_name"))
        if (ids := _ids(given, "person"))
        else {},
        parties=_parties(_ids(given, "party")),
        regions=dict(Region.objects.filter(pk__in=codes).values_list("pk", "name"))
        if (codes := {str(v) for f, v in given if f.id == "region"})
        else {},
        texts=texts,
        veil=veil,
    )


def _ids(given: list[tuple[Field, Any]], kind: str) -> set[str]:
    found: set[str] = set()
    for one, value in given:
        if one.type == kind and value:
            found |= set(map(str, value)) if isinstance(value, list) else {str(value)}
    return found


def _files(viewer: Viewer, ids: set[str]) -> dict[str, Attachment]:
    wanted = [id for id in map(_uuid, ids) if id]
    return {f.id.hex: f for f in Attachment.objects.for_viewer(viewer).filter(id__in=wanted)} if wanted else {}


def _parties(ids: set[str]) -> dict[str, str]:
    wanted = [id for id in map(_uuid, ids) if id]
    return {p.id.hex: p.display_name for p in Party.objects.filter(id__in=wanted)} if wanted else {}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def file_links(files: Iterable[Attachment], veil: Veil = OPEN) -> SafeString:
    """Return links that fetch files."""
    return format_html_join(
        "　", '<a href="{}">{}</a>', ((reverse("desk:file", args=[f.id]), veil.name(f.name)) for f in files)
    )


def _plain(one: Field, value: Any, names: Names) -> str:
    if one.id == "channel":
        return _(CHANNELS.get(str(value), str(value)))
    return names.regions.get(str(value), str(value)) if one.id == "region" else str(value)


def _choice(one: Field, value: Any, names: Names) -> str:
    return one.choices.get(str(value), str(value))


def _yesno(one: Field, value: Any, names: Names) -> str:
    return {"yes": _("是"), "no": _("否")}.get(str(value), str(value))


def _day(one: Field, value: Any, names: Names) -> str:
    return long_date(datetime.fromisoformat(str(value)).date())


def _moment(one: Field, value: Any, names: Names) -> str:
    at = datetime.fromisoformat(str(value))
    at = at if at.tzinfo else at.replace(tzinfo=BEIJING)
    return f"{long_date(at)} {clock_time(at)}"


def _number(one: Field, value: Any, names: Names) -> str:
    return count_words(int(value))


def _unit(one: Field, value: Any, names: Names) -> str:
    return directory(timezone.localdate()).name(str(value))


def _units(one: Field, value: Any, names: Names) -> str:
    units = directory(timezone.localdate())
    return "、".join(units.name(str(id)) for id in value)


def _person(one: Field, value: Any, names: Names) -> str:
    return names.people.get(str(value), str(value))


def _party(one: Field, value: Any, names: Names) -> str:
    id = _uuid(str(value))
    return names.parties.get(id.hex if id else "", _("当事人"))


def _file(one: Field, value: Any, names: Names) -> str:
    ids = [id.hex for v in (value if isinstance(value, list) else [value]) if (id := _uuid(str(v)))]
    known = [names.files[id] for id in ids if id in names.files]
    return file_links(known, names.veil) if known else format_html(_("{} 个文件"), len(ids))


_SHOW = {
    "choice": _choice, "yesno": _yesno, "date": _day, "datetime": _moment, "number": _number, "unit": _unit,
    "units": _units, "person": _person, "party": _party, "file": _file,
}  # fmt: skip
