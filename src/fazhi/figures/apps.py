"""The room of figures as a Django app."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Indicators, figures that open, issued figures."""

    name = "fazhi.figures"
    label = "figures"
    verbose_name = "统计"

    def ready(self) -> None:
        """Load and check the indicators, so that a mistake stops the start; make issued figures rebuildable."""
        from fazhi.figures.issued_rows import register_projection
        from fazhi.figures.registry import indicators

        indicators()
        register_projection()
