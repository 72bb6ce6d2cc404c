"""The pages of ballots."""

from .. import forms  # noqa: F401  registers the forms
from . import ballots, batches, booth, desk, hall

urlpatterns = [
    *ballots.urlpatterns, *booth.urlpatterns, *desk.urlpatterns, *batches.urlpatterns, *hall.urlpatterns,
]  # fmt: skip
