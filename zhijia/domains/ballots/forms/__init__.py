"""Forms of the verbs of ballots."""

from . import preparing, telling  # noqa: F401  each registers its own
