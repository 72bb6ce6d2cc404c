"""The pages of proposals: the list and the case, several at once, what answers while one writes, the
public board, promises, calls, departments, votes of the best."""

from .. import forms  # noqa: F401  registers the forms
from . import batch, best, board, calls, parts, proposals, writing

urlpatterns = [*board.urlpatterns, *writing.urlpatterns, *batch.urlpatterns]
__all__ = ["batch", "best", "board", "calls", "parts", "proposals", "urlpatterns", "writing"]
