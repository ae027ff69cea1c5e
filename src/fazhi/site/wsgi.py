"""The WSGI callable that the server runs."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fazhi.site.settings")
application = get_wsgi_application()

from fazhi.screens.lawbook.book import warm  # noqa: E402  settings come first

Thread(target=warm, name="law", daemon=True).start()  # beside the first pages, which do not wait for it
