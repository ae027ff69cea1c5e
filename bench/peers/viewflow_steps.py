"""django-viewflow: a linear flow of twenty steps, each a durable write to SQLite (WAL, synchronous FULL).

Run in the peers' environment with the seconds to measure and the folder for the database; prints steps a second.
"""

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"


def configure(folder: Path) -> None:
    """Set Django up with viewflow and an empty database."""
    (folder / "viewflow.sqlite3").unlink(missing_ok=True)
    settings.configure(
        SECRET_KEY="bench",
        USE_TZ=True,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "viewflow", "viewflow.workflow", "line"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(folder / "viewflow.sqlite3"),
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": PRAGMAS},
            }
        },
    )
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def rate(seconds: float) -> float:
    """Return how many steps a second one process takes."""
    from line.flows import play

    steps, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        steps += play()
    return steps / took


if __name__ == "__main__":
    configure(Path(sys.argv[2]))
    print(json.dumps({"durable": rate(float(sys.argv[1]))}))
