"""The nouns: the ballot and its questions, the roll, the keys, and (in ``urn``) the papers."""

from ..urn import Paper
from .ballots import Ballot, Base, Form, Grade, Kind, Question
from .rolls import NamedVote, Signature, SigningKey, TellerKey, Voter

__all__ = [
    "Ballot", "Base", "Form", "Grade", "Kind", "NamedVote", "Paper", "Question", "Signature",
    "SigningKey", "TellerKey", "Voter",
]  # fmt: skip
