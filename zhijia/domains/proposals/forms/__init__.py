"""Forms of the verbs of proposals."""

from . import best, beyond, calls, handling, review, writing  # noqa: F401  each registers its own
