"""The residents' door as a Django app."""

from datetime import timedelta

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Sending, following, urging, rating: what a resident does, on a phone first."""

    name = "fazhi.portal"
    label = "portal"
    verbose_name = "群众门户"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have drafts that nobody came back to deleted."""
        from fazhi.notices import chores
        from fazhi.portal.drafts import purge

        chores.register(chores.Chore("drafts", timedelta(hours=6), purge))
