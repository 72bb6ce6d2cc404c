"""The pages of committees, a module for each noun."""

from .. import forms  # noqa: F401  registers the forms
from . import groups, meetings, pool, posts, terms

__all__ = ["groups", "meetings", "pool", "posts", "terms"]
urlpatterns = posts.urlpatterns
