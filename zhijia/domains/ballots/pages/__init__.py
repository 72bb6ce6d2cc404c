"""The pages of ballots."""

from .. import forms  # noqa: F401  registers the forms
from . import ballots, booth

urlpatterns = [*ballots.urlpatterns, *booth.urlpatterns]
