"""The addresses of the programs' door."""

from django.urls import path

from fazhi.api.operations import api
from fazhi.api.shortcut import no_address

urlpatterns = [
    path("", api.urls),
    path("<path:rest>", no_address),
]
