"""Which addresses the server may call on behalf of a way in.

https only: what is not encrypted proves nothing about who came in. A loopback address may be plain
http in tests, in development and in the demonstration, where the other side is a stand-in.
"""

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def plain_allowed() -> bool:
    return settings.DEBUG or settings.DEMO or os.environ.get("ZHIJIA_TEST") == "1"


def is_safe(url: str) -> bool:
    """Whether a way in may live at this address."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc:
        return False
    if parts.scheme == "https":
        return plain_allowed() or not is_loopback(host)
    return parts.scheme == "http" and is_loopback(host) and plain_allowed()


def checked(url: str) -> str:
    if not is_safe(url):
        raise Refused(
            _("服务地址必须以 https:// 开头，并且不能是本机。"), _("请向学校信息中心核对地址。")
        )
    return url
