"""操作日志: who did what in the system, for the chair and the review. It is read, never written."""

from datetime import date, timedelta

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhijia.kernel.access import can
from zhijia.kernel.actions import Step
from zhijia.kernel.actions import actions as verbs
from zhijia.kernel.documents.xlsx import Column, Sheet
from zhijia.kernel.people import Person
from zhijia.ui import papers
from zhijia.ui.pages import Pages

from . import actions

MOST = 50_000  # rows of one file
ASKED = ("q", "verb", "from", "to")


def allowed(request):
    if not request.org or not can(request.person, "privacy.audit", request.org):
        raise Http404


def verb_choices():
    """[("care.visit.plan", "走访慰问：安排走访")] of every verb there is."""
    found = {
        f"{v.model._meta.label_lower}.{v.name}": f"{v.model._meta.verbose_name}：{v.label}"
        for v in verbs.values()
    }
    return sorted(found.items(), key=lambda pair: pair[1])


def narrowed(org, asked, person):
    """The steps at the union that fit what was asked: person, verb, days. Of discreet things (a letter
    about somebody) only those that the reader may see: the step alone would tell that there is one."""
    rows = Step.objects.filter(org=org)
    for model in (m for m in apps.get_models() if getattr(m, "DISCREET", False)):
        seen = model.objects.all().visible_to(person).values("pk")
        rows = rows.exclude(Q(source=model._meta.label_lower) & ~Q(source_id__in=seen))
    if words := asked.get("q", "").strip():
        rows = rows.filter(by__in=Person.objects.all().named(words).values("pk"))
    if "." in (verb := asked.get("verb", "")):
        source, _dot, name = verb.rpartition(".")
        rows = rows.filter(source=source, verb=name)
    first, last = day(asked.get("from")), day(asked.get("to"))
    if first:
        rows = rows.filter(created__gte=moment(first))
    if last:
        rows = rows.filter(created__lt=moment(last + timedelta(days=1)))
    return rows.select_related("by", "acting_for").order_by("-pk")


def day(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def moment(on):
    return timezone.make_aware(timezone.datetime(on.year, on.month, on.day))


def asked_of(given):
    return {name: given.get(name, "") for name in ASKED if given.get(name)}


def words_of(step) -> dict:
    """The thing and the states of a step as people call them; the codes where nothing fits."""
    try:
        model = apps.get_model(step.source)
    except (LookupError, ValueError):
        return {
            "step": step,
            "about": f"{step.source} {step.source_id}",
            "was": step.was,
            "became": step.became,
        }
    states = dict(model.State.choices) if hasattr(model, "State") else {}
    names = {f.attname: str(f.verbose_name) for f in model._meta.concrete_fields}
    return {
        "step": step, "about": f"{model._meta.verbose_name} {step.source_id}",
        "was": states.get(step.was, step.was), "became": states.get(step.became, step.became),
        "changed": "、".join(names.get(name, name) for name in step.changed),
    }  # fmt: skip


@login_required
@require_GET
def log(request):
    allowed(request)
    asked = asked_of(request.GET)
    page = Pages(narrowed(request.org, asked, request.person), 50).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "rows": page, "lines": [words_of(step) for step in page], "asked": asked, "since": asked.get("from", ""), "verbs": verb_choices(),
        "query": query.urlencode(),
    }  # fmt: skip
    return render(request, "privacy/log.html", context)


@require_POST
@login_required
def export(request):
    """The log as a file. That it was taken out is a step of its own, written first."""
    allowed(request)
    asked = asked_of(request.POST)
    rows = narrowed(request.org, asked, request.person)
    count = rows.order_by().count()
    if count > MOST:
        messages.error(request, _("超过 %d 行，请缩小日期范围再导出。") % MOST)
        return redirect("/privacy/log/")
    actions.export_log(request.org, by=request.person, rows=count, asked=asked)
    columns = [
        Column(t, w)
        for t, w in (
            (_("时间"), 18),
            (_("谁"), 20),
            (_("办了什么"), 20),
            (_("对象"), 24),
            (_("原状态"), 12),
            (_("新状态"), 12),
            (_("改动的项目"), 30),
            (_("说明"), 40),
        )
    ]
    return papers.answer(
        [Sheet(_("操作日志"), columns, map(line, rows.iterator()))], "xlsx", _("操作日志")
    )


def line(step):
    when = f"{timezone.localtime(step.created):%Y-%m-%d %H:%M:%S}"
    said = words_of(step)
    states = (said["was"], said["became"])
    return [
        when,
        step.who,
        step.label,
        said["about"],
        *states,
        said.get("changed", ""),
        step.note,
    ]


urlpatterns = [
    path("privacy/log/", log, name="privacy-log"),
    path("privacy/log/export/", export, name="privacy-log-export"),
]
