"""Papers of the congress (rules 1.57)."""

from . import delegates, sessions  # noqa: F401  each registers its own
