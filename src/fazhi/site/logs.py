"""What the server writes down when a request fails: where and of what kind, never what the exception said."""

import logging
import traceback
from types import TracebackType
from typing import Any

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WhereOnly(logging.Formatter):
    """Writes an exception as its place in the code and its kind: its words may hold anybody's name or number."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, whatever another formatter has kept of the exception in the record."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: Raised) -> str:
        """Return the lines of the traceback and the kind of the exception."""
        kind, _, place = ei
        return "".join(traceback.format_tb(place)) + (kind.__name__ if kind else "")


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"serving": {"()": "django.utils.log.RequireDebugFalse"}},
    "formatters": {"where": {"()": WhereOnly, "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "errors": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "where", "filters": ["serving"]}
    },
    # Django itself writes a failed request to the terminal only when debugging; in service nobody would learn of it.
    "loggers": {name: {"handlers": ["errors"]} for name in ("django.request", "django.security")},
}
