"""Typing a batch of paper ballots: one line of figures a sheet, each teller for themselves."""

import unicodedata

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhijia.kernel.access import can
from zhijia.kernel.actions import open_to
from zhijia.kernel.refusals import Refused
from zhijia.ui.views import visible

from .. import actions, sheets
from ..actions.batches import differences
from ..models import Batch


@login_required
@require_http_methods(["GET", "POST"])
def batch(request, pk):
    """What the other teller typed is never shown: only the numbers of sheets read differently."""
    one = visible(request, Batch, pk, related=("ballot",))
    if not can(request.person, "ballots.tell", one):
        raise Http404
    typed = None
    if request.method == "POST":
        typed = lines_of(request.POST, one.size)
        try:
            actions.enter(one, by=request.person, lines=typed)
            messages.success(request, _("您这一份已录完。"))
            return redirect(request.path)
        except Refused as no:
            messages.warning(request, str(no))
    return render(
        request, "ballots/batch.html", context_of(request, one, typed), status=422 if typed else 200
    )


def lines_of(post, size) -> list[dict]:
    """What was typed, sheet by sheet: figures, and by question the names written in."""
    found = []
    for n in range(1, size + 1):
        names = {
            k.split(".")[1]: v.strip()
            for k, v in post.items()
            if k.startswith(f"w{n}.") and v.strip()
        }
        figures = unicodedata.normalize(
            "NFKC", post.get(f"k{n}", "")
        )  # １２ as an input method types it
        found.append({"k": "".join(figures.split()), "w": names})
    return found


def context_of(request, one, typed) -> dict:
    entries = {entry.person_id: entry for entry in one.entries.all()}
    mine = entries.get(request.person.pk)
    lines = typed or (mine.lines if mine else [{"k": "", "w": {}}] * one.size)
    asked = [q.asked for q in one.ballot.questions.all()]
    apart = differences(one) if mine and one.state == Batch.State.ENTERING else []
    return {
        "batch": one, "ballot": one.ballot, "rows": rows_of(asked, lines, apart), "apart": apart,
        "cells": sheets.cells(asked), "mine": mine, "others": len(entries) - bool(mine),
        "openings": open_to(one, request.person),
        "means": [{"label": c.label, "means": c.means} for c in sheets.cells(asked)],
        "entering": one.state == Batch.State.ENTERING and (mine or len(entries) < 2),
    }  # fmt: skip


def rows_of(asked, lines, apart) -> list[dict]:
    free = [(q["id"], q["text"]) for q in asked if q["form"] == "choose" and q["write_in"]]
    return [
        {"number": n, "figures": line["k"], "apart": n in apart,
         "names": [(key, text, line["w"].get(key, "")) for key, text in free]}
        for n, line in enumerate(lines, 1)
    ]  # fmt: skip


urlpatterns = [path("ballots/batch/<int:pk>/", batch, name="ballot-batch")]
