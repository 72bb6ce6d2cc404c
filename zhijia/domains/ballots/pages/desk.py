"""The tellers' desk: making slips, handing out slips and paper ballots, typing what came back."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhijia.kernel.access import can
from zhijia.kernel.refusals import Refused
from zhijia.ui.views import visible

from .. import actions, casting, handing
from ..actions.slips import MOST
from ..models import Ballot, Slip, Voter, Way

PER_PAGE = 60
ADVISED = {
    Way.SLIP: _("到现在只有 %d 人领凭条。凭条投的票和手机投的票混在一起，分不出来；但如果最后只有这几个人投票，也就等于知道是他们投的。"),
    "paper": _("到现在只有 %d 人领纸票。纸票单独录入、单独公布，人少时看得出这几个人总共怎么投的；能用凭条或手机的，请他们改用。"),
}  # fmt: skip


def told_by(request, pk) -> Ballot:
    """The secret ballot, for one of its tellers; for anybody else it does not exist."""
    ballot = visible(request, Ballot, pk)
    if not ballot.is_secret or not can(request.person, "ballots.tell", ballot):
        raise Http404
    return ballot


def advice(ways) -> list[str]:
    """What a small group gives away, said before the next one joins it."""
    found = {Way.SLIP: ways[Way.SLIP], "paper": ways[Way.HALL] + ways[Way.BOX]}
    return [ADVISED[way] % n for way, n in found.items() if 0 < n < handing.FEW]


@login_required
@require_http_methods(["GET", "POST"])
def desk(request, pk):
    """The roll with a button for each way; a mark is all that is written."""
    ballot = told_by(request, pk)
    if request.method == "POST":
        _hand_out(request, ballot)
        return redirect(request.get_full_path())
    words = request.GET.get("q", "").strip()
    roll = ballot.roll.select_related("person").order_by("marked", "pk")
    if words:
        roll = roll.filter(Q(name__contains=words) | Q(person__initials__istartswith=words))
    ways = handing.ways_of(ballot)
    context = {
        "ballot": ballot, "rows": Paginator(roll, PER_PAGE).get_page(request.GET.get("page")),
        "words": words, "query": urlencode({"q": words}), "ways": [(label, ways[way]) for way, label in Way.choices],
        "kiosk": request.build_absolute_uri(f"/ballots/kiosk/{ballot.pk}/"),
        "printed": Slip.objects.filter(ballot=ballot.pk).count(), "advice": advice(ways),
        "why": casting.why_not_claim(ballot), "by_hand": handing.BY_HAND,
    }  # fmt: skip
    return render(request, "ballots/desk.html", context)


DEEDS = {
    "slip": lambda ballot, voter, by: handing.give_slip(ballot, voter, by=by),
    "hall": lambda ballot, voter, by: handing.give_paper(ballot, voter, by=by, where=Way.HALL),
    "box": lambda ballot, voter, by: handing.give_paper(ballot, voter, by=by, where=Way.BOX),
    "back": lambda ballot, voter, by: handing.take_back(ballot, voter, by=by),
}


def _hand_out(request, ballot):
    key = request.POST.get("voter", "")
    voter = Voter.objects.filter(ballot=ballot, pk=key).first() if key.isdecimal() else None
    deed = DEEDS.get(request.POST.get("way", ""))
    if voter is None or deed is None:
        raise Http404
    try:
        deed(ballot, voter, request.person)
        messages.success(request, _("已登记：%s。") % voter.name)
    except Refused as no:
        messages.warning(request, str(no))


@login_required
@require_http_methods(["GET", "POST"])
def slips(request, pk):
    """Where slips are made: the script draws the codes, the server signs what it cannot read."""
    ballot = told_by(request, pk)
    if request.method == "POST":
        return _sign(request, ballot)
    waiting = ballot.roll.filter(marked=False)
    site = "" if "//localhost" in settings.SITE_URL else settings.SITE_URL.rstrip("/")
    keys = {k.klass: k for k in ballot.keys.all()}
    context = {
        "ballot": ballot, "why": casting.why_not_claim(ballot), "most": MOST,
        "classes": [(k, keys[k].label, waiting.filter(klass=k).count()) for k in keys],
        "terms": {"id": ballot.public_id, "keys": {k: keys[k].public for k in keys},
                  "there": f"/ballots/hall/{ballot.pk}/", "site": site},
    }  # fmt: skip
    return render(request, "ballots/slips.html", context)


def _sign(request, ballot):
    try:
        given = json.loads(request.body)
        blinded = [casting.unb64(str(one)) for one in given["blinded"]]
        actions.print_slips(
            ballot, by=request.person, klass=str(given["klass"]), blinded=blinded, reason=_("%d 张") % len(blinded),
        )  # fmt: skip
    except Refused as no:
        return JsonResponse({"words": str(no)}, status=409)
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"words": _("凭条数据不完整，请刷新页面重做。")}, status=400)
    return JsonResponse({"made": len(blinded)})


urlpatterns = [
    path("ballots/ballot/<int:pk>/desk/", desk, name="ballot-desk"),
    path("ballots/ballot/<int:pk>/slips/", slips, name="ballot-slips"),
]
