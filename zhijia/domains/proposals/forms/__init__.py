"""Forms of the verbs of proposals."""

from . import calls, handling, review, writing  # noqa: F401  each registers its own
