"""The public board: how each proposal stands, how departments keep time, what became of promises."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from zhijia.ui.pages import Pages
from zhijia.ui.views import need

from ..figures import FORMULA, departments_of, figures_of, percent
from ..models import Award, Call, Poll, Proposal
from .proposals import badges, due_words

PER_PAGE = 50


@login_required
@require_GET
def board(request):
    """To everybody of the union; the page costs the same however many proposals there are."""
    org = need(request, "proposals.see")
    calls = list(Call.objects.of(org))
    asked = request.GET.get("call", "")
    call = next((c for c in calls if str(c.pk) == asked), calls[0] if calls else None)
    context = {
        "calls": calls,
        "call": call,
        "formula": FORMULA,
        "query": f"call={call.pk}" if call else "",
    }
    if call:
        figures, awards = figures_of(call), awards_of(call)
        rows = Proposal.objects.filter(call=call, shown=True, serial__isnull=False)
        rows = rows.exclude(state="withdrawn").select_related("lead")
        rows = rows.order_by("suggestion", "serial")
        page = Pages(rows, PER_PAGE, known=figures["listed"]).get_page(request.GET.get("page"))
        context |= {
            "awards": awards, "best": {
                "proposals": [a for a in awards if a.proposal], "departments": [a for a in awards if a.department],
            },
            "polls": Poll.objects.filter(call=call, state="running", ballot__state="open"),
            "rows": page, "lines": [(p, badges(p), due_words(p)) for p in page], "figures": figures,
            "departments": [
                {**d, "punctual": percent(d["on_time"], d["judged"]), "liked": percent(d["good"], d["rated"])}
                for d in departments_of(org, call)
            ],
            "answered": percent(figures["answered"], figures["to_answer"]),
            "liked": percent(figures["good"], figures["rated"]),
            "punctual": percent(figures["on_time"], figures["answered"]),
        }  # fmt: skip
    return render(request, "proposals/board.html", context)


def awards_of(call) -> list:
    """The best of the call, those with most votes first."""
    rows = Award.objects.filter(call=call).announced().select_related("proposal", "department")
    return sorted(rows, key=lambda a: -(a.votes or 0))


urlpatterns = [path("proposals/board/", board, name="proposals-board")]
