"""Setting up the second factor: the app's codes, recovery codes, passkeys."""

import json
from time import time

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhijia.kernel.privacy import seal, unseal

from ..door.pages import plain_json
from ..door.throttle import Gate
from . import actions
from .pages import freshly, own_page

Kind = Authenticator.Type
SECRET, SHOWN = "totp_set_up", "codes_shown_at"
DOWNLOAD = 900  # seconds after being shown in which the codes can be downloaded


def group(text, size=4) -> str:
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def qr_of(text) -> str:
    """A QR code as an address of an image; the content policy allows data: for images."""
    import segno

    return segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=2, light="#fff")


def secret_of(request, fresh) -> str:
    """The key being set up; until it is proved it lies sealed in the session."""
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    kept = request.session.get(SECRET)
    if fresh or not kept:
        kept = request.session[SECRET] = seal(generate_totp_secret().encode()).decode()
    return unseal(kept.encode()).decode()


@freshly
@require_http_methods(["GET", "POST"])
def totp(request):
    """Scan, type the first code, done."""
    from allauth.mfa.totp.internal.auth import validate_totp_code

    secret, words = secret_of(request, fresh=request.method == "GET"), ""
    if request.method == "POST":
        gate = Gate(request, "", request.user, use="set-up")
        words = gate.shut()
        if not words and validate_totp_code(secret, request.POST.get("code", "")):
            made = actions.add_totp(request.user, secret, request)
            request.session.pop(SECRET, None)
            messages.success(request, _("动态码已开启，下次登录会用到。"))
            return redirect("/accounts/me/codes/" if made else "/accounts/me/")
        if not words:
            gate.wrong()
            words = _("动态码不对。请核对手机时间是否自动校准，再输一次新的码。")
    link = get_adapter().build_totp_url(request.user, secret)
    context = {"secret": group(secret), "qr": qr_of(link), "link": link, "words": words}
    return render(request, "accounts/totp.html", context, status=422 if words else 200)


@freshly
@require_POST
def remove(request, pk):
    actions.remove(request.user, request, pk)
    messages.success(request, _("已移除。"))
    return redirect("/accounts/me/")


# --- recovery codes ------------------------------------------------------------------------------


def codes_row(account):
    return Authenticator.objects.filter(user=account, type=Kind.RECOVERY_CODES).first()


def unused(row) -> list[str]:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    return [group(code) for code in RecoveryCodes(row).get_unused_codes()]


@freshly
@require_http_methods(["GET", "POST"])
def codes(request):
    """Shown once; afterwards only fresh ones can be made."""
    if request.method == "POST" and actions.has_first(request.user):
        actions.renew_codes(request.user, request)
        return redirect("/accounts/me/codes/")
    row, shown = codes_row(request.user), []
    if row is not None and not row.data.get("viewed_at"):
        shown = unused(row)
        actions.codes_shown(row)
        request.session[SHOWN] = int(time())
    return render(request, "accounts/codes.html", {"row": row, "shown": shown})


@freshly
@require_POST
def codes_file(request):
    """The codes as a text file, for a quarter of an hour after they were shown."""
    row = codes_row(request.user)
    if row is None or time() - request.session.get(SHOWN, 0) > DOWNLOAD:
        messages.error(request, _("恢复码只显示一次。需要时请换一组新的。"))
        return redirect("/accounts/me/codes/")
    head = _("职家恢复码（%s）。每个只能用一次，请放在安全的地方。") % request.user.username
    answer = HttpResponse(
        "\r\n".join([head, "", *unused(row), ""]), content_type="text/plain; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="zhijia-codes.txt"'
    return answer


# --- passkeys ------------------------------------------------------------------------------------


class NameForm(forms.Form):
    name = forms.CharField(max_length=40, required=False)


@freshly
@require_http_methods(["GET", "POST"])
def passkey(request):
    """The browser makes a key; its public half is kept."""
    from allauth.mfa.webauthn.internal import auth

    words = ""
    if request.method == "POST":
        credential = credential_in(request)
        if credential is not None:
            name = request.POST.get("name", "").strip() or _("通行密钥")
            made = actions.add_passkey(request.user, name, credential, request)
            messages.success(request, _("通行密钥已添加，下次可以直接用它登录。"))
            return redirect("/accounts/me/codes/" if made else "/accounts/me/")
        words = _("没有添加成功，请再试一次。")
    options = json.dumps(plain_json(auth.begin_registration(request.user, True)))
    name = request.POST.get("name") or actions.device_of(request)
    context = {"options": options, "name": name, "words": words}
    return render(request, "accounts/passkey.html", context, status=422 if words else 200)


def credential_in(request):
    """The credential that the browser made, if it answers our challenge with the owner verified."""
    from allauth.mfa.webauthn.internal import auth
    from django.core.exceptions import ValidationError

    try:
        credential = json.loads(request.POST.get("credential", ""))
        auth.parse_registration_response(credential)
        made = auth.complete_registration(credential)
    except (ValueError, TypeError, KeyError, ValidationError):
        return None
    return credential if made.is_user_verified() else None


@own_page
@require_POST
def passkey_name(request, pk):
    form = NameForm(request.POST)
    if form.is_valid() and form.cleaned_data["name"].strip():
        actions.rename_passkey(request.user, pk, form.cleaned_data["name"].strip())
        messages.success(request, _("名字已改。"))
    return redirect("/accounts/me/")
