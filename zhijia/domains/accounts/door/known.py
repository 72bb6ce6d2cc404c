"""Browsers in which somebody has signed in before.

Wrong tries are counted by address and account (decision 0004). A whole school may share one
address, so somebody guessing there would lock the colleague out after all; a browser that has been
let in to the account before is therefore counted by itself.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import get_random_string

COOKIE, AGE, MOST = "known", 180 * 24 * 3600, 8
signer = Signer(salt="accounts.known")


def _read(request) -> tuple[str, list[int]]:
    try:
        mark, accounts = signer.unsign_object(request.COOKIES.get(COOKIE, ""))
        return mark, accounts
    except (BadSignature, ValueError, TypeError):
        return "", []


def mark_for(request, account) -> str:
    """The browser's mark if the account has been entered in it before, else ""."""
    mark, accounts = _read(request)
    return mark if account is not None and account.pk in accounts else ""


def remember(request, response, account) -> None:
    """From now on the browser counts as one of the account's own."""
    mark, accounts = _read(request)
    kept = [account.pk, *(pk for pk in accounts if pk != account.pk)][:MOST]
    if mark and kept == accounts:
        return
    response.set_cookie(
        COOKIE, signer.sign_object([mark or get_random_string(16), kept]), max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
    )  # fmt: skip
