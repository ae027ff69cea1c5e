"""Making a whole city, as a Django app."""

from django.apps import AppConfig


class CitiesConfig(AppConfig):
    """A demonstration city from its declaration, through the public ways."""

    name = "fazhi.cities"
    label = "cities"
    verbose_name = "城市"
