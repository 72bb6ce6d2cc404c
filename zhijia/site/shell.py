"""The shell's own pages: the first page, me, and the house's tables."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel import access, clock, measures
from zhijia.kernel.access import can
from zhijia.kernel.notices import Notice
from zhijia.kernel.orgs import Org, lineage
from zhijia.kernel.people import Post
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.records import DONE, Record, metrics
from zhijia.kernel.settings import save_settings, settings_for, sheets
from zhijia.kernel.waiting import waiting_for

from .gallery import SPECIMENS
from .setting_forms import form_of
from .starting.progress import card


@login_required
@require_GET
def home(request):
    """What waits for me; then the year's figures and the latest records of the union."""
    org, person = request.org, request.person
    if not org:
        return render(request, "site/no_union.html")
    start, end = year_bounds(request.year)
    officer = can(person, "site.overview", org)
    context = {
        "lines": waiting_for(person, org),
        "notices": list(Notice.objects.filter(person=person, read=None).select_related("org")[:6]),
        "officer": officer,
        "may_log": can(person, "worklog.log", org),
        "starting": card(org, person),
    }
    if officer:
        below = not org.is_base
        totals = measures.totals(org, start, end, HOME_FIGURES, below=below)
        context["stats"] = [
            (metrics[code], totals[code])
            for code in HOME_FIGURES
            if code in metrics and totals[code]
        ]
        rows = Record.objects.within(org) if below else Record.objects.of(org)
        rows = rows.exclude(kind__in=("planning.item", "people.membership"))
        context["latest"] = rows.filter(stage=DONE, on__range=(start, end)).order_by("-on")[:8]
    return render(request, "site/home.html", context)


HOME_FIGURES = (
    "care.visits", "care.spent", "worklog.entries", "gatherings.person_times", "committees.meetings",
)  # fmt: skip


@login_required
@require_GET
def me(request):
    """My offices and unions, and the ways to my notices and my data."""
    person = request.person
    context = {
        "posts": person.appointments.on(clock.today()).select_related("org"),
        "spells": person.memberships.on(clock.today()).select_related("org", "group"),
        "unions": Org.objects.filter(pk__in={org for _p, _post, org in access.offices(person)}),
    }
    return render(request, "site/me.html", context)


@login_required
@require_GET
def do(request):
    """Everything one can do here, as buttons: the phone's second tab."""
    return render(request, "site/do.html")


@require_GET
def disclosed(request):
    """What this union has done, in the words that may be disclosed."""
    org = request.org if request.user.is_authenticated else None
    rows = []
    if org:
        rows = Record.objects.of(org).filter(stage=DONE, on__range=year_bounds(request.year))
        rows = rows.exclude(public="").order_by("-on")[:50]
    return render(request, "site/disclosed.html", {"rows": rows})


@login_required
@require_POST
def stand_at(request, pk):
    """Choose at which of one's unions one stands."""
    if pk not in {org for _path, _post, org in access.offices(request.person)}:
        raise Http404
    request.session["org"] = pk
    return redirect("/")


@login_required
@require_GET
def access_table(request):
    """Posts × powers, generated from the declarations: the whole house on one page."""
    rows = [
        (power, [_mark(power, post) for post in Post], "、".join(power.relations))
        for power in access.powers.values()
    ]
    return render(request, "site/access.html", {"posts": Post, "rows": rows})


def _mark(power, post):
    return "●" if post in power.posts else ("○" if post in power.overseers else "")


@login_required
@require_GET
def policy_table(request):
    """Every standard that reaches this union, with its source and how sure we are of it."""
    if not request.org:
        raise Http404
    rows = PolicyRow.objects.filter(org=None) | PolicyRow.objects.filter(
        org_path__in=lineage(request.org.path)
    )
    rows = rows.select_related("org").order_by("code", "org_path", "valid_from")
    return render(request, "site/policy.html", {"rows": rows, "on": clock.today()})


@login_required
@require_http_methods(["GET", "POST"])
def settings_sheet(request, sheet):
    """A domain's settings at this union, inherited from above where nothing is said here."""
    if (
        sheet not in sheets
        or not request.org
        or not can(request.person, "site.settings", request.org)
    ):
        raise Http404
    cls = sheets[sheet]
    now = settings_for(request.org, cls)
    form = form_of(cls)(request.POST or None, initial=vars(now), label_suffix="")
    if request.method == "POST" and form.is_valid():
        save_settings(request.org, cls(**form.cleaned_data))
        return redirect(request.path)
    context = {"form": form, "label": cls.sheet_label, "sheets": sheets.values()}
    return render(request, "site/settings.html", context)


@require_GET
def gallery(request):
    """Every part: empty, full, with long text. Development only."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "site/gallery.html", {"specimens": SPECIMENS})


@require_GET
def healthy(request):
    """For a watchdog: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _error(request, status, heading, words):
    context = {"heading": heading, "words": words}
    return render(request, "ui/error.html", context, status=status)


def not_found(request, exception=None):
    return _error(request, 404, _("没有这个页面"), _("可能已经撤下，或者不对您开放。"))


def refused(request, exception=None):
    return _error(request, 403, _("这一步没有做成"), _("页面放得太久了，请返回刷新后再提交。"))


def broken(request):
    words = _("没有保存任何内容。请稍后再试；如果总是这样，请告诉管理员。")
    return _error(request, 500, _("系统出错了"), words)
