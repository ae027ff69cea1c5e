"""Editions are frozen: a published text that matters ran on may not change under the same id."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from fazhi.matters.catalogue import editions
from fazhi.matters.models import EditionText, Matter
from fazhi.procedure import BadDefinition, Edition, Problem
from fazhi.procedure.source import read_text, read_yaml

_HELP = re.compile(r"(?:,[ \t]*|\n[ \t]+)reasoning:[ \t]*(?:true|false)\b")


def hold() -> None:
    """Keep the text of every published edition, before a process runs matters on it; raise BadDefinition if changed.

    A text that no matter ran on yet may still be worked at: what is kept of it is kept anew.
    """
    EditionText.objects.filter(used=False, edition__in=list(_used())).update(used=True)
    if problems := [_problem(edition) for edition in changed()]:
        raise BadDefinition(problems)
    for edition in _published():
        EditionText.objects.update_or_create(edition=edition.id, defaults={"digest": text_digest(edition)})


def changed() -> list[Edition]:
    """Return the published editions that matters ran on and whose text is another than it was then."""
    ran = {*EditionText.objects.filter(used=True).values_list("edition", flat=True), *_used()}
    kept = dict(EditionText.objects.filter(edition__in=ran).values_list("edition", "digest"))
    return [e for e in _published() if e.id in kept and kept[e.id] != text_digest(e)]


def text_digest(edition: Edition) -> str:
    """Return the digest of an edition's files without what only helps the writer of a text.

    The city's own values are no part of it, they may change; nor is `reasoning`, on which no course of a matter rests.
    """
    texts = [read_text(Path(edition.source)), *(read_text(path) for path in _overlays(edition))]
    parts = [_HELP.sub("", text) for text in texts]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _published() -> list[Edition]:
    return [edition for edition in editions().values() if edition.status == "published"]


def _used() -> Iterator[str]:
    """Yield the editions kept that matters run on; asked one by one, so that none counts its matters."""
    for id in EditionText.objects.filter(used=False).values_list("edition", flat=True):
        if Matter.objects.unscoped("看版本是否用过").filter(edition=id).exists():
            yield id


def _overlays(edition: Edition) -> Iterator[Path]:
    for path in sorted((Path(settings.FAZHI_LOCAL_CATALOGUE) / "overlays").glob("*.yaml")) if edition.overlay else ():
        root = read_yaml(read_text(path), str(path))
        suffix = f".{root['edition']}" if root.get("edition") else ""
        if f"{root.get('overlays')}+{root.get('city')}{suffix}" == edition.id:
            yield path


def _problem(edition: Edition) -> Problem:
    return Problem(
        edition.source, 1, f"“{edition.name}”的版本 {edition.id} 已经有办件在用，内容却被改动",
        "请恢复原来的内容；要调整的，另写一个新版本（换 edition 和 valid），再用 fazhi procedure move 迁移在办件",
    )  # fmt: skip
