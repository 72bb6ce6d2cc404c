"""Several proposals at once: tick, look at what would become of each, decide."""

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhijia.kernel.actions import first_time
from zhijia.ui.pages import Pages
from zhijia.ui.views import need

from .. import batches
from ..forms.batch import BatchForm, rules_of_org
from ..models import Call, Proposal

P = Proposal.State
STATES = (P.REVIEW, P.INSTRUCT, P.ASSIGN)
PER_PAGE = 40


@login_required
@require_http_methods(["GET", "POST"])
def batch(request):
    """GET shows what can be ticked; ``step=look`` a verdict for each; ``step=go`` decides."""
    org = need(request, "proposals.batch")
    seen = Proposal.objects.of(org).visible_to(request.person)
    counts = seen.filter(state__in=STATES).order_by().values_list("state").annotate(Count("pk"))
    counts = dict(counts)
    asked = request.POST.get("state") or request.GET.get("state", "")
    first = next((s for s in STATES if counts.get(s)), P.REVIEW)
    state = asked if asked in STATES else first
    rows = seen.filter(state=state).select_related("call", "proposer", "against").order_by("pk")
    context = {
        "org": org, "state": state, "tabs": [(s, s.label, counts.get(s, 0)) for s in STATES],
        "once": secrets.token_urlsafe(18),
    }  # fmt: skip
    if request.method == "POST":
        return _decide(request, org, state, seen, rows, context)
    return _choose(request, rows, context, BatchForm(org, state, rows))


def _choose(request, rows, context, form, status=200):
    call = request.GET.get("call", "")
    rows = rows.filter(call=call) if call.isdigit() else rows
    page = Pages(rows, PER_PAGE).get_page(request.GET.get("page"))
    ticked = set(request.POST.getlist("picked"))
    every = "all" in request.GET
    lines = [(p, every or str(p.pk) in ticked) for p in page]
    calls = Call.objects.of(context["org"]).filter(proposals__state=context["state"]).distinct()
    context |= {"rows": page, "lines": lines, "form": form, "calls": calls, "call": call, "every": every,
                "query": f"state={context['state']}&call={call}"}  # fmt: skip
    return render(request, "proposals/batch.html", context, status=status)


def _decide(request, org, state, seen, rows, context):
    """What was in this state when it was ticked may have moved on since: it is shown with why."""
    known = seen.select_related("call", "proposer", "against").order_by("pk")
    form = BatchForm(org, state, known, request.POST)
    if not form.is_valid():
        return _choose(request, rows, context, form, status=422)
    decision, given = form.decision, form.given()
    picked, rules = list(form.cleaned_data["picked"])[: 5 * PER_PAGE], rules_of_org(org)
    for proposal in picked:  # one union, one look-up of its rules
        proposal.org, proposal.__dict__["_rules"] = org, rules
    context |= {"decision": decision, "form": form}
    if request.POST.get("step") != "go":
        found = batches.preview(decision, picked, request.person, given)
        go = [row for row in found if row.goes]
        return render(request, "proposals/batch_look.html", context | {"rows": found, "go": go})
    if not first_time(request.POST.get("once") or context["once"]):
        messages.info(request, _("这次提交已经收到过，没有重复办理。"))
        return redirect(f"{request.path}?state={state}")
    found = batches.carry_out(decision, picked, request.person, given)
    count = sum(row.goes for row in found)
    return render(
        request, "proposals/batch_done.html", context | {"rows": found, "count": count, "left": len(found) - count}
    )  # fmt: skip


urlpatterns = [path("proposals/batch/", batch, name="proposals-batch")]
