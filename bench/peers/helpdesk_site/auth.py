"""A token that costs nothing to check: helpdesk is measured at its best."""

from functools import lru_cache

from django.contrib.auth import get_user_model
from rest_framework.authentication import BaseAuthentication


class ByToken(BaseAuthentication):
    """Take the one user of the bench for whoever brings the token."""

    def authenticate(self, request):  # type: ignore[no-untyped-def]
        """Return the user and the token, or None."""
        return (_user(), "bench") if request.headers.get("authorization") == "Bearer bench" else None


@lru_cache(maxsize=1)
def _user():  # type: ignore[no-untyped-def]
    return get_user_model().objects.get(username="bench")
