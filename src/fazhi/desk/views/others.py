"""Messages, files, and the procedures in words and pictures."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fazhi.desk.notices import latest, mark_read
from fazhi.desk.who import clerk_of, staff_only
from fazhi.matters import streams
from fazhi.matters.attachments import opened
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Attachment
from fazhi.matters.veiling import veil_over
from fazhi.people.sight import may_see
from fazhi.procedure import Edition
from fazhi.procedure.bpmn import to_bpmn
from fazhi.procedure.diagram import diagram_svg
from fazhi.procedure.explain import outline
from fazhi.vault.errors import VaultError


@staff_only
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The latest messages to the person and the person's units; seen is seen."""
    clerk = clerk_of(request)
    found = latest(clerk)
    mark_read(clerk)
    return render(request, "desk/notices.html", {"notices": found})


@staff_only
@require_safe
def file(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """A file that came with a matter, for those who may see the matter; never shown in place, always fetched."""
    clerk = clerk_of(request)
    found: Attachment | None = Attachment.objects.unscoped("按编号查找，随即核对查看权限").filter(id=id).first()
    if found is None or found.matter_id is None or not may_see(clerk.viewer, found):
        raise Http404(_("没有这个文件，或者您无权查看。"))
    try:
        content = opened(found)
    except FileNotFoundError:
        raise Http404(_("文件已经不在。请联系本单位系统管理员。")) from None
    except VaultError as closed:
        raise Http404(_("文件不能打开：%(why)s") % {"why": closed}) from None
    veil = veil_over(clerk.viewer, found.matter_id, streams.read(found.matter_id))
    return _download(found, veil.name(found.name), content)


def _download(found: Attachment, name: str, content: Iterable[bytes]) -> HttpResponseBase:
    response = StreamingHttpResponse(content, content_type=found.type)
    response.headers["Content-Length"] = str(found.size)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@staff_only
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure that this installation runs under."""
    found = sorted(editions().values(), key=lambda e: (e.name, e.valid_from))
    return render(request, "desk/procedures.html", {"editions": found})


@staff_only
@require_safe
def procedure(request: HttpRequest, id: str) -> HttpResponse:
    """One edition in words: stages, actions, periods with their articles, and its drawing."""
    edition = _edition(id)
    drawn = mark_safe(diagram_svg(edition))  # noqa: S308  its text is escaped where it is drawn
    return render(request, "desk/procedure.html", {"edition": edition, "outline": outline(edition), "diagram": drawn})


@staff_only
@require_safe
def bpmn(request: HttpRequest, id: str) -> HttpResponse:
    """One edition as a BPMN 2.0 file."""
    edition = _edition(id)
    response = HttpResponse(to_bpmn(edition), content_type="application/xml; charset=utf-8")
    name = "".join(c if c.isalnum() or c in "-_." else "-" for c in edition.id)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.bpmn"'
    return response


def _edition(id: str) -> Edition:
    found = editions().get(id)
    if found is None:
        raise Http404(_("没有这个程序。请从程序列表中选择。"))
    return found
