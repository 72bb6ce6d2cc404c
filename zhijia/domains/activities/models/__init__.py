"""The nouns: who is asked, the activity with its places, those who sign up, what remains."""

from .activities import Activity, ActivitySettings, Fund, Kind, Quota, Rule, Slot
from .audiences import Audience
from .calendars import CalendarKey
from .clubs import Club, ClubMember, ClubYear, Showing
from .contests import Competitor, Contest
from .fixtures import Fixture
from .regulars import Gathering, Regular
from .remains import Feedback, Prize
from .signups import SignUp

__all__ = [
    "Activity", "ActivitySettings", "Audience", "CalendarKey", "Club", "ClubMember", "ClubYear",
    "Competitor", "Contest", "Feedback", "Fixture", "Fund", "Gathering", "Kind", "Prize", "Quota",
    "Regular", "Rule", "Showing", "SignUp", "Slot",
]  # fmt: skip
