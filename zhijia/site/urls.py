"""Root addresses: the shell's own pages, each app's bespoke ones, then the pages that serve all."""

from importlib import import_module

from django.apps import apps
from django.urls import include, path
from django.utils.module_loading import module_has_submodule

from . import shell
from .calendar_page import calendar_page
from .starting.urls import urlpatterns as starting


def own_pages():
    """The ``urlpatterns`` at the foot of every app's ``pages.py``; importing also registers pages."""
    for config in apps.get_app_configs():
        if config.name.startswith("zhijia.") and module_has_submodule(config.module, "pages"):
            yield from getattr(import_module(f"{config.name}.pages"), "urlpatterns", ())


urlpatterns = [
    path("", shell.home, name="home"),
    path("me/", shell.me, name="me"),
    path("do/", shell.do, name="do"),
    path("open/", shell.disclosed, name="open"),
    path("union/<int:pk>/", shell.stand_at, name="stand-at"),
    path("system/access/", shell.access_table, name="access-table"),
    path("system/policy/", shell.policy_table, name="policy-table"),
    path("system/settings/<slug:sheet>/", shell.settings_sheet, name="settings-sheet"),
    path("system/calendar/", calendar_page, name="calendar"),
    path("system/parts/", shell.gallery, name="gallery"),
    path("healthy/", shell.healthy, name="healthy"),
    *starting,
    *own_pages(),
    path("", include("zhijia.ui.urls")),
]

handler404 = "zhijia.site.shell.not_found"
handler403 = "zhijia.site.shell.refused"
handler500 = "zhijia.site.shell.broken"
