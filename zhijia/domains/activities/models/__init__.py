"""The nouns: who is asked, the activity with its places, those who sign up, what remains."""

from .activities import Activity, ActivitySettings, Fund, Kind, Quota, Rule, Slot
from .audiences import Audience
from .remains import Feedback, Prize
from .signups import SignUp

__all__ = [
    "Activity", "ActivitySettings", "Audience", "Feedback", "Fund", "Kind", "Prize", "Quota", "Rule", "SignUp", "Slot",
]  # fmt: skip
