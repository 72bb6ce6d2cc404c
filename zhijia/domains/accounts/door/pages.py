"""Signing in and out: password, second step, passkey, the demonstration's one click."""

from collections.abc import Mapping

from allauth.account.internal.flows.login import (
    perform_login,
    perform_password_login,
    record_authentication,
)
from allauth.account.models import Login
from django.contrib.auth import logout
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Account

from ..models import Entrance
from ..own.actions import note
from ..ways.offers import ways_at
from . import demo
from .finding import accounts_called, org_called, unions_of
from .throttle import Gate


def safe_next(request, there=None) -> str:
    """Where to go afterwards: an address of this house, else the first page."""
    there = request.POST.get("next", "") if there is None else there
    return there if url_has_allowed_host_and_scheme(there, {request.get_host()}) else "/"


@sensitive_post_parameters("password")
@never_cache
@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def enter(request):
    """The way in."""
    words, unions = "", ()
    if request.method == "POST":
        answer = try_password(request)
        if not isinstance(answer, tuple):
            return answer
        words, unions = answer
    code = request.POST.get("at") or request.GET.get("at", "")
    org = org_called(code)
    context = {
        "words": words, "unions": unions, "next": request.POST.get("next") or request.GET.get("next", ""),
        "username": request.POST.get("username", ""), "at": code if org else "", "org_here": org,
        "ways": ways_at(org), "cast": demo.cast(),
    }  # fmt: skip
    return render(request, "accounts/enter.html", context, status=422 if words else 200)


def try_password(request):
    """The answer that leads on, or (a sentence, unions to choose from)."""
    typed, password = request.POST.get("username", ""), request.POST.get("password", "")
    accounts = accounts_called(typed, chosen_union(request))
    if len(accounts) > 1:
        words = _("这个工号在不止一个工会里有，请先选您所在的工会，再输入密码。")
        return words, unions_of(accounts)
    account = accounts[0] if accounts else None
    gate = Gate(request, typed, account)
    if words := gate.shut():
        return words, ()
    if not password_fits(account, password):
        if account is not None:
            note(
                account,
                Entrance.What.PAUSED if gate.wrong() else Entrance.What.WRONG,
                request=request,
            )
        else:
            gate.wrong()
        return _("用户名或密码不对。"), ()
    gate.right()
    if not account.is_active:
        note(account, Entrance.What.SHUT, _("密码"), request)
        return _("这个账号已停用，请联系本校工会主席。"), ()
    leave_first(request)
    return perform_password_login(
        request,
        {"username": account.username},
        Login(user=account, redirect_url=safe_next(request)),
    )


def chosen_union(request):
    """The union picked from the list, else the one in the address."""
    picked = request.POST.get("union", "")
    if picked.isdigit() and len(picked) < 19:
        return Org.objects.filter(pk=picked).first()
    return org_called(request.POST.get("at", ""))


def password_fits(account, password) -> bool:
    """An unknown name takes as long as a wrong password."""
    if account is None:
        Account().set_password(password)
        return False
    return account.check_password(password)


def leave_first(request) -> None:
    """Nobody carries the session of somebody else over into their own."""
    if request.user.is_authenticated:
        logout(request)


@require_POST
def enter_demo(request, username):
    """One-click sign-in, in demo mode only."""
    account = demo.account_called(username)
    if account is None:
        raise Http404
    leave_first(request)
    record_authentication(request, account, method="demo")
    return perform_login(request, Login(user=account, redirect_url="/"))


@require_POST
def leave(request):
    from allauth.usersessions.internal.flows.sessions import end_sessions
    from allauth.usersessions.models import UserSession

    if request.user.is_authenticated:
        note(request.user, Entrance.What.OUT, request=request)
        end_sessions(
            request, list(UserSession.objects.filter(session_key=request.session.session_key))
        )
    logout(request)
    return redirect("enter")


@never_cache
@require_POST
def passkey_options(request):
    """What the browser needs to ask for any passkey of this house."""
    from allauth.mfa.webauthn.internal import auth

    return JsonResponse(plain_json(auth.begin_authentication(None)))


def plain_json(options):
    """The library's options as JSON understands them."""
    import json

    from fido2.utils import websafe_encode

    def known(value):
        if isinstance(value, Mapping):
            return dict(value)
        return websafe_encode(bytes(value)) if isinstance(value, bytes | bytearray) else str(value)

    return json.loads(json.dumps(options, default=known))


@never_cache
@require_POST
def passkey_enter(request):
    """Signing in with nothing but a passkey."""
    from allauth.mfa.webauthn.forms import LoginWebAuthnForm
    from allauth.mfa.webauthn.internal.flows import perform_passwordless_login

    gate = Gate(request, "passkey")
    words = gate.shut() if gate.whole else ""
    leave_first_keeping_challenge(request)
    form = LoginWebAuthnForm(data=request.POST)
    if words or not form.is_valid():
        if not words:
            gate.wrong()
        words = words or _("这把通行密钥没有认出您。请再试一次，或用密码登录。")
        context = {
            "words": words,
            "next": request.POST.get("next", ""),
            "ways": ways_at(None),
            "cast": demo.cast(),
        }
        return render(request, "accounts/enter.html", context, status=422)
    authenticator = form.cleaned_data["credential"]
    login = Login(user=authenticator.user, redirect_url=safe_next(request))
    return perform_passwordless_login(request, authenticator, login)


def leave_first_keeping_challenge(request) -> None:
    from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY

    challenge = request.session.get(STATE_SESSION_KEY)
    leave_first(request)
    if challenge:
        request.session[STATE_SESSION_KEY] = challenge
