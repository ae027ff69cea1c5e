"""JSON in and out by orjson: strict, and several times faster than the standard library."""

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer


class OrjsonParser(Parser):
    """Reads bodies."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body's value; ValueError where it is not JSON."""
        return orjson.loads(request.body)


class OrjsonRenderer(BaseRenderer):
    """Writes answers."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Return the answer's bytes."""
        return orjson.dumps(data)
