"""One small HTTP client for the channels: JSON in and out, short waits, no detours."""

import ipaddress
import json
import socket
from urllib import error, parse, request

from django.conf import settings

TIMEOUT, MOST = 10, 64 * 1024  # seconds; bytes of an answer


class Unreachable(Exception):
    """No sensible answer came; it may come later."""


class _NoDetour(request.HTTPRedirectHandler):
    """A redirect could lead a secret somewhere else."""

    def redirect_request(self, *args, **kwargs):
        return None


_opener = request.build_opener(_NoDetour)


def refuse_inside(url: str) -> None:
    """A union's own gateway may not be an address of this machine or its network.

    ``NOTICE_INTRANET`` allows it, for schools whose gateway stands inside.
    """
    parts = parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreachable("网址应以 https:// 开头。")
    if settings.NOTICE_INTRANET:
        return
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise Unreachable("找不到这个网址。") from fault
    if any(not ipaddress.ip_address(row[4][0].split("%")[0]).is_global for row in found):
        raise Unreachable("网址指向内部网络，不能使用。")


def call(url: str, *, query=None, body=None, headers=None) -> dict:
    """GET, or POST of a JSON body; the JSON answer. Raises :class:`Unreachable`.

    An answer of status 400 or above with a JSON body is an answer too.
    """
    refuse_inside(url)
    if query:
        url = f"{url}{'&' if '?' in url else '?'}{parse.urlencode(query)}"
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    asked = request.Request(url, data, {"Content-Type": "application/json", **(headers or {})})
    try:
        with _opener.open(asked, timeout=TIMEOUT) as answer:
            raw = answer.read(MOST)
    except error.HTTPError as fault:
        raw = fault.read(MOST)
        if not raw.lstrip().startswith(b"{"):
            raise Unreachable(f"对方回答 HTTP {fault.code}") from fault
    except (OSError, ValueError) as fault:
        raise Unreachable(f"连不上：{type(fault).__name__}") from fault
    try:
        said = json.loads(raw)
    except ValueError as fault:
        raise Unreachable("对方的回答看不懂") from fault
    if not isinstance(said, dict):
        raise Unreachable("对方的回答看不懂")
    return said
