"""The page of the second step: a code, a recovery code or a passkey."""

import json

from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ..models import Entrance
from ..own.actions import note, trust
from .second import SecondStage, keep_trust
from .throttle import Gate

Kind = Authenticator.Type
REPLAY = 120  # seconds a code is remembered as used: longer than it can be valid


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def second(request):
    """Asked of whoever has a second factor, after the password or the way in elsewhere."""
    stage = LoginStageController.enter(request, SecondStage.key)
    if stage is None or not stage.login.user.is_active:
        if not request.user.is_authenticated:
            return redirect("enter")
        words = {"heading": _("您已经登录"), "words": _("这里没有要再验证的。")}
        return render(request, "accounts/said.html", words)
    account, words = stage.login.user, ""
    if request.method == "POST":
        means, words = passed(request, account)
        if means is not None:
            return go_on(request, stage, means)
    return render(
        request, "accounts/second.html", page_for(account, words), status=422 if words else 200
    )


def page_for(account, words):
    kinds = set(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    options = ""
    if Kind.WEBAUTHN in kinds:
        from allauth.mfa.webauthn.internal import auth

        from .pages import plain_json

        options = json.dumps(plain_json(auth.begin_authentication(account)))
    return {"words": words, "options": options, "codes": Kind.TOTP in kinds or Kind.RECOVERY_CODES in kinds,
            "app": Kind.TOTP in kinds, "who": account.person.name}  # fmt: skip


def passed(request, account):
    """(what was shown, "") or (None, the sentence why not)."""
    gate = Gate(request, "", account, use="second")
    if gate.shut():
        return None, _("试得太多了，请 15 分钟后再试，或用恢复码、通行密钥。")
    if request.POST.get("credential"):
        means = passkey_of(account, request)
    else:
        means = code_of(account, request.POST.get("code", ""))
    if means is None:
        gate.wrong()
        note(account, Entrance.What.SECOND, request=request)
        return None, _("验证没有通过。请看一下手机时间是否准确，或换一种方式。")
    gate.right()
    return means, ""


def passkey_of(account, request):
    from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm

    form = AuthenticateWebAuthnForm(user=account, data=request.POST)
    return form.cleaned_data["credential"] if form.is_valid() else None


def code_of(account, code):
    """The authenticator that the code belongs to; each code opens once."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    code = "".join(c for c in code if c.isalnum())
    for row in Authenticator.objects.filter(user=account).exclude(type=Kind.WEBAUTHN):
        if row.type == Kind.RECOVERY_CODES:
            if RecoveryCodes(row).validate_code(code):
                return row
        elif TOTP(row).validate_code(code):
            return row if cache.add(f"totp:{account.pk}:{code}", 1, REPLAY) else None
    return None


def go_on(request, stage, means):
    """Signed in; the browser is trusted if that was ticked."""
    account = stage.login.user
    post_authentication(request, means)
    response = stage.exit()
    if request.POST.get("trust") and request.user.is_authenticated:
        keep_trust(response, trust(account, request))
    return response
