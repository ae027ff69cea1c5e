"""The addresses of the residents' door."""

from django.urls import path

from fazhi.portal.views import follow, home, law, send

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", home.search, name="search"),
    path("send/<slug:slug>/", send.start, name="send"),
    path("send/<slug:slug>/done/", send.done, name="done"),
    path("send/<slug:slug>/<slug:step>/", send.step, name="step"),
    path("law/", law.search, name="law"),
    path("law/akn/<path:path>", law.provision, name="provision"),
    path("law/<str:name>/", law.called, name="law_called"),
    path("follow/", follow.enter, name="follow"),
    path("follow/<uuid:id>/", follow.line, name="line"),
    path("follow/<uuid:id>/<slug:action>/", follow.act, name="act"),
]
