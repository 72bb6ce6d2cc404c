"""The door of the hall: the list to tick, the code to scan, one's own arrival."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel import cards
from zhijia.kernel.access import can
from zhijia.kernel.refusals import Refused
from zhijia.ui.views import visible

from .. import actions, preparing
from ..models import Attendee, Session

MARKS = 2000


def at_door(request, pk):
    session = visible(request, Session, pk)
    if session.state not in Session.IN_HALL or not can(request.person, "congress.door", session):
        raise Http404
    return session


@login_required
@require_http_methods(["GET", "POST"])
def door(request, pk):
    """The list. Without a script each line sends itself; with one it waits for the network."""
    session = at_door(request, pk)
    if request.method == "POST":
        mark = {k: request.POST[k] for k in ("id", "out", "card") if request.POST.get(k)}
        (said,) = actions.take_marks(session, [mark], by=request.person)
        (messages.success if said["ok"] else messages.warning)(request, said["words"])
        return redirect(request.path)
    lines = Attendee.objects.at(session).select_related("person")
    rows = {}
    for line in lines.order_by("person__pinyin", "pk"):
        rows.setdefault(line.person_id, line)
    context = {
        "session": session, "rows": list(rows.values()),
        "came": sum(line.there for line in rows.values()),
        "parts": preparing.parts_of(session),
    }  # fmt: skip
    return render(request, "congress/door.html", context)


@login_required
@require_POST
def marks(request, pk):
    """What a phone noted meanwhile; each mark is answered, sending it again changes nothing."""
    session = at_door(request, pk)
    try:
        found = [
            {"id": int(m["id"])} if "id" in m else {"card": str(m["card"])[:400]}
            for m in json.loads(request.body)["marks"][:MARKS]
        ]
    except (ValueError, KeyError, TypeError, OverflowError):
        return JsonResponse({"words": _("看不懂的签到数据。")}, status=400)
    answers = actions.take_marks(session, found, by=request.person)
    there = Attendee.objects.at(session).there().values("person").distinct()
    return JsonResponse({"answers": answers, "came": there.count()})


@login_required
@require_GET
def poster(request, pk):
    """A page to show or hang up: whoever reads the code checks themselves in."""
    return render(request, "congress/poster.html", {"session": at_door(request, pk)})


@login_required
@require_GET
def poster_code(request, pk):
    session = at_door(request, pk)
    there = request.build_absolute_uri(f"/congress/here/{session.pk}/{session.key}/")
    answer = HttpResponse(cards.picture(there), content_type="image/svg+xml")
    answer["Cache-Control"] = "private, max-age=600"
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def here(request, pk, key):
    """Where the code leads: one button, for whoever is on the roll."""
    session = visible(request, Session, pk)
    if key != session.key:
        raise Http404
    lines = Attendee.objects.at(session).filter(person=request.person)
    mine = list(lines.select_related("part__congress", "part__session"))
    if request.method == "POST" and mine:
        try:
            if not mine[0].there:
                actions.arrive(mine[0], by=request.person)
            messages.success(request, _("签到成功。"))
            return redirect(f"/congress/session/{pk}/hall/")
        except Refused as no:
            messages.warning(request, str(no))
        return redirect(request.path)
    return render(request, "congress/here.html", {"session": session, "mine": mine})


urlpatterns = [
    path("congress/session/<int:pk>/door/", door, name="congress-door"),
    path("congress/session/<int:pk>/marks/", marks, name="congress-marks"),
    path("congress/session/<int:pk>/poster/", poster, name="congress-poster"),
    path("congress/session/<int:pk>/poster.svg", poster_code, name="congress-poster-code"),
    path("congress/here/<int:pk>/<str:key>/", here, name="congress-here"),
]
