"""Guessing which domain of union work a title belongs to."""

from __future__ import annotations

import re
from functools import cache

from .vocabulary import DOMAINS

_SPACE = re.compile(r"[\s“”\"'‘’、]")


@cache
def _keywords() -> tuple[tuple[str, int, str, int], ...]:
    """Give (keyword, weight, domain, row) of the table."""
    return tuple(
        (word, weight, domain, row)
        for row, (domain, weight, words) in enumerate(DOMAINS)
        for word in words.split()
    )


def suggest_domain(title: str) -> str:
    """Give the code of the likeliest domain; the heaviest, then longest keyword wins."""
    plain = _SPACE.sub("", title)
    best = max(
        (
            (weight, len(word), plain.rfind(word), -row, domain)
            for word, weight, domain, row in _keywords()
            if word in plain
        ),
        default=None,
    )
    return best[-1] if best else "worklog"
