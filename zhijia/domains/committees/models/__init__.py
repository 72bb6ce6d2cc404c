"""What this domain keeps: committees and seats, meetings, offices, groups, the pool."""

from .groups import Group, GroupProfile
from .meetings import Decision, Meeting
from .pool import Activist, OwnSummary, Premises
from .posts import Deputising, Office
from .terms import Committee, CommitteesSettings, Seat

__all__ = [
    "Activist", "Committee", "CommitteesSettings", "Decision", "Deputising", "Group",
    "GroupProfile", "Meeting", "Office", "OwnSummary", "Premises", "Seat",
]  # fmt: skip
