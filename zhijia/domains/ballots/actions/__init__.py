"""The verbs of ballots, in the order life goes: draft, fill the roll, open, close, count, certify,
and vote again where somebody was tied or a seat stayed empty."""

from .again import again
from .ballots import amend, ask, draft, enrol, name_tellers, open_, void
from .counting import certify, close, count, hand_over, make_seal
from .named import vote_openly

__all__ = [
    "again", "amend", "ask", "certify", "close", "count", "draft", "enrol", "hand_over", "make_seal",
    "name_tellers", "open_", "void", "vote_openly",
]  # fmt: skip
