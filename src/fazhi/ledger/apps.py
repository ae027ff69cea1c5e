"""The ledger as a Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Streams of events, their chains and their checkpoints."""

    name = "fazhi.ledger"
    label = "ledger"
    verbose_name = "账本"
    default_auto_field = "django.db.models.BigAutoField"
