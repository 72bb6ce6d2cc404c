"""Papers of committees: of meetings, of terms, and of who holds which post."""

from . import meetings, posts, terms

__all__ = ["meetings", "posts", "terms"]
