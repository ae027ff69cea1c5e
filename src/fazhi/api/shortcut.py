"""The short way of programs: with a token there is no session to open, no form to guard and no page to frame."""

from collections.abc import Callable
from functools import lru_cache
from typing import cast

from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from fazhi.api.errors import NO_ADDRESS
from fazhi.api.json import OrjsonRenderer

ROOT, NOT_ALLOWED = "/api/v1/", 405
Answer = Callable[[HttpRequest], HttpResponse]


class ShortWay:
    """Middleware, first of all: answers requests that carry a token without the middleware of pages."""

    def __init__(self, get_response: Answer) -> None:
        self._long = get_response
        self._short = cast(Answer, convert_exception_to_response(_answered))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request by the way that fits it."""
        if not request.path_info.startswith(ROOT):
            return self._long(request)
        by_token = request.META.get("HTTP_AUTHORIZATION", "")[:7].lower() == "bearer "
        response = self._short(request) if by_token else self._long(request)
        if response.status_code == NOT_ALLOWED:
            response = _no_address(request, NOT_ALLOWED)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store"
        response["Content-Length"] = str(len(response.content))
        return response


def no_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Say, as every answer of this door does, that there is no such address."""
    return _no_address(request, 404)


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        match = request.resolver_match = _match(request.path_info)
    except Resolver404:
        return _no_address(request, 404)
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


@lru_cache(maxsize=512)  # a tenth of what it costs to answer a program is finding the same address again
def _match(path: str) -> ResolverMatch:
    return resolve(path)


def _no_address(request: HttpRequest, status: int) -> HttpResponse:
    body = OrjsonRenderer().render(request, NO_ADDRESS, response_status=status)
    return HttpResponse(body, status=status, content_type="application/json")
