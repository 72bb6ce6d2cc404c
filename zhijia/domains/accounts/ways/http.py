"""Calls from the server to a provider: a safe address each time, five seconds, no redirects."""

import requests
from django.utils.translation import gettext as _

from .addresses import is_safe

SECONDS, MOST = 5, 1_000_000


class Guarded(requests.Session):
    """A session that calls nothing but safe addresses and reads no endless answer."""

    def request(self, method, url, **given):
        if not is_safe(url):
            raise requests.exceptions.InvalidURL(_("地址不安全：%s") % url)
        given |= {"timeout": SECONDS, "allow_redirects": False, "stream": True}
        answer = super().request(method, url, **given)
        body = answer.raw.read(MOST + 1, decode_content=True)
        if len(body) > MOST:
            raise requests.exceptions.InvalidHeader(_("对方的回答太长。"))
        answer._content, answer._content_consumed = body, True
        answer.close()
        return answer
