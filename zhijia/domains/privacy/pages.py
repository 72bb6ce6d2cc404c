"""我的信息, consents, and the rules by which data are handled; corrections and erasures."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel import jobs
from zhijia.kernel.consent import purposes
from zhijia.kernel.held import all_held, held, reveal
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused
from zhijia.ui import papers
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from . import actions, log_pages, own
from . import forms as _forms  # noqa: F401  registers the forms
from .jobs import make_export
from .looks import looks_at
from .models import Consent, Correction, Erasure, Export


def states(model):
    return Filter(
        "state", _("状态"), lambda org: model.State.choices, lambda rows, v: rows.filter(state=v)
    )


ListPage(
    Correction,
    _("信息更正"),
    [
        Column(_("申请"), str),
        Column(_("谁"), lambda c: c.person.name),
        Column(_("答复期限"), lambda c: c.answer_by, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("person"),
    search=lambda rows, words: rows.filter(
        person__in=Person.objects.all().named(words).values("pk")
    ),
    filters=[states(Correction)],
    empty=_("没有更正申请。"),
)

DetailPage(
    Correction,
    title=str,
    facts=lambda c, person: [
        (_("谁"), c.person.name),
        (_("哪一项"), c.label),
        (_("正确的内容"), c.right if c.person_id == person.pk else _("办理时可见")),
        (_("说明"), c.why if c.person_id == person.pk else ""),
        (_("答复期限"), f"{c.answer_by:%Y-%m-%d}"),
        (_("答复"), c.answer),
        (_("办理人"), c.answered_by.name if c.answered_by else ""),
    ],
    related=("person", "answered_by"),
)

ListPage(
    Erasure,
    _("注销离会人员"),
    [
        Column(_("人员"), str),
        Column(_("申请人"), lambda e: e.asked_by.name),
        Column(_("日期"), lambda e: e.created, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("person", "asked_by"),
    filters=[states(Erasure)],
    intro=_("姓名换成编号，敏感内容清空；数字、台账和办事记录都不变。"),
    empty=_("没有注销申请。"),
)

DetailPage(
    Erasure,
    title=str,
    facts=lambda e, person: [
        (_("理由"), e.reason),
        (_("申请人"), e.asked_by.name),
        (_("确认人"), e.done_by.name if e.done_by else ""),
    ],
    related=("person", "asked_by", "done_by"),
)

DetailPage(
    Export,
    title=str,
    facts=lambda e, person: [
        (_("行数"), str(e.rows)),
        (_("格式"), e.form),
        (_("导出人"), e.by.name),
    ],
    related=("by",),
    template="privacy/export.html",
)


@login_required
@require_http_methods(["GET", "POST"])
def me(request):
    """我的信息: what is held, why, how long; who looked. A sensitive field is shown on request."""
    person, shown = request.person, request.POST.get("show", "")
    if shown:
        model, _dot, name = shown.rpartition(".")
        if model not in held or name not in getattr(held[model].cls, "SENSITIVE", ()):
            raise Http404
        reveal(held[model], name, person)
    asked = Correction.objects.filter(person=person)[:5]
    context = {"sections": own.sections(person, shown), "looks": looks_at(person), "asked": asked}
    return render(request, "privacy/me.html", context)


@require_POST
@login_required
def export(request):
    """Everything as one file: JSON for a machine, Excel to read; a long one is made meanwhile."""
    person, org, form = request.person, request.org, request.POST.get("form")
    if not org or form not in ("json", "xlsx"):
        raise Http404
    rows = own.count(person)
    row = actions.export_own(org, by=person, form=form, rows=rows)
    if form == "xlsx" and rows > own.LARGE:
        job = jobs.start(
            make_export, org=org, by=person, label=gettext("导出我的信息"), export=row.pk
        )
        return redirect(f"/job/{job.pk}/")
    if form == "xlsx":
        return papers.answer(own.as_sheets(person), "xlsx", gettext("我的信息"))
    text = json.dumps(own.as_data(person), ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, gettext("我的信息") + ".json")
    return answer


@login_required
@require_GET
def consents(request):
    """Each purpose that asks, with its own switch; what was agreed to in other words is asked anew."""
    if not request.org:
        raise Http404
    mine = {}
    for row in Consent.objects.filter(person=request.person).order_by("pk"):
        mine[row.purpose] = row
    rows = [_row(p, mine.get(p.code)) for p in purposes.values() if p.asks]
    return render(request, "privacy/consents.html", {"rows": rows})


def _row(purpose, last):
    on = last is not None and last.withdrawn is None
    fresh = on and last.digest == purpose.digest
    return {"purpose": purpose, "last": last, "on": fresh, "changed": on and not fresh}


@require_POST
@login_required
def consent(request, code):
    """The switch: one touch to give, one to withdraw."""
    if not request.org or code not in purposes:
        raise Http404
    person, on = request.person, request.POST.get("on") == "1"
    try:
        if on:
            actions.give(request.org, by=person, purpose=code)
            messages.success(request, gettext("已同意，随时可以撤回。"))
        else:
            for row in Consent.objects.filter(person=person, purpose=code, withdrawn=None):
                actions.withdraw(row, by=person)
            messages.success(request, gettext("已撤回。"))
    except Refused as no:
        messages.error(request, str(no))
    return redirect("/privacy/consents/")


@login_required
@require_GET
def rules(request):
    """个人信息处理规则, in the form of a list (rules 13.02)."""
    context = {"held": all_held(), "purposes": purposes.values()}
    return render(request, "privacy/rules.html", context)


urlpatterns = [
    path("privacy/me/", me, name="privacy-me"),
    path("privacy/me/export/", export, name="privacy-export"),
    path("privacy/consents/", consents, name="consents"),
    path("privacy/consents/<str:code>/", consent, name="consent"),
    path("privacy/rules/", rules, name="privacy-rules"),
    *log_pages.urlpatterns,
]
