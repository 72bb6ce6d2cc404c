"""The pages of the congress: terms and delegates, the session and its papers, the hall."""

from .. import forms  # noqa: F401  registers the forms
from . import door, hall, sessions, terms

urlpatterns = [*hall.urlpatterns, *door.urlpatterns, *sessions.urlpatterns]
__all__ = ["door", "hall", "sessions", "terms", "urlpatterns"]
