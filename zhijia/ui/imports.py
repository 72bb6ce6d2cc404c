"""The pages of every import: the file, the preview with a verdict per row, the progress."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel.access import can
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.importer import Import, confirm, importers, take_in
from zhijia.kernel.refusals import Refused

from . import papers


class FileForm(forms.Form):
    file = forms.FileField(label=_("Excel 文件"), help_text=_("先下载样表，照样填好再上传。"))


def spec_for(request, kind):
    spec = importers.get(kind)
    if spec is None or not request.org or not can(request.person, spec.power, request.org):
        raise Http404
    return spec


@login_required
@require_http_methods(["GET", "POST"])
def upload(request, kind):
    spec = spec_for(request, kind)
    form = FileForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = take_in(request.org, by=request.person, kind=kind, data=file.read(), name=file.name)
            return redirect(f"/import/{made.pk}/")
        except Refused as no:
            form.add_error("file", str(no))
    status = 422 if form.errors else 200
    return render(request, "ui/import.html", {"spec": spec, "form": form}, status=status)


@login_required
@require_GET
def sample(request, kind):
    """An empty sheet with the right headers."""
    spec = spec_for(request, kind)
    columns = [Column(c.label, 16) for c in spec.columns]
    return papers.answer([Sheet(spec.label, columns, [])], "xlsx", f"{spec.label}样表")


def own(request, pk):
    made = Import.objects.select_related("org").filter(pk=pk, org=request.org).first()
    if made is None or not can(request.person, importers[made.kind].power, made):
        raise Http404
    return made


@login_required
@require_GET
def preview(request, pk):
    made = own(request, pk)
    spec = importers[made.kind]
    asked = request.GET.get("verdict", "")
    rows = [r for r in made.rows if not asked or r["verdict"] == asked]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    for row in page:
        row["cells"] = [row["texts"].get(c.name, "") for c in spec.columns]
    context = {"made": made, "spec": spec, "rows": page, "counts": made.counts, "asked": asked}
    return render(request, "ui/import_preview.html", context)


@login_required
@require_POST
def go(request, pk):
    made = own(request, pk)
    try:
        job = confirm(made, by=request.person)
    except Refused:
        return redirect(f"/import/{pk}/")
    return redirect(f"/job/{job.pk}/")
