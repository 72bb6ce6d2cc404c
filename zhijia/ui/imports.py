"""Excel in: upload, preview with a verdict per row, confirm, undo."""

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel.access import can
from zhijia.kernel.importer import Import, Verdict, confirm, importers, take_in, undo
from zhijia.kernel.importer.models import TAKEN, texts_of, values_of
from zhijia.kernel.refusals import Refused

from . import papers
from .forms import date_field
from .pages import Pages


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Excel 文件"), help_text=gettext_lazy("先下载样表，照样填好再上传。")
    )

    def __init__(self, spec, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for name, label, help_text in spec.asks:
            self.fields[name] = date_field(label, required=False, help_text=help_text)

    def given(self):
        """The answers besides the file, as JSON holds them."""
        rest = {k: v for k, v in self.cleaned_data.items() if k != "file" and v}
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in rest.items()}


def spec_for(request, kind):
    spec = importers.get(kind)
    if spec is None or not request.org or not can(request.person, spec.power, request.org):
        raise Http404
    return spec


@login_required
@require_http_methods(["GET", "POST"])
def upload(request, kind):
    spec = spec_for(request, kind)
    form = FileForm(spec, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        sent = {"kind": kind, "data": file.read(), "name": file.name, "given": form.given()}
        try:
            return redirect(f"/import/{take_in(request.org, by=request.person, **sent).pk}/")
        except Refused as no:
            form.add_error("file", str(no))
    status = 422 if form.errors else 200
    past = (
        Import.objects.of(request.org).filter(kind=kind).defer("sealed").select_related("by")[:10]
    )
    context = {"spec": spec, "form": form, "past": past}
    return render(request, "ui/import.html", context, status=status)


@login_required
@require_GET
def sample(request, kind):
    """An empty sheet with the right headers."""
    from zhijia.kernel.documents.xlsx import Column, Sheet

    spec = spec_for(request, kind)
    columns = [Column(c.label + ("*" if c.required else ""), 16) for c in spec.columns]
    return papers.answer([Sheet(spec.label, columns, [])], "xlsx", f"{spec.label}样表")


def own(request, pk):
    made = (
        Import.objects.defer("sealed").select_related("org").filter(pk=pk, org=request.org).first()
    )
    if made is None or not can(request.person, importers[made.kind].power, made):
        raise Http404
    return made


@login_required
@require_GET
def preview(request, pk):
    made = own(request, pk)
    spec = importers[made.kind]
    asked = request.GET.get("verdict", "")
    rows = made.lines.order_by("place")
    if asked in Verdict.values:
        rows = rows.filter(verdict=asked)
    known = None if asked or not made.counts else sum(made.counts.values())
    page = Pages(rows, 50, known).get_page(request.GET.get("page"))
    places = [row.place for row in page]
    texts, values = texts_of(made, places), values_of(made, places)
    for row in page:
        row.cells, row.differences = shown(spec, texts[row.place], values[row.place][1])
    context = {
        "made": made, "spec": spec, "rows": page, "counts": made.counts, "asked": asked,
        "query": f"verdict={asked}", "verdicts": [(v, made.counts.get(v, 0)) for v in Verdict],
        "taken": sum(made.counts.get(v, 0) for v in TAKEN), "may_undo": spec.undo is not None,
    }  # fmt: skip
    return render(request, "ui/import_preview.html", context)


def shown(spec, texts, was):
    """(the cells, sensitive ones masked; the fields that would change with old and new)."""
    cells = [c.show(texts.get(c.name, "")) for c in spec.columns]
    changes = [
        (c.label, c.show(was[c.name]), c.show(texts.get(c.name, "")))
        for c in spec.columns
        if c.name in was
    ]
    return cells, changes


@login_required
@require_POST
def go(request, pk):
    """Confirm: all accepted rows, or, with ``only``, those of one verdict."""
    made = own(request, pk)
    if made.state == Import.State.READ and request.POST.get("only") in TAKEN:
        made.lines.filter(verdict__in=TAKEN).exclude(verdict=request.POST["only"]).update(
            skipped=True
        )
    return _start(request, made, confirm)


@login_required
@require_POST
def back(request, pk):
    return _start(request, own(request, pk), undo)


def _start(request, made, work):
    try:
        job = work(made, by=request.person)
    except Refused as no:
        messages.error(request, str(no))
        return redirect(f"/import/{made.pk}/")
    return redirect(f"/job/{job.pk}/")


@login_required
@require_POST
def skip(request, pk, place):
    """Leave one row out, or take it in again, before anything is written."""
    made = own(request, pk)
    if made.state != Import.State.READ:
        messages.error(request, _("已经开始导入，不能再改。"))
    else:
        row = made.lines.filter(place=place, verdict__in=TAKEN).first()
        if row is None:
            raise Http404
        row.skipped = not row.skipped
        row.save(update_fields=["skipped"])
        made.recount()
    there = request.POST.get("page", "")
    return redirect(f"/import/{pk}/" + (f"?page={there}" if there.isdigit() else ""))
