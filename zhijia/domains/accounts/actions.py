"""The verbs of the accounts, for the kernel to find; each stands with its noun."""

from .own import actions as own
from .slips import actions as slips
from .slips.actions import invite, invite_group, reissue, renew, rest, use, wake, withdraw
from .ways import actions as ways
from .ways.actions import amend, connect, switch_off, switch_on, tie, untie

__all__ = [
    "amend", "connect", "invite", "invite_group", "own", "reissue", "renew", "rest", "slips",
    "switch_off", "switch_on", "tie", "untie", "use", "wake", "ways", "withdraw",
]  # fmt: skip
