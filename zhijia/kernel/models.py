"""Every kernel table, for Django to find; each lives in the module named after its subject."""

from .actions import Once, Step
from .calendar.models import CalendarDay
from .channels.models import ChannelSettings
from .consent import Consent
from .contacts import Contact, Preference
from .deliveries import Delivery
from .documents.models import Attachment, NumberSeries
from .importer.models import Import, ImportBlock, ImportRow
from .jobs import Job
from .metrics import Tally
from .notices import Notice
from .orgs import Org, Place
from .people import Account, Appointment, Deputy, Group, Membership, Person
from .periods import Period
from .policy import PolicyRow
from .privacy import Look
from .reach import Unreached
from .records import Entry, Fact, Record
from .settings import OrgSetting
from .ticks import Tick
from .waiting import Call

__all__ = [
    "Account",
    "Appointment",
    "Attachment",
    "CalendarDay",
    "Call",
    "ChannelSettings",
    "Consent",
    "Contact",
    "Delivery",
    "Deputy",
    "Entry",
    "Fact",
    "Group",
    "Import",
    "ImportBlock",
    "ImportRow",
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
    "Place",
    "PolicyRow",
    "Preference",
    "Record",
    "Step",
    "Tally",
    "Tick",
    "Unreached",
]
