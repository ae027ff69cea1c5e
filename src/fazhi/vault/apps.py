"""The vault as a Django app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Keys of subjects and texts sealed under them."""

    name = "fazhi.vault"
    label = "vault"
    verbose_name = "保密柜"
    default_auto_field = "django.db.models.BigAutoField"
