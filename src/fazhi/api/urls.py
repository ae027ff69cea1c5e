"""The addresses of the programs' door."""

from django.urls import path

from fazhi.api.manual import manual
from fazhi.api.operations import api
from fazhi.api.shortcut import no_address

urlpatterns = [
    path("docs", manual, name="api-manual"),
    path("", api.urls),
    path("<path:rest>", no_address),
]
