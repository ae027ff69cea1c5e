"""The design system's own address: the gallery of components."""

from django.urls import path

from fazhi.screens import views

app_name = "screens"
urlpatterns = [path("_design/", views.design, name="design")]
