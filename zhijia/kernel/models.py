"""Every kernel table, for Django to find; each lives in the module named after its subject."""

from .actions import Once, Step
from .calendar.models import CalendarDay
from .documents.models import Attachment, NumberSeries
from .importer import Import
from .jobs import Job
from .metrics import Tally
from .notices import Notice
from .orgs import Org
from .people import Account, Appointment, Deputy, Group, Membership, Person
from .periods import Period
from .policy import PolicyRow
from .privacy import Look
from .records import Entry, Fact, Record
from .settings import OrgSetting
from .waiting import Call

__all__ = [
    "Account",
    "Appointment",
    "Attachment",
    "CalendarDay",
    "Call",
    "Deputy",
    "Entry",
    "Fact",
    "Group",
    "Import",
    "Job",
    "Look",
    "Membership",
    "Notice",
    "NumberSeries",
    "Once",
    "Org",
    "OrgSetting",
    "Period",
    "Person",
    "PolicyRow",
    "Record",
    "Step",
    "Tally",
]
