"""The frame of every page: who, at which union, in which year, and the menu."""

from django.apps import apps
from django.conf import settings
from django.utils.functional import SimpleLazyObject

from zhijia.kernel import access, clock
from zhijia.kernel.orgs import Org
from zhijia.kernel.periods import this_year

from .menu import SECTIONS, Entry


class FrameMiddleware:
    """Sets ``request.person``, ``request.org`` and ``request.year``; nothing is fetched until used."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person = SimpleLazyObject(lambda: person_of(request))
        request.org = SimpleLazyObject(lambda: org_of(request))
        request.year = year_of(request)
        return self.get_response(request)


def person_of(request):
    return request.user.person if request.user.is_authenticated else None


def org_of(request):
    """The union chosen in this session, if the person stands in it today; else their first."""
    if not request.user.is_authenticated:
        return None
    held = [org for _path, _post, org in access.offices(request.user.person)]
    chosen = request.session.get("org")
    pk = chosen if chosen in held else (held[0] if held else None)
    return Org.objects.filter(pk=pk).first()


def year_of(request):
    asked = request.GET.get("year", "")
    if asked.isdigit() and 2000 <= int(asked) <= 2100:
        request.session["year"] = int(asked)
    return request.session.get("year") or this_year()


def all_entries() -> list[Entry]:
    found = [e for config in apps.get_app_configs() for e in getattr(config, "menu", ())]
    return sorted(found, key=lambda e: (SECTIONS.index(e.section), e.order))


def menu(person, org):
    """The sections and entries open to the person at the union."""
    entries = [e for e in all_entries() if access.can(person, e.power, org)] if org else []
    heads, sections = {e.url for e in entries}, {}
    for entry in entries:
        if entry.under not in heads:  # whoever may not see the head still finds what is under it
            sections.setdefault(entry.section, []).append(entry)
    return sections


def family(person, org, path) -> list[Entry]:
    """The line of the menu the page belongs to and those under it, where there are several."""
    entries = all_entries() if org else []
    here = [e for e in entries if path == e.url]
    if not here:
        return []
    root = here[0].under or here[0].url
    kin = [e for e in entries if root in (e.url, e.under) and access.can(person, e.power, org)]
    return sorted(kin, key=lambda e: bool(e.under)) if len(kin) > 1 else []


def line_of(path) -> str:
    """The address of the line of the menu above the page: a thing's page belongs to its list."""
    above = [e for e in all_entries() if path.startswith(e.url) and e.url != "/"]
    nearest = max(above, key=lambda e: len(e.url), default=None)
    return (nearest.under or nearest.url) if nearest else path


def frame(request):
    """Template context shared by all pages."""
    known = getattr(request, "user", None) and request.user.is_authenticated
    org = request.org if known else None
    person = request.person if known else None
    year = getattr(request, "year", this_year())
    return {
        "person": person,
        "org": org or None,
        "year": year,
        "years": range(this_year() + 1, this_year() - 4, -1),
        "today": clock.today(),
        "menu": SimpleLazyObject(lambda: menu(person, org)) if org else {},
        "family": SimpleLazyObject(lambda: family(person, org, request.path)) if org else [],
        "line": line_of(request.path) if org else "",
        "demo": settings.DEMO,
        "path": request.path,
    }
