"""The shell's own pages: the way in, the first page, me, and the house's tables."""

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel import access, clock, measures
from zhijia.kernel.access import can
from zhijia.kernel.notices import Notice, read_all
from zhijia.kernel.orgs import Org, lineage
from zhijia.kernel.people import Account, Post
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.privacy import Look
from zhijia.kernel.records import DONE, Record, metrics
from zhijia.kernel.settings import save_settings, settings_for, sheets
from zhijia.kernel.waiting import waiting_for

from .gallery import SPECIMENS
from .setting_forms import form_of

TRIES, PAUSE = 8, 300  # wrong passwords from one address for one account, then a pause in seconds


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
    }
    if officer:
        below = not org.is_base
        totals = measures.totals(org, start, end, HOME_FIGURES, below=below)
        context["stats"] = [
            (metrics[code], totals[code]) for code in HOME_FIGURES if code in metrics and totals[code]
        ]
        rows = Record.objects.within(org) if below else Record.objects.of(org)
        rows = rows.exclude(kind__in=("planning.item", "people.membership"))
        context["latest"] = rows.filter(stage=DONE, on__range=(start, end)).order_by("-on")[:8]
    return render(request, "site/home.html", context)


HOME_FIGURES = (
    "care.visits", "care.spent", "worklog.entries", "worklog.person_times", "committees.meetings",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def enter(request):
    """The way in. Too many wrong tries from one address pause that address, not the account."""
    words = ""
    if request.method == "POST":
        words = _try_to_enter(request)
        if not words:
            there = request.POST.get("next", "")
            safe = url_has_allowed_host_and_scheme(there, {request.get_host()})
            return redirect(there if safe else "/")
    cast = []
    if settings.DEMO:
        cast = demo_cast()
    context = {"words": words, "next": request.GET.get("next", ""), "cast": cast}
    return render(request, "site/enter.html", context, status=422 if words else 200)


def _try_to_enter(request) -> str:
    username = request.POST.get("username", "").strip()
    key = f"tries:{request.META.get('REMOTE_ADDR', '')}:{username[:60]}"
    if cache.get(key, 0) >= TRIES:
        return _("试得太多了，请 5 分钟后再试，或请工会主席重置密码。")
    account = authenticate(request, username=username, password=request.POST.get("password", ""))
    if account is None:
        cache.set(key, cache.get(key, 0) + 1, PAUSE)
        return _("用户名或密码不对。")
    cache.delete(key)
    login(request, account)
    return ""


def demo_cast():
    """The people one may enter as in demo mode, each with the office they hold."""
    posts = dict(Post.choices)
    rows = []
    for account in Account.objects.filter(username__startswith="demo-").order_by("pk"):
        held = {post for _path, post, _org in access.offices(account.person)} - {Post.MEMBER.value}
        rows.append((account, "、".join(str(posts[p]) for p in sorted(held)) or _("会员")))
    return rows


@require_POST
def enter_demo(request, username):
    """One-click sign-in, in demo mode only."""
    account = Account.objects.filter(username=username).first()
    if not settings.DEMO or not username.startswith("demo-") or account is None:
        raise Http404
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("/")


@require_POST
def leave(request):
    logout(request)
    return redirect("enter")


@login_required
@require_GET
def me(request):
    """My offices, my notices, and who looked at my sensitive data."""
    person = request.person
    context = {
        "posts": person.appointments.on(clock.today()).select_related("org"),
        "spells": person.memberships.on(clock.today()).select_related("org", "group"),
        "notices": Notice.objects.filter(person=person)[:30],
        "looks": Look.objects.filter(about=person).select_related("by")[:30],
        "unions": Org.objects.filter(pk__in={org for _p, _post, org in access.offices(person)}),
    }
    response = render(request, "site/me.html", context)
    read_all(person)
    return response


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
    if sheet not in sheets or not request.org or not can(request.person, "site.settings", request.org):
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
