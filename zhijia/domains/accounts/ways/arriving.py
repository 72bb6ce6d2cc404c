"""Somebody comes back from a provider: whose account is it, and may they come in?"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused

from ..models import Identity
from ..standing import reaches_beyond, standing_at
from .actions import open_and_tie

PENDING, SECONDS = "pending_identity", 900


def arrive(request, way, claims, state):
    """Sign in with a tied identity; else tie it by staff number, or ask its owner to tie it."""
    if state.get("process") == "connect":
        return put_aside(request, way, claims, "/enter/tie/")
    identity = Identity.objects.tied().filter(way=way, subject=claims.subject).first()
    if identity is None:
        try:
            identity = by_number(way, claims)
        except Refused as no:
            return said(request, no.sentence, no.remedy)
    if identity is None:
        return put_aside(request, way, claims, "/enter/tie/")
    account = identity.account
    if request.user.is_authenticated and request.user.pk != account.pk:
        from django.contrib.auth import logout

        logout(request)
    record_authentication(request, account, "way", label=way.label)
    return perform_login(request, Login(user=account, redirect_url=state.get("next") or "/"))


def by_number(way, claims):
    """The identity of the one person on the roll with this staff number, tied now; else None.

    Not where the name told differs (numbers are given out again), nor for somebody whose office
    reaches beyond the union that set this way up.
    """
    if not (way.auto_tie and claims.number):
        return None
    found = list(standing_at(way.org, below=True).filter(staff_no=claims.number)[:2])
    if len(found) != 1:
        return None
    person = found[0]
    if (claims.name and claims.name != person.name) or reaches_beyond(person, way.org):
        return None
    return open_and_tie(way, person, claims.subject)


def put_aside(request, way, claims, there):
    """Keep for a quarter of an hour who came; the owner signs in and ties it."""
    from time import time

    request.session[PENDING] = {
        "way": way.pk, "subject": claims.subject, "name": claims.name, "at": int(time()),
    }  # fmt: skip
    return redirect(there)


def pending(request):
    """What was put aside and still holds, or None."""
    from time import time

    kept = request.session.get(PENDING)
    return kept if kept and time() - kept["at"] < SECONDS else None


def failed(request, way, why=None):
    """The other side did not vouch for anybody."""
    if why is not None:
        import logging

        logging.getLogger("zhijia.accounts").warning("way in %s failed: %s", way.pk, why)
    words = _("“%s”没有完成登录。") % way.label
    return said(request, words, _("请再试一次；一直不行的，先用密码登录，并告诉本校工会主席。"))


def said(request, words, remedy=""):
    context = {"heading": _("没有登录成功"), "words": words, "remedy": remedy, "enter": True}
    return render(request, "accounts/said.html", context, status=422)
