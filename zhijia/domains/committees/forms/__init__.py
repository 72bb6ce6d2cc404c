"""Forms of the verbs of committees, a module for each noun."""

from . import groups, meetings, pool, posts, seats, terms

__all__ = ["groups", "meetings", "pool", "posts", "seats", "terms"]
