"""The query code: with the number it lets the sender, and nobody else, follow a matter."""

import base64
import hmac
from uuid import UUID

from fazhi.matters.models import Matter
from fazhi.vault.keys import lookup_hash


def query_code(matter: UUID) -> str:
    """Return the eight letters and digits told to the sender. They are derived, so they are stored nowhere."""
    digest = bytes.fromhex(lookup_hash(matter.hex, "query-code"))
    return base64.b32encode(digest[:5]).decode().translate(_PLAIN)  # five bytes make eight characters


# Nobody should have to tell O from 0 or I from 1 on a telephone: base32 has no 0 and 1, so the letters go.
_PLAIN = str.maketrans("OI", "89")


def by_number(number: str, code: str) -> Matter | None:
    """Return the matter with this number if the code is right."""
    found: list[Matter] = list(Matter.objects.unscoped("凭编号和查询码查询").filter(number=number.strip()))
    told = code.strip().upper().encode()  # as bytes: of texts, only ASCII can be compared, and anything may be typed
    for matter in found:
        if hmac.compare_digest(query_code(matter.id).encode(), told):
            return matter
    return None
