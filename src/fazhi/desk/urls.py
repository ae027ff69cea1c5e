"""The desk's addresses."""

from django.urls import path

from fazhi.desk.views import (
    acting,
    bulk,
    citations,
    correcting,
    dispatching,
    law,
    lists,
    matter,
    opening,
    others,
    signing,
    supervising,
)

app_name = "desk"
urlpatterns = [
    path("", lists.home, name="home"),
    path("login/", signing.SignIn.as_view(), name="login"),
    path("logout/", signing.SignOut.as_view(), name="logout"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("new/", opening.openings, name="openings"),
    path("new/registered/<str:number>/", opening.registered, name="registered"),
    path("new/villages/", opening.villages, name="villages"),
    path("new/<str:procedure>/<slug:action>/", opening.open_matter, name="open"),
    path("matters/<str:number>/", matter.matter, name="matter"),
    path("matters/<str:number>/print/", matter.paper, name="paper"),
    path("matters/<str:number>/sight/", matter.sight, name="sight"),
    path("matters/<str:number>/drawing/", matter.drawing, name="drawing"),
    path("matters/<str:number>/unmask/", matter.unmask, name="unmask"),
    path("matters/<str:number>/reckoning/", lists.reckoning, name="reckoning"),
    path("matters/<str:number>/act/<slug:action>/", acting.act, name="act"),
    path("matters/<str:number>/correct/<int:seq>/", correcting.correct, name="correct"),
    path("matters/<str:number>/mended/", correcting.mended, name="mended"),
    path("corrections/", correcting.corrections, name="corrections"),
    path("corrections/<uuid:id>/", correcting.correction, name="correction"),
    path("dispatch/", dispatching.dispatch, name="dispatch"),
    path("dispatch/<str:number>/similar/", dispatching.similar, name="similar"),
    path("supervision/", supervising.supervision, name="supervision"),
    path("citations/", citations.citations, name="citations"),
    path("law/", law.search, name="law"),
    path("law/answered/", law.answered, name="law_answered"),
    path("law/akn/<path:path>", law.provision, name="provision"),
    path("law/<str:name>/", law.called, name="law_called"),
    path("files/<uuid:id>/", others.file, name="file"),
    path("notices/", others.notices, name="notices"),
    path("procedures/", others.procedures, name="procedures"),
    path("procedures/<path:id>/bpmn/", others.bpmn, name="bpmn"),
    path("procedures/<path:id>/", others.procedure, name="procedure"),
]
