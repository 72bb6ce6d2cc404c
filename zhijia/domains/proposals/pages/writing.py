"""What answers while one writes: similar proposals, and whether a text names two matters."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel.actions import url_of
from zhijia.ui.views import need

from ..models import Proposal
from ..similar import similar
from ..splitting import two_matters

MOST = 40_000  # characters read of what is being typed


@login_required
@require_http_methods(["GET", "POST"])
def similar_page(request):
    """What is like the title and reason as typed so far, of this year and earlier. Sent as POST while
    one writes, since a long text fits in no address; nothing is written."""
    org = need(request, "proposals.see")
    typed = request.POST or request.GET
    title, reason = (typed.get(name, "")[:2000] for name in ("title", "reason"))
    besides = request.GET.get("of", "")
    found = similar(org, request.person, title, reason, int(besides) if besides.isdigit() else None)
    template = "proposals/similar_part.html" if request.htmx else "proposals/similar.html"
    return render(request, template, {"found": found, "title": title, "asked": bool(title.strip())})


@login_required
@require_POST
def matters(request):
    """The hint that a text names two matters, with the button that saves and splits; or nothing."""
    need(request, "proposals.propose")
    typed = (request.POST.get(name, "")[:MOST] for name in ("title", "reason", "measures"))
    pk = request.GET.get("of", "")
    there = f"/proposals/proposal/{pk}/split/" if pk.isdigit() else "/proposals/split/latest/"
    return render(request, "proposals/matters.html", {"two": two_matters(*typed), "there": there})


@login_required
@require_GET
def split_latest(request, which):
    """To the split of the draft one has just saved."""
    org = need(request, "proposals.propose")
    drafts = Proposal.objects.of(org).filter(proposer=request.person, state="draft")
    latest = drafts.order_by("-pk").first()
    if which != "latest" or latest is None:
        raise Http404
    return redirect(f"{url_of(latest)}split/?next=/proposals/proposal/%3Fof=mine")


urlpatterns = [
    path("proposals/similar/", similar_page, name="proposals-similar"),
    path("proposals/matters/", matters, name="proposals-matters"),
    path("proposals/split/<slug:which>/", split_latest, name="proposals-split"),
]
