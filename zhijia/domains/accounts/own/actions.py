"""What changes about one's own account, and the history of it.

These are no verbs of a union: an account belongs to a person, who may stand in several unions or in
none, and no office gives power over it. What was done is written into the account's own history,
not into a union's timeline. The verbs of officers on other people's accounts are in ``slips``.
"""

import json
from datetime import timedelta
from hashlib import blake2b

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import password_validation, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string

from zhijia.kernel import clock
from zhijia.kernel.privacy import box
from zhijia.kernel.refusals import Refused

from ..door.devices import address_of, device_of
from ..models import Browser, Entrance

TRUST = timedelta(days=30)
SEALED = ("secret", "seed")  # what allauth keeps in an authenticator's data through our adapter


def note(account, what, how="", request=None) -> None:
    """A line in the account's history."""
    Entrance.objects.create(
        account=account, what=what, how=str(how)[:60],
        address=address_of(request) if request else None,
        device=device_of(request) if request else "",
    )  # fmt: skip


def changed(account, how, request=None) -> None:
    note(account, Entrance.What.CHANGED, how, request)


# --- sessions ------------------------------------------------------------------------------------


def end_sessions(account, but="") -> int:
    """Delete the account's sessions, the one named ``but`` excepted; how many there were."""
    rows = UserSession.objects.filter(user=account).exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def end_session(account, pk, request) -> None:
    """Delete one session of the account's own."""
    row = UserSession.objects.filter(user=account, pk=pk).first()
    if row is not None:
        Session.objects.filter(session_key=row.session_key).delete()
        UserSession.objects.filter(pk=row.pk).delete()
        note(account, Entrance.What.ENDED, row.user_agent and "结束了一台设备的登录", request)


def touch(session_key, now) -> None:
    """When a session was last used, to within some minutes."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=now)


# --- the password --------------------------------------------------------------------------------


def checked(account, password) -> str:
    """The password, or a refusal with Django's own sentences."""
    try:
        password_validation.validate_password(password, account)
    except ValidationError as error:
        raise Refused("".join(error.messages)) from error
    return password


@transaction.atomic
def change_password(account, password, request) -> None:
    """A new password; every other device and every trusted browser is out at once."""
    before = request.session.session_key
    account.set_password(checked(account, password))
    account.save(update_fields=["password"])
    update_session_auth_hash(request, account)
    end_sessions(account, but=before)
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
    Browser.objects.filter(account=account).delete()
    changed(account, "改了密码，其他设备已退出", request)


# --- trusted browsers ----------------------------------------------------------------------------


def digest_of(secret) -> str:
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(secret.encode(), digest_size=16, key=key, person=b"browser").hexdigest()


def trust(account, request) -> str:
    """Trust this browser; what its cookie is to hold."""
    secret = get_random_string(32)
    Browser.objects.filter(account=account, until__lt=clock.now()).delete()
    Browser.objects.create(
        account=account, digest=digest_of(secret), device=device_of(request),
        address=address_of(request), until=clock.now() + TRUST,
    )  # fmt: skip
    return secret


def distrust(account, request, pk=None) -> None:
    """Ask this browser, or all, for the second factor again."""
    rows = Browser.objects.filter(account=account)
    (rows.filter(pk=pk) if pk else rows).delete()
    changed(account, "取消了对浏览器的信任", request)


def has_first(account) -> bool:
    """Whether there is anything that recovery codes could stand in for."""
    return (
        Authenticator.objects.filter(user=account)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .exists()
    )


# --- the second factor ---------------------------------------------------------------------------


@transaction.atomic
def add_totp(account, secret, request) -> bool:
    """Switch the app's codes on; whether fresh recovery codes were made with it."""
    from allauth.mfa.totp.internal.auth import TOTP

    Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(account, secret)
    changed(account, "开启了动态码", request)
    return _codes_if_none(account)


def _codes_if_none(account) -> bool:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    if Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).exists():
        return False
    RecoveryCodes.activate(account)
    return True


@transaction.atomic
def renew_codes(account, request) -> None:
    """Fresh recovery codes; the old ones open nothing any more."""
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    _codes_if_none(account)
    changed(account, "换了恢复码", request)


def codes_shown(authenticator) -> None:
    """Recovery codes are shown once."""
    authenticator.data["viewed_at"] = clock.now().timestamp()
    authenticator.save(update_fields=["data"])


@transaction.atomic
def add_passkey(account, name, credential, request) -> bool:
    """A passkey for this account; whether fresh recovery codes were made with it."""
    from allauth.mfa.webauthn.internal.auth import WebAuthn

    WebAuthn.add(account, name[:40], credential)
    changed(account, f"添加了通行密钥“{name[:20]}”", request)
    return _codes_if_none(account)


def rename_passkey(account, pk, name) -> None:
    row = Authenticator.objects.filter(
        user=account, pk=pk, type=Authenticator.Type.WEBAUTHN
    ).first()
    if row is not None:
        row.data["name"] = name[:40]
        row.save(update_fields=["data"])


@transaction.atomic
def remove(account, request, pk) -> None:
    """Take a means of the second step away; without any, recovery codes have no use either."""
    row = Authenticator.objects.filter(user=account, pk=pk).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    if not row.exists():
        return
    words = "关闭了动态码" if row.get().type == Authenticator.Type.TOTP else "移除了一把通行密钥"
    row.delete()
    left = Authenticator.objects.filter(user=account)
    if not left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        left.delete()
        Browser.objects.filter(account=account).delete()
    changed(account, words, request)


@transaction.atomic
def drop_second_factor(account, request=None) -> None:
    """All of it; only where an officer allowed it on the slip."""
    Authenticator.objects.filter(user=account).delete()
    Browser.objects.filter(account=account).delete()
    changed(account, "按凭条清除了二次验证", request)


@transaction.atomic
def seal_again() -> None:
    """Write what allauth keeps sealed anew with the first key; called by ``privacy.rotate``."""
    for row in Authenticator.objects.select_for_update().iterator():
        fresh = {k: box().rotate(row.data[k].encode()).decode() for k in SEALED if k in row.data}
        if fresh:
            row.data = json.loads(json.dumps(row.data | fresh))
            row.save(update_fields=["data"])
