"""The second step of signing in: when it is asked for, and which browsers are spared."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStage
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

from zhijia.kernel import clock

from ..models import Browser
from ..own.actions import TRUST, digest_of

COOKIE = "trusted"
FIRST = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second(account) -> bool:
    return Authenticator.objects.filter(user=account, type__in=FIRST).exists()


def is_trusted(request, account) -> bool:
    """Whether the browser's cookie names a row of this account that still holds."""
    secret = request.COOKIES.get(COOKIE, "")
    if not secret or len(secret) > 64:
        return False
    rows = Browser.objects.filter(account=account, digest=digest_of(secret))
    return rows.filter(until__gt=clock.now()).exists()


def keep_trust(response, secret) -> None:
    response.set_cookie(
        COOKIE, secret, max_age=TRUST, secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip


class SecondStage(LoginStage):
    """allauth's stage of the second factor with our trusted browsers.

    Written anew, since allauth's own loads the passkey library with every first sign-in.
    """

    key = "mfa_authenticate"
    urlname = "mfa_authenticate"

    def handle(self):
        account = self.login.user
        if account is None or not has_second(account) or is_trusted(self.request, account):
            return None, True
        if any(r.get("passwordless") for r in get_authentication_records(self.request, account)):
            return None, True
        return headed_redirect_response(self.urlname), True


WORDS = {
    "password": "密码", "slip": "凭条", "demo": "演示", "totp": "动态码", "recovery_codes": "恢复码",
    "webauthn": "通行密钥",
}  # fmt: skip


def how_entered(request, account) -> str:
    """「密码＋动态码」: the steps taken in this session, in words."""
    steps = []
    for record in get_authentication_records(request, account):
        word = record.get("label") or _(WORDS.get(record.get("type") or record["method"], ""))
        if word and word not in steps:
            steps.append(word)
    return "＋".join(steps[-2:])
