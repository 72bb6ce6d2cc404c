"""Whom proposals, promises and awards call on, in every state but the last: a person, or who holds a
power."""

from . import awards, cases, promises  # noqa: F401  each registers its own
