"""Who may follow: whoever told number and code, remembered by a signed cookie, so that no address holds the code."""

import unicodedata
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from fazhi.matters.catalogue import profile
from fazhi.matters.models import Matter
from fazhi.matters.querying import by_number

COOKIE, SALT = "fazhi_follow", "fazhi.portal.follow"
KEPT = timedelta(hours=12)
MOST = 8
REASON = "凭编号和查询码查询"


def tidy_number(typed: str) -> str:
    """Return a number as it is stored: full-width signs, blanks and a missing first character are forgiven."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    return profile().number_prefix + plain if plain[:1].isdigit() else plain


def tidy_code(typed: str) -> str:
    """Return a query code as it is derived."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def found(number: str, code: str) -> Matter | None:
    """Return the matter if number and code fit and it is not sealed."""
    matter = by_number(tidy_number(number), tidy_code(code))
    return None if matter is None or matter.sealed else matter


def admit(request: HttpRequest, response: HttpResponse, matter: UUID) -> HttpResponse:
    """Let this browser follow the matter for half a day."""
    ids = [matter.hex, *(id for id in _admitted(request) if id != matter.hex)][:MOST]
    response.set_cookie(
        COOKIE, signing.dumps(ids, salt=SALT), max_age=KEPT, path="/follow/", secure=request.is_secure(),
        httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def matter_or_404(request: HttpRequest, id: UUID) -> Matter:
    """Return the matter that this browser was admitted to; Http404 for any other, whether there is one or not."""
    if id.hex not in _admitted(request):
        raise Http404
    matter: Matter | None = Matter.objects.unscoped(REASON).filter(pk=id, sealed=False).first()
    if matter is None:
        raise Http404
    return matter


def _admitted(request: HttpRequest) -> list[str]:
    try:
        ids: list[str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return []
    return ids
