"""The pages of proposals: the list and the case, the public board, promises, calls, departments."""

from .. import forms  # noqa: F401  registers the forms
from . import board, calls, proposals, similar

urlpatterns = [*board.urlpatterns, *similar.urlpatterns]
__all__ = ["board", "calls", "proposals", "similar", "urlpatterns"]
