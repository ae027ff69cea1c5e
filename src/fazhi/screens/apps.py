"""The design system as a Django app."""

from django.apps import AppConfig
from django.core.checks import register

from fazhi.screens.checks import vendored_assets


class ScreensConfig(AppConfig):
    """One design system for all doors."""

    name = "fazhi.screens"
    label = "screens"
    verbose_name = "界面"

    def ready(self) -> None:
        """Register the start-up check."""
        register(vendored_assets)
