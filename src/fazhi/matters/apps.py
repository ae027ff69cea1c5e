"""The room of matters as a Django app."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    """Matters: intake, acts, obligations, requests, dispatch, supervision."""

    name = "fazhi.matters"
    label = "matters"
    verbose_name = "办件"
