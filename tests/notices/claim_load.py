"""Eight workers on one SQLite file: prints how many messages were claimed, how often at most, and how many errors."""

import os

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.site.settings"
settings.INSTALLED_APPS = ["fazhi.notices"]
django.setup()

from claiming import NOW, claim_all  # noqa: E402
from django.core.management import call_command  # noqa: E402

from fazhi.notices.models import Message  # noqa: E402
from fazhi.notices.outbox import Outgoing, prepare  # noqa: E402

call_command("migrate", verbosity=0)
Message.objects.bulk_create(prepare([Outgoing("due_soon", f"unit-{i}", {}) for i in range(150)], NOW))
claims, errors = claim_all(8)
print(len(claims), max(claims.values()), len(errors), *errors)
