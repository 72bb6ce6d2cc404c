"""Similar proposals while one writes: a fragment for htmx, a page for everybody else."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from zhijia.ui.views import need

from ..similar import similar


@login_required
@require_GET
def similar_page(request):
    """``title`` and ``reason`` as typed so far; what is like them, of this year and earlier."""
    org = need(request, "proposals.see")
    title, reason = (request.GET.get(name, "")[:2000] for name in ("title", "reason"))
    besides = request.GET.get("besides", "")
    found = similar(org, request.person, title, reason, int(besides) if besides.isdigit() else None)
    template = "proposals/similar_part.html" if request.htmx else "proposals/similar.html"
    return render(request, template, {"found": found, "title": title, "asked": bool(title.strip())})


urlpatterns = [path("proposals/similar/", similar_page, name="proposals-similar")]
