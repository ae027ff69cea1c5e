"""Which door stands at which address."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "fazhi.screens.views.bad_request"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("fazhi.api.urls")),
    path("desk/dashboard/", include("fazhi.desk.dashboards.urls")),
    path("", include("fazhi.portal.urls")),
    path("", include("fazhi.screens.urls")),
    path("desk/", include("fazhi.desk.urls")),
]
