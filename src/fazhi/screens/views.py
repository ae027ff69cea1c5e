"""Error answers that say what to do next, and the gallery of components."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fazhi.screens.gallery import gallery_context

BAD_REQUEST, TOO_LARGE = 400, 413


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: a body over the limit is answered as 413, with what to do about it."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=TOO_LARGE)
    return render(request, "400.html", status=BAD_REQUEST)


def design(request: HttpRequest) -> HttpResponse:
    """The gallery of components, with samples labelled as samples; for staff, and for everyone under DEBUG."""
    if not (settings.DEBUG or request.user.is_authenticated):
        raise Http404
    page = {"portal": "gallery_portal", "board": "gallery_board", "wall": "gallery_board", "print": "gallery_print"}
    which = request.GET.get("page", "")
    context = gallery_context(wall=which == "wall")
    return render(request, f"screens/gallery/{page.get(which, 'gallery_desk')}.html", context)
