"""The verbs of ballots, in the order life goes: draft, fill the roll, open, close, count, certify,
and vote again where somebody was tied or a seat stayed empty."""

from .again import again
from .ballots import amend, ask, draft, enrol, name_tellers
from .batches import enter, start_batch, withdraw
from .counting import certify, close, count, hand_over, make_seal
from .named import vote_openly
from .opening import open_, void
from .slips import print_slips

__all__ = [
    "again", "amend", "ask", "certify", "close", "count", "draft", "enrol", "enter", "hand_over",
    "make_seal", "name_tellers", "open_", "print_slips", "start_batch", "void", "vote_openly", "withdraw",
]  # fmt: skip
