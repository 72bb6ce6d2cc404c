"""Forms of the verbs of the congress."""

from . import after, agenda, sessions, terms  # noqa: F401  each registers its own
