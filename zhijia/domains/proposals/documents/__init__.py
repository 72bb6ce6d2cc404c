"""Proposals on paper."""

from . import calls, closing, proposals  # noqa: F401  each registers its own
