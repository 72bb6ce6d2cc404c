"""The pages of the five steps, and the page that shows how far one has come."""

import secrets
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.desks.planning import actions as planning
from zhijia.desks.planning.models import Plan
from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.wording import words_of

from . import actions, code, founding, people, standards
from .progress import begun, minutes_since, progress

UNDER_WAY = "starting"  # in the session: other pages show the way back


def step(view):
    """A page of the chair's and vice chair's alone; to others it does not exist."""

    @login_required
    @never_cache
    @wraps(view)
    def page(request):
        if not request.org or not can(request.person, "site.start", request.org):
            raise Http404
        return view(request)

    return page


def show(request, key, status=200, **context):
    """One step in its frame: where it stands, what follows."""
    now = progress(request.org, request.person)
    context |= {"now": now, "part": now.part(key), "after": now.after(key), "total": len(now.parts)}
    return render(request, f"site/start/{key}.html", context, status=status)


@sensitive_post_parameters("password", "again", "code")
@never_cache
@require_http_methods(["GET", "POST"])
def start(request):
    """An empty house is founded here; afterwards the same address shows how far one has come."""
    return founding.pages(request) if code.wanted() else overview(request)


@step
@require_GET
def overview(request):
    now = progress(request.org, request.person)
    request.session[UNDER_WAY] = bool(now.left) and not now.dismissed
    since = begun(request.org)
    context = {"now": now, "since": since, "minutes": minutes_since(since)}
    return render(request, "site/start/progress.html", context)


@step
@require_GET
def union(request):
    return show(request, "union", words=words_of(request.org))


@step
@require_http_methods(["GET", "POST"])
def roll(request):
    """From a file, or ten at once; nothing typed is lost when a row does not fit."""
    org, status, key = request.org, 200, secrets.token_urlsafe(18)
    quick = people.Quick(org, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            if quick.is_valid():
                made = people.take_in(quick, request.person, request.POST.get("once") or key)
                said = (
                    _("已登记 %d 人。") % made if made else _("这次提交已经收到过，没有重复登记。")
                )
                messages.success(request, said)
                return redirect("/start/people/")
        except NotAllowed as no:
            quick.add_error(None, str(no))
        except Refused:
            pass
        status = 422
    return show(
        request, "people", status, quick=quick, count=people.on_the_roll(org), once=key,
        bare=not request.person.staff_no,
    )  # fmt: skip


@step
@require_http_methods(["GET", "POST"])
def norms(request):
    """Packs as shipped, doubtful rows left open; the union's own figures in a form of their own."""
    org, by, own = request.org, request.person, standards.OwnForm(request.org)
    asked, ticked, words, status = request.GET.get("pack", ""), None, "", 200
    if request.method == "POST":
        try:
            if request.POST.get("do") == "own":
                own = standards.OwnForm(org, request.POST)
                if own.is_valid():
                    actions.set_own_standards(org, by=by, **own.given())
                    messages.success(request, _("本会标准已录入 %d 项。") % len(own.figures()))
                    return redirect("/start/standards/")
            else:
                ticked, asked = set(request.POST.getlist("take")), request.POST.get("pack", "")
                adopt(request, ticked)
                return redirect("/start/standards/")
        except Refused as no:
            words = str(no)
        status = 422
    context = standards.shown(org, asked, ticked) | {"own": own, "words": words}
    return show(request, "standards", status, **context, mine=standards.own_rows(org))


def adopt(request, ticked):
    if not ticked:
        raise Refused(_("一条也没有勾选。"), _("暂时不用的，点“以后再说”。"))
    actions.adopt_standards(request.org, by=request.person, keys=sorted(ticked))
    messages.success(request, _("已采用 %d 条标准。") % len(ticked))


@step
@require_http_methods(["GET", "POST"])
def plan(request):
    """From a document, from the calendar, or later."""
    org, year = request.org, clock.today().year
    if request.method == "POST":
        asked = request.POST.get("year", "")
        year = int(asked) if asked in (str(year), str(year + 1)) else year
        mine = Plan.objects.of(org).filter(year=year).first()
        mine = mine or planning.start(org, by=request.person, year=year)
        return redirect(f"/planning/plan/{mine.pk}/offers/")
    plans = Plan.objects.of(org).filter(year__gte=year)
    rows = [(one, one.items.count()) for one in plans]
    return show(request, "plan", plans=rows, this=year, following=year + 1)


@step
@require_POST
def mark(request):
    """Put a step off, take it up again, or take the card off the first page."""
    do, key = request.POST.get("do"), request.POST.get("step", "")
    if do == "dismiss":
        actions.dismiss(request.org, by=request.person)
        request.session[UNDER_WAY] = False
        return redirect("/")
    try:
        verb = {"put_off": actions.put_off, "take_up": actions.take_up}[do or ""]
        verb(request.org, by=request.person, step=key)
    except (KeyError, Refused) as no:
        raise Http404 from no
    return redirect(f"/start/{key}/" if do == "take_up" else "/start/")
