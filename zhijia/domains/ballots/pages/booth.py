"""The booth: the paper, taking it out, dropping it; and the teller's seal."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel.access import can
from zhijia.kernel.refusals import Refused
from zhijia.ui.views import visible

from .. import actions, casting, papers
from ..models import Ballot, Grade, Voter
from .ballots import PROTECTS


def own_line(request, ballot):
    voter = Voter.objects.filter(ballot=ballot, person=request.person).first()
    if voter is None:
        raise Http404
    return voter


@login_required
@require_http_methods(["GET", "POST"])
def booth(request, pk):
    """The paper with all its questions. Named votes are posted here; secret ones by the script."""
    ballot = visible(request, Ballot, pk)
    voter = own_line(request, ballot)
    questions = [q.asked for q in ballot.questions.all()]
    if request.method == "POST" and ballot.grade == Grade.NAMED:
        try:
            actions.vote_openly(
                ballot, by=request.person, body=papers.written(paper_of(request.POST, questions))
            )
            messages.success(request, _("已投。截止之前可以改。"))
        except Refused as no:
            messages.warning(request, str(no))
        return redirect(request.path)
    mine = ballot.named.filter(person=request.person).first()
    key = ballot.keys.filter(klass=voter.klass).values_list("public", flat=True).first()
    terms = {
        "id": ballot.public_id, "pk": ballot.pk, "klass": voter.klass, "keys": {voter.klass: key},
        "questions": questions, "claim": f"/ballots/ballot/{ballot.pk}/claim/",
        "drop": f"/ballots/urn/{ballot.pk}/", "sealed": seal_terms(ballot),
    }  # fmt: skip
    context = {
        "ballot": ballot, "voter": voter, "questions": questions, "protects": PROTECTS[ballot.grade],
        "why": casting.why_not_claim(ballot) if ballot.is_secret else "", "terms": terms, "named": mine,
    }  # fmt: skip
    return render(request, "ballots/booth.html", context)


def seal_terms(ballot):
    """What a voter's device needs to seal a paper."""
    if ballot.grade != Grade.SEALED:
        return None
    keys = list(ballot.teller_keys.values_list("public", flat=True))
    return {"need": ballot.need, "size": papers.SEALED, "keys": keys}


def paper_of(post, questions) -> dict:
    """A paper out of the fields of the form, as the script makes it too."""
    answers = {}
    for q in questions:
        name = f"q{q['id']}"
        if q["form"] == "yesno" and post.get(name):
            answers[q["id"]] = post[name]
        elif q["form"] == "choose":
            picks = {o["key"]: post.get(f"{name}.{o['key']}") for o in q["options"]}
            said = {w: [k for k, v in picks.items() if v == w] for w in ("yes", "no")}
            said["write"] = [n for n in post.getlist(f"{name}.write") if n.strip()]
            if any(said.values()):
                answers[q["id"]] = said
    return {"a": answers}


@login_required
@require_POST
def claim(request, pk):
    """Mark the roll, give the blind signature; see :func:`zhijia.domains.ballots.casting.claim`."""
    ballot = visible(request, Ballot, pk)
    try:
        blinded = casting.unb64(str(json.loads(request.body)["blinded"]))
        answer = casting.claim(ballot, request.person, blinded)
    except Refused as no:
        return JsonResponse({"words": str(no)}, status=409)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"words": _("领票请求不完整，请刷新页面重试。")}, status=400)
    return JsonResponse({"answer": casting.b64(answer)})


@csrf_exempt  # nobody is signed in here: the signature on the token is the only right there is
@require_POST
def drop(request, pk):
    """The slot of the urn. It asks nobody who they are and reads no cookie."""
    try:
        given = json.loads(request.body)
        ballot = Ballot.objects.filter(pk=pk).first()
        if ballot is None:
            raise Http404
        message, signature = (casting.unb64(str(given[k])) for k in ("message", "signature"))
        receipt = casting.cast(ballot, str(given["klass"]), message, signature, str(given["body"]))
    except Refused as no:
        return JsonResponse({"words": str(no)}, status=409)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"words": _("票不完整，没有投进去。")}, status=400)
    return JsonResponse({"receipt": receipt})


@login_required
@require_http_methods(["GET", "POST"])
def seal(request, pk):
    """Where a teller makes their seal: the code is shown once and stays with them."""
    ballot = visible(request, Ballot, pk)
    if ballot.grade != Grade.SEALED or not can(request.person, "ballots.tell", ballot):
        raise Http404
    if request.method == "POST":
        try:
            actions.make_seal(ballot, by=request.person, public=request.POST.get("public", ""))
            messages.success(request, _("封条做好了。封条码请收好，开封时要用。"))
            return redirect(f"/ballots/ballot/{ballot.pk}/")
        except Refused as no:
            messages.warning(request, str(no))
    mine = ballot.teller_keys.filter(person=request.person).first()
    return render(request, "ballots/seal.html", {"ballot": ballot, "made": mine})


@login_required
@require_GET
def unseal(request, pk):
    """Where a teller hands over the private half after the close."""
    ballot = visible(request, Ballot, pk)
    if ballot.grade != Grade.SEALED or not can(request.person, "ballots.tell", ballot):
        raise Http404
    handed = ballot.teller_keys.exclude(handed="").count()
    return render(request, "ballots/unseal.html", {"ballot": ballot, "handed": handed})


urlpatterns = [
    path("ballots/ballot/<int:pk>/unseal/", unseal, name="ballot-unseal"),
    path("ballots/ballot/<int:pk>/booth/", booth, name="booth"),
    path("ballots/ballot/<int:pk>/claim/", claim, name="ballot-claim"),
    path("ballots/ballot/<int:pk>/seal/", seal, name="ballot-seal"),
    path("ballots/urn/<int:pk>/", drop, name="urn"),
]
