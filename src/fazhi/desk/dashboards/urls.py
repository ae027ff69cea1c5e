"""The addresses of the dashboards, under /desk/dashboard/."""

from django.urls import path
from django.utils.translation import gettext_noop as _

from fazhi.desk.dashboards import issued, views
from fazhi.screens.navigation import MenuItem, register

app_name = "dashboards"
urlpatterns = [
    path("", views.board, name="board"),
    path("scores/", views.scores, name="scores"),
    path("scores/cards/", views.cards, name="cards"),
    path("years/", views.years, name="years"),
    path("figure/<slug:id>/", views.figure, name="figure"),
    path("figure/<slug:id>/by-<slug:by>.csv", views.table, name="table"),
    path("figure/<slug:id>/issue/", issued.issue, name="issue"),
    path("issued/", issued.issued_list, name="issued_list"),
    path("issued/<uuid:id>/", issued.issued, name="issued"),
    path("issued/<uuid:id>/restate/", issued.restate, name="restate"),
]

register(MenuItem(label=_("看板"), address="dashboards:board", icon="chart-bar", order=35))
register(MenuItem(label=_("已发布的统计数"), address="dashboards:issued_list", icon="report", order=36))
