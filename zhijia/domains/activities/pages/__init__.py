"""The pages of activities: lists and details, signing up, the line and the draw, the door."""

from .. import forms  # noqa: F401  registers the forms
from . import activities, clubs, contests, door, fixtures, regulars, series, signups, wall

urlpatterns = [
    *activities.urlpatterns, *wall.urlpatterns, *door.urlpatterns, *signups.urlpatterns, *clubs.urlpatterns,
    *regulars.urlpatterns, *contests.urlpatterns, *fixtures.urlpatterns, *series.urlpatterns,
]  # fmt: skip
