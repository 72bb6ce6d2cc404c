"""What this domain keeps: calls and departments, proposals, and what becomes of them."""

from .best import Award, Poll
from .calls import Call, Department
from .handling import Assignment, Conclusion, Contact, Decision, Promise, Rating, Reply
from .proposals import Category, Grade, Gram, Proposal, Second, Version
from .settings import Ground, ProposalSettings, Proposers, ReplyKind, rules_of

__all__ = [
    "Assignment", "Award", "Call", "Category", "Conclusion", "Contact", "Decision", "Department", "Grade", "Gram",
    "Ground", "Poll", "Promise", "Proposal", "Proposers", "ProposalSettings", "Rating", "Reply", "ReplyKind", "Second",
    "Version", "rules_of",
]  # fmt: skip
