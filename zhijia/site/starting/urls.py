"""The addresses of the set-up."""

from django.urls import path

from . import invite, views

urlpatterns = [
    path("start/", views.start, name="start"),
    path("start/union/", views.union),
    path("start/people/", views.roll),
    path("start/standards/", views.norms),
    path("start/plan/", views.plan),
    path("start/invite/", invite.invite),
    path("start/mark/", views.mark),
]
