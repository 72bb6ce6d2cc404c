"""Proposals on paper."""

from . import calls, proposals  # noqa: F401  each registers its own
