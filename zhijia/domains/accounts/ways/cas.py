"""CAS tickets through python-cas; imported when somebody comes this way.

CAS knows no state, so the address it sends the browser back to carries ours.
"""

import secrets
from hmac import compare_digest

from django.shortcuts import redirect
from django.utils.http import urlencode

from .claims import Claims, pick
from .http import Guarded

KEY, SECONDS = "cas_states", 600


class Failed(Exception):
    """The ticket does not hold."""


def client_of(request, way, state):
    from cas import CASClientV2, CASClientV3

    back = request.build_absolute_uri(f"/enter/by/{way.pk}/back/")
    given = {
        "server_url": way.server.rstrip("/") + "/", "session": Guarded(),
        "service_url": f"{back}?{urlencode({'state': state})}",
    }  # fmt: skip
    return CASClientV3(**given) if way.attribute else CASClientV2(**given)


def start(request, way, process, there):
    state = secrets.token_urlsafe(16)
    kept = request.session.get(KEY, {})
    kept = dict(list(kept.items())[-4:]) | {state: [way.pk, process, there]}
    request.session[KEY] = kept
    return redirect(client_of(request, way, state).get_login_url())


def finish(request, way) -> tuple[Claims, dict]:
    """(who came, what was put aside when the browser left)."""
    state, kept = request.GET.get("state", ""), request.session.get(KEY, {})
    found = next((k for k in kept if compare_digest(k.encode(), state.encode())), None)
    if found is None or kept[found][0] != way.pk:
        raise Failed("no such state")
    _pk, process, there = kept.pop(found)
    request.session[KEY] = kept
    user, attributes, _ticket = client_of(request, way, found).verify_ticket(
        request.GET.get("ticket", "")
    )
    if not user:
        raise Failed("the ticket does not hold")
    data = {"user": user, **(attributes or {})}
    claims = Claims(
        user, pick(data, way.attribute or "user"), pick(data, "name") or pick(data, "cn")
    )
    return claims, {"process": process, "next": there}
