"""The nouns: the ballot and its questions, the roll, the keys, slips, sheets, and (in ``urn``) the papers."""

from ..urn import Paper
from .ballots import Ballot, Base, Form, Grade, Kind, Question
from .batches import Batch, BatchEntry
from .rolls import SHEETS, SIGNED, NamedVote, Signature, SigningKey, TellerKey, Voter, Way
from .slips import Slip

__all__ = [
    "SHEETS", "SIGNED", "Ballot", "Base", "Batch", "BatchEntry", "Form", "Grade", "Kind", "NamedVote",
    "Paper", "Question", "Signature", "SigningKey", "Slip", "TellerKey", "Voter", "Way",
]  # fmt: skip
