"""Fill an empty helpdesk and serve it with granian: helpdesk_serve.py PORT THREADS."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "helpdesk_site.settings"


def furnish() -> None:
    """Migrate, and make the queue and the user that tickets need."""
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    # A step of its installation: without it the resident gets no confirmation. The mail is written and then dropped.
    call_command("loaddata", "emailtemplate", verbosity=0)
    Queue.objects.get_or_create(
        slug="bench", defaults={"title": "Bench", "allow_public_submission": True, "email_address": ""}
    )
    get_user_model().objects.get_or_create(username="bench", defaults={"is_staff": True, "is_superuser": True})
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    furnish()
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "helpdesk_site.wsgi:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=1, blocking_threads=int(sys.argv[2]), websockets=False, log_access=False,
    ).serve()  # fmt: skip
