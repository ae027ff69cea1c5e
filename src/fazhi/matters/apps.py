"""The room of matters as a Django app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Matters: intake, acts, obligations, requests, dispatch, supervision."""

    name = "fazhi.matters"
    label = "matters"
    verbose_name = "办件"

    def ready(self) -> None:
        """Tell the ledger how this room's projections are rebuilt."""
        from fazhi.ledger.projections import register
        from fazhi.matters.rebuilding import MATTERS

        register(MATTERS)
