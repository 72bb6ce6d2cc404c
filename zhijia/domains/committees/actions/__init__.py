"""The verbs of committees, a module for each noun, in the order life goes."""

from .groups import describe, dissolve, gather, lead, move_out, rename, set_up
from .meetings import (
    add_files,
    amend_minutes,
    cancel,
    carry_out,
    convene,
    drop,
    entrust,
    hold,
    minute,
    reschedule,
)
from .pool import (
    add_plaque,
    amend_own,
    amend_premises,
    choose,
    hand_in,
    move_in,
    read,
    withdraw,
    write,
)
from .posts import appoint, delegate, relieve, take_back
from .seats import co_opt, divide, expire, seat, vacate
from .terms import amend, close_term, found, note_approval, open_term, renew

__all__ = [
    "add_files", "add_plaque", "amend", "amend_minutes", "amend_own", "amend_premises", "appoint",
    "cancel", "carry_out", "choose", "close_term", "co_opt", "convene", "delegate", "describe",
    "dissolve", "divide", "drop", "entrust", "expire", "found", "gather", "hand_in", "hold", "lead",
    "minute", "move_in", "move_out", "note_approval", "open_term", "read", "relieve", "rename",
    "renew", "reschedule", "seat", "set_up", "take_back", "vacate", "withdraw", "write",
]  # fmt: skip
