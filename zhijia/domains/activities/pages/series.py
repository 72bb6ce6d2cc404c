"""The year by its festivals and series, each beside the years before."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from zhijia.kernel.access import can
from zhijia.ui.views import need

from ..turnout import series_of


@login_required
@require_GET
def series(request):
    """What was done for each festival and in each series, who came, what it cost; money to who organises."""
    org = need(request, "activities.see")
    context = {
        "rows": series_of(org, request.year),
        "money": can(request.person, "activities.organise", org),
    }
    return render(request, "activities/series.html", context)


urlpatterns = [path("activities/series/", series, name="activity-series")]
