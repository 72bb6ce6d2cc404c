"""The forms of the accounts, for the pages to register; each stands with its noun."""

from .slips import forms as slips
from .ways import forms as ways

__all__ = ["slips", "ways"]
