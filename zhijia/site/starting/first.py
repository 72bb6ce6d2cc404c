"""The first visit to an empty house leads to the set-up."""

from django.shortcuts import redirect

from . import code


class FirstStartMiddleware:
    """Whoever comes to the first page or the way in while no union exists is shown where to begin.

    Two addresses are enough: every other page sends the anonymous to the way in.
    """

    PATHS = ("/", "/enter/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.method == "GET" and request.path in self.PATHS
        if asked and not request.user.is_authenticated and code.wanted():
            return redirect("/start/")
        return self.get_response(request)
