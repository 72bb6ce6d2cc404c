"""Every table of the accounts, each in the module named after its subject."""

from .entrances import Browser, Entrance
from .slips import Batch, Holder, Invitation
from .ways import Identity, WayIn

__all__ = ["Batch", "Browser", "Entrance", "Holder", "Identity", "Invitation", "WayIn"]
