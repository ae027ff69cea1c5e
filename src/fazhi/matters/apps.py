"""The room of matters as a Django app."""

from datetime import timedelta

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Matters: intake, acts, obligations, requests, dispatch, supervision."""

    name = "fazhi.matters"
    label = "matters"
    verbose_name = "办件"

    def ready(self) -> None:
        """Tell the ledger how this room's projections are rebuilt, and the worker what the passing of time does."""
        from fazhi.ledger.checkpoints import make_checkpoint
        from fazhi.ledger.projections import register
        from fazhi.matters import earlier, facts
        from fazhi.matters.rebuilding import MATTERS
        from fazhi.matters.sweeping import sweep_files
        from fazhi.matters.timing import recalendar, sweep
        from fazhi.notices import chores

        register(MATTERS)
        facts.provide(earlier.FOUND, earlier.found)
        facts.provide(earlier.OFFERED_ALL, earlier.offered)
        chores.register(chores.Chore("sweep", timedelta(seconds=10), sweep))
        chores.register(chores.Chore("checkpoint", timedelta(minutes=5), make_checkpoint))
        chores.register(chores.Chore("recalendar", timedelta(days=1), recalendar))
        chores.register(chores.Chore("files", timedelta(days=1), sweep_files))
