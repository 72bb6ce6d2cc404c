"""The demo school: a lived-in year and the one before, built through the actions people use.

Everything is invented and deterministic by seed: the same day gives the same school.
"""

from .build import build

__all__ = ["build"]
