"""Going to a provider, coming back, and tying what came back to one's own account."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.kernel.refusals import Refused

from ..door.pages import safe_next
from ..models import WayIn
from .actions import tie_own
from .arriving import PENDING, arrive, failed, pending


def way_at(pk):
    way = WayIn.objects.on().select_related("org").filter(pk=pk).first()
    if way is None:
        raise Http404
    return way


def means_of(way):
    """The module that speaks the way's protocol, loaded now."""
    from . import cas, oauth

    return cas if way.kind == WayIn.Kind.CAS else oauth


@never_cache
@require_GET
def go(request, pk):
    """To the provider. A plain link: the content policy lets no form lead to another site."""
    from requests import RequestException

    way = way_at(pk)
    process = "connect" if request.GET.get("tie") and request.user.is_authenticated else "login"
    try:
        return means_of(way).start(
            request, way, process, safe_next(request, request.GET.get("next", ""))
        )
    except (RequestException, ValueError, KeyError) as error:
        return failed(request, way, error)


@never_cache
@require_GET
def back(request, pk):
    """From the provider. Whatever it says is checked before anybody is let in."""
    from xml.etree.ElementTree import ParseError

    from requests import RequestException

    from .cas import Failed

    way = way_at(pk)
    try:
        found = means_of(way).finish(request, way)
    except (
        Failed,
        RequestException,
        ParseError,
        ValueError,
        KeyError,
        IndexError,
        TypeError,
    ) as error:
        return failed(request, way, error)
    return arrive(request, way, *found) if isinstance(found, tuple) else found


@never_cache
@require_http_methods(["GET", "POST"])
def tie_page(request):
    """Ask the owner: is this you? Signed out, it says how to get there."""
    kept = pending(request)
    way = WayIn.objects.on().filter(pk=kept["way"]).first() if kept else None
    if not request.user.is_authenticated:
        if way is None:
            return redirect("/enter/?next=/enter/tie/")
        return render(request, "accounts/untied.html", {"way": way, "name": kept["name"]})
    if way is None:
        words = _("没有等着绑定的身份。要绑定的，请到“账号安全”里点相应的按钮。")
        return render(request, "accounts/said.html", {"heading": _("绑定外部身份"), "words": words})
    words = ""
    if request.method == "POST":
        try:
            tie_own(request.person, way, kept["subject"])
            request.session.pop(PENDING, None)
            return redirect("/accounts/me/")
        except Refused as no:
            words = str(no)
    context = {"way": way, "name": kept["name"], "words": words}
    return render(request, "accounts/tie.html", context, status=422 if words else 200)
