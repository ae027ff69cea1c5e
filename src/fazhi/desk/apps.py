"""The staff's door as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Lists, matters, acting, dispatch, supervision: what staff work with."""

    name = "fazhi.desk"
    label = "desk"
    verbose_name = "工作台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the desk's pages into the menu."""
        from fazhi.desk.menu import register_items

        register_items()
