"""The nouns: the congress of a term and its delegates, the session, its agenda, what comes of it."""

from .after import Opinion, Receipt, Resolution
from .agenda import BINDING, POLICY, VOTED, AgendaItem, Method, Power, Speaker, editions
from .delegates import Delegate, Delegation, Unit, UnitVote
from .sessions import Attendee, Part, Session
from .terms import Body, Congress, CongressSettings, rules_of

__all__ = [
    "BINDING", "POLICY", "VOTED", "AgendaItem", "Attendee", "Body", "Congress", "CongressSettings", "Delegate",
    "Delegation", "Method", "Opinion", "Part", "Power", "Receipt", "Resolution", "Session", "Speaker",
    "Unit", "UnitVote", "editions", "rules_of",
]  # fmt: skip
