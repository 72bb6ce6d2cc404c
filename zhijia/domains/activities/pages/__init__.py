"""The pages of activities: lists and details, signing up, the line and the draw, the door."""

from .. import forms  # noqa: F401  registers the forms
from . import activities, clubs, contests, door, fixtures, regulars, signups, wall

urlpatterns = [
    *activities.urlpatterns, *wall.urlpatterns, *door.urlpatterns, *signups.urlpatterns, *clubs.urlpatterns,
    *regulars.urlpatterns, *contests.urlpatterns, *fixtures.urlpatterns,
]  # fmt: skip
