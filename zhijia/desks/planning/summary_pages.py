"""The summary: its editor, the panel that opens a figure, and what changed since."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhijia.kernel.access import can
from zhijia.kernel.records import Record, metrics
from zhijia.kernel.refusals import Refused
from zhijia.ui.pages import Column, DetailPage, ListPage, badge_of
from zhijia.ui.views import detail_context, visible

from . import actions
from .figures import MARK, editable, from_editable, live, shown, typed_figures
from .models import Summary

ListPage(
    Summary,
    _("年度总结"),
    [
        Column(_("总结"), lambda s: s.title),
        Column(_("年度"), lambda s: s.year),
        Column(_("签发"), lambda s: s.signed_on, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).defer("blocks", "figures"),
    empty=_("还没有总结。平时记下的每件事，到时会自己写成一篇。"),
)


def more(summary, person):
    """The paper with live figures: each says whether its records have changed since."""
    now = {key: measure for key, _fig, measure in live(summary)}
    changed = [
        {"key": k, "was": shown(f["metric"], f["value"]), "now": shown(f["metric"], now[k].value),
         "label": label_of(f["metric"])}
        for k, f in summary.figures.items()
        if k in now and str(now[k].value) != f["value"]
    ]  # fmt: skip
    stale = {c["key"] for c in changed}
    blocks = [
        {"id": b["id"], "kind": b["kind"], "html": as_html(b["text"], summary, stale),
         "text": editable(b["text"], summary.figures), "typed": typed_figures(b["text"])}
        for b in summary.blocks
    ]  # fmt: skip
    editing = summary.state == "draft" and can(person, "planning.write", summary)
    return {
        "blocks": blocks, "changed": changed, "editing": editing, "hide_record": True,
        "typed": sorted({t for b in blocks for t in b["typed"]}),
    }  # fmt: skip


def as_html(text, summary, stale):
    def link(match):
        key = match[1]
        fig = summary.figures[key]
        tone = "fig new" if key in stale else "fig"
        return (
            f'<a class="{tone}" contenteditable="false" data-f="{key}" '
            f'href="/planning/summary/{summary.pk}/figure/{key}/">'
            f"{shown(fig['metric'], fig['value'])}</a>"
        )

    return mark_safe(MARK.sub(link, escape(text)))


def label_of(metric):
    parts = [str(metrics[c].label) for c in metric.replace("/", " ").replace("-", " ").split()]
    return (" ÷ " if "/" in metric else " － ").join(parts)


page = DetailPage(
    Summary, title=str, facts=lambda s, person: [], template="planning/summary.html", more=more
)


@login_required
@require_GET
def figure(request, pk, key):
    """Where a figure comes from: its records, in the margin or on a page of its own."""
    summary = visible(request, Summary, pk)
    found = next(((f, m) for k, f, m in live(summary) if k == key), None)
    if found is None:
        raise Http404
    fig, measure = found
    rows = Record.objects.filter(pk__in=measure.records).order_by("-on")
    context = {
        "summary": summary, "fig": fig, "value": shown(fig["metric"], fig["value"]),
        "now": shown(fig["metric"], measure.value), "label": label_of(fig["metric"]),
        "count": len(measure.records), "rows": rows[:60],
    }  # fmt: skip
    template = "planning/figure_panel.html" if request.htmx else "planning/figure.html"
    return render(request, template, context)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change words. Saved in the background too; a second writer is told, and loses nothing."""
    summary = visible(request, Summary, pk)
    if summary.state != "draft" or not can(request.person, "planning.write", summary):
        raise Http404
    if request.method == "GET":
        return render(request, "planning/edit.html", detail_context(request, page, pk))
    texts = {k[2:]: from_editable(v) for k, v in request.POST.items() if k.startswith("t-")}
    given = {"title": request.POST.get("title", ""), "texts": texts}
    version = request.POST.get("version", "0")
    try:
        actions.save_words(summary, by=request.person, version=int(version or 0), **given)
    except actions.Stale as clash:
        return answer_clash(request, summary, clash, texts)
    except Refused as no:
        if request.headers.get("X-Autosave"):
            return JsonResponse({"words": str(no)}, status=422)
        messages.error(request, str(no))
        context = detail_context(request, page, pk) | {"typed_title": given["title"]}
        for block in context["blocks"]:
            block["text"] = request.POST.get(f"t-{block['id']}", block["text"])
        return render(request, "planning/edit.html", context, status=422)
    if request.headers.get("X-Autosave"):
        return JsonResponse({"version": summary.version})
    messages.success(request, _("已保存。"))
    return redirect(f"/planning/summary/{pk}/")


def answer_clash(request, summary, clash, texts):
    """Both versions, block by block, with the other's version number to save over it knowingly."""
    if request.headers.get("X-Autosave"):
        return JsonResponse({"words": str(clash)}, status=409)
    fresh = clash.theirs
    pairs = [
        {"id": b["id"], "kind": b["kind"], "theirs": editable(b["text"], fresh.figures),
         "mine": editable(texts.get(b["id"], b["text"]), fresh.figures)}
        for b in fresh.blocks
    ]  # fmt: skip
    gone = [key for key in texts if key not in {b["id"] for b in fresh.blocks}]
    pairs += [
        {"id": key, "kind": "p", "theirs": _("（对方已删去这一段）"),
         "mine": editable(texts[key], fresh.figures)}
        for key in gone
    ]  # fmt: skip
    context = {
        "summary": fresh,
        "pairs": pairs,
        "words": str(clash),
        "title": request.POST.get("title"),
    }
    return render(request, "planning/clash.html", context, status=409)


urlpatterns = [
    path("planning/summary/<int:pk>/figure/<slug:key>/", figure, name="figure"),
    path("planning/summary/<int:pk>/edit/", edit, name="summary-edit"),
]
