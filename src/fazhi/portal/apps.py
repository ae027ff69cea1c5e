"""The residents' door as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Sending, following, urging, rating: what a resident does, on a phone first."""

    name = "fazhi.portal"
    label = "portal"
    verbose_name = "群众门户"
    default_auto_field = "django.db.models.BigAutoField"
