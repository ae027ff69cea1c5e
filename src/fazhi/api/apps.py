"""The programs' door as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Create, read, act, list: what a program does, with a person's token."""

    name = "fazhi.api"
    label = "api"
    verbose_name = "程序接口"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Forget who a token stands for as soon as an account, a post or a token changes."""
        from fazhi.api.tokens import forget_on_change

        forget_on_change()
