"""账号安全: one's own password, second factor, devices and history; nobody else's."""

from functools import wraps
from time import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhijia.kernel import clock
from zhijia.kernel.refusals import Refused

from ..door.devices import device_in
from ..door.pages import safe_next
from ..door.second import COOKIE
from ..door.second_pages import code_of
from ..door.throttle import Gate
from ..models import Browser, Entrance, Identity, WayIn
from . import actions

FRESH = 900  # seconds for which a sign-in allows changes to the lock itself
Kind = Authenticator.Type


def own_page(view):
    """For whoever stands in a union today; the others have the first page, which says so."""

    @wraps(view)
    @login_required
    @never_cache
    def asked(request, *args, **kwargs):
        return view(request, *args, **kwargs) if request.org else redirect("/")

    return asked


def is_fresh(request) -> bool:
    records = get_authentication_records(request, request.user)
    return any(time() - record.get("at", 0) < FRESH for record in records)


def freshly(view):
    """Changing the lock takes a sign-in of the last quarter of an hour, or the password again."""

    @own_page
    @wraps(view)
    def asked(request, *args, **kwargs):
        if is_fresh(request):
            return view(request, *args, **kwargs)
        there = request.path if request.method == "GET" else "/accounts/me/"
        return confirm_page(request, there)

    return asked


def confirm_page(request, there, words=""):
    code = Authenticator.objects.filter(user=request.user, type=Kind.TOTP).exists()
    context = {"next": there, "words": words, "code": code, "password": bool(request.user.password)
               and request.user.has_usable_password()}  # fmt: skip
    return render(request, "accounts/confirm.html", context, status=422 if words else 200)


@sensitive_post_parameters("password", "code")
@own_page
@require_http_methods(["GET", "POST"])
def confirm(request):
    """The password or a code once more."""
    there = safe_next(request, request.POST.get("next") or "/accounts/me/")
    if request.method == "GET":
        return confirm_page(request, there)
    account = request.user
    gate = Gate(request, "", account, use="second")
    if words := gate.shut():
        return confirm_page(request, there, words)
    if account.check_password(request.POST.get("password", "")) or (
        request.POST.get("code") and code_of(account, request.POST["code"])
    ):
        gate.right()
        record_authentication(request, account, method="password", reauthenticated=True)
        return redirect(there)
    gate.wrong()
    actions.note(account, Entrance.What.WRONG, _("再次确认"), request)
    return confirm_page(request, there, _("没有通过，请再试一次。"))


# --- the page ------------------------------------------------------------------------------------


@own_page
@require_GET
def security(request):
    """Everything about one's own way in, on one page."""
    account = request.user
    means = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    identities = list(Identity.objects.tied().filter(account=account).select_related("way"))
    lineage_org = request.org
    tied = {i.way_id for i in identities}
    context = {
        "account": account,
        "totp": next((m for m in means if m.type == Kind.TOTP), None),
        "codes": next((m for m in means if m.type == Kind.RECOVERY_CODES), None),
        "keys": [(m, m.data.get("name", "")) for m in means if m.type == Kind.WEBAUTHN],
        "browsers": browsers_of(request), "sessions": sessions_of(request),
        "history": Entrance.objects.of(account)[:20], "identities": identities,
        "ways": [w for w in WayIn.objects.reaching(lineage_org) if w.pk not in tied],
    }  # fmt: skip
    return render(request, "accounts/security.html", context)


def sessions_of(request):
    """Devices signed in now: (row, device, whether it is this one). Two queries, however many."""
    rows = list(UserSession.objects.filter(user=request.user).order_by("-last_seen_at")[:30])
    alive = Session.objects.filter(
        session_key__in=[r.session_key for r in rows], expire_date__gt=clock.now()
    )
    alive = set(alive.values_list("session_key", flat=True))
    here = request.session.session_key
    return [
        (r, device_in(r.user_agent), r.session_key == here) for r in rows if r.session_key in alive
    ]


def browsers_of(request):
    rows = Browser.objects.filter(account=request.user, until__gt=clock.now())
    mine = actions.digest_of(request.COOKIES.get(COOKIE, ""))
    return [(row, row.digest == mine) for row in rows]


@own_page
@require_POST
def end_session(request, pk):
    actions.end_session(request.user, pk, request)
    messages.success(request, _("那台设备已退出。"))
    return redirect("/accounts/me/")


@own_page
@require_POST
def end_others(request):
    count = actions.end_sessions(request.user, but=request.session.session_key)
    actions.note(
        request.user, Entrance.What.ENDED, _("结束了其他 %d 台设备的登录") % count, request
    )
    messages.success(request, _("其他设备都已退出。"))
    return redirect("/accounts/me/")


@own_page
@require_POST
def end_trust(request, pk):
    actions.distrust(request.user, request, pk)
    messages.success(request, _("那个浏览器下次登录要二次验证。"))
    return redirect("/accounts/me/")


# --- the password --------------------------------------------------------------------------------


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=gettext_lazy("现在的密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    new = forms.CharField(
        label=gettext_lazy("新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("至少 8 位，不要全是数字，也不要用常见密码。"),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("再输一遍新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, account, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.account = account
        if not account.password or not account.has_usable_password():
            del self.fields["old"]

    def clean(self):
        given = super().clean()
        if "old" in self.fields and not self.account.check_password(given.get("old", "")):
            self.add_error("old", _("现在的密码不对。"))
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", _("两次输入的新密码不一样。"))
        return given


@sensitive_post_parameters("old", "new", "again")
@freshly
@require_http_methods(["GET", "POST"])
def password(request):
    form = PasswordForm(request.user, request.POST or None)
    gate = Gate(request, "", request.user, use="change")
    if request.method == "POST":
        if words := gate.shut():
            form.add_error(None, words)
        elif form.is_valid():
            try:
                actions.change_password(request.user, form.cleaned_data["new"], request)
                messages.success(request, _("密码已改，其他设备都已退出。"))
                return redirect("/accounts/me/")
            except Refused as no:
                form.add_error("new", str(no))
        else:
            gate.wrong()
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/password.html", {"form": form}, status=status)
