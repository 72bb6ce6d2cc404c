"""When a session was last used: written at most every five minutes, so that pages stay cheap.

allauth's own tracking costs several queries a request. Here each worker remembers in memory what it
wrote lately; nothing is read.
"""

import time

from django.conf import settings

from zhijia.kernel import clock

from .actions import touch

EVERY, MOST = 300, 5000
_written: dict[str, float] = {}


class SeenMiddleware:
    """Notes the use of a session after the answer is made."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if key and len(key) <= 40 and time.monotonic() - _written.get(key, -EVERY) >= EVERY:
            if len(_written) >= MOST:
                _written.clear()
            _written[key] = time.monotonic()
            if getattr(request, "session", None) and "_auth_user_id" in request.session:
                touch(key, clock.now())
        return response
