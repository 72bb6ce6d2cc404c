"""Voting with a slip: on any phone, or on the hall's tablet. Nobody is signed in here.

Whoever has no slip learns nothing from these pages, not even what is voted on: title and questions come
with the answer to a mark that follows from a slip's code.
"""

import json

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from zhijia.kernel.refusals import Refused

from .. import casting, handing
from ..models import Ballot
from .booth import seal_terms

OPEN_TO_ALL = (Ballot.State.OPEN, Ballot.State.CLOSED)


def open_ballot(pk) -> Ballot:
    ballot = Ballot.objects.filter(pk=pk, state__in=OPEN_TO_ALL).exclude(grade="named").first()
    if ballot is None:
        raise Http404
    return ballot


def _page(request, pk, kiosk):
    ballot = open_ballot(pk)
    terms = {
        "id": ballot.public_id, "pk": ballot.pk, "kiosk": kiosk,
        "keys": dict(ballot.keys.values_list("klass", "public")),
        "ask": f"/ballots/hall/{ballot.pk}/paper/", "drop": f"/ballots/urn/{ballot.pk}/",
    }  # fmt: skip
    context = {"terms": terms, "kiosk": kiosk, "why": casting.why_not_claim(ballot)}
    return render(request, "ballots/hall.html", context)


@require_GET
def hall(request, pk):
    """Where the code of a slip leads."""
    return _page(request, pk, kiosk=False)


@require_GET
def kiosk(request, pk):
    """The same on a tablet that many use, one after the other."""
    return _page(request, pk, kiosk=True)


@csrf_exempt  # nobody is signed in: the mark that follows from the code is the only right there is
@require_POST
def paper(request, pk):
    """The signed answer of a slip, and the paper to fill in."""
    ballot = open_ballot(pk)
    try:
        marks = json.loads(request.body)["marks"]
        wanted = {str(klass): str(mark) for klass, mark in marks.items()}
        klass, answer = handing.answer_of(ballot, wanted)
    except Refused as no:
        return JsonResponse({"words": str(no)}, status=409)
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"words": _("投票码没有读完整，请再试一次。")}, status=400)
    questions = [q.asked for q in ballot.questions.all()]
    shown = render_to_string("ballots/paper.html", {"ballot": ballot, "questions": questions})
    return JsonResponse({
        "klass": klass, "answer": answer, "title": ballot.title, "paper": shown,
        "questions": questions, "sealed": seal_terms(ballot),
    })  # fmt: skip


urlpatterns = [
    path("ballots/hall/<int:pk>/", hall, name="ballot-hall"),
    path("ballots/hall/<int:pk>/paper/", paper, name="ballot-hall-paper"),
    path("ballots/kiosk/<int:pk>/", kiosk, name="ballot-kiosk"),
]
