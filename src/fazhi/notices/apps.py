"""The outbox as a Django app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages and effects that leave, claimed by lease."""

    name = "fazhi.notices"
    label = "notices"
    verbose_name = "待发事项"
    default_auto_field = "django.db.models.BigAutoField"
