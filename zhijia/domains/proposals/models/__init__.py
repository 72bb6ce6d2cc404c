"""What this domain keeps: calls and departments, proposals, and what becomes of them."""

from .best import Award, Poll
from .calls import Call, Department
from .ending import Conclusion, Promise, Rating
from .forwarding import Forwarding
from .handling import Assignment, Contact, Decision, Reply
from .proposals import Category, Grade, Proposal
from .settings import Ground, ProposalSettings, Proposers, ReplyKind, rules_of
from .texts import Gram, Second, Version

__all__ = [
    "Assignment", "Award", "Call", "Category", "Conclusion", "Contact", "Decision", "Department", "Forwarding", "Grade", "Gram",
    "Ground", "Poll", "Promise", "Proposal", "Proposers", "ProposalSettings", "Rating", "Reply", "ReplyKind", "Second",
    "Version", "rules_of",
]  # fmt: skip
