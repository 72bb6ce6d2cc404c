"""What proposals mean to the outside, each fact on the day it came to be: handed in, decided,
answered, concluded, a promise kept, found best. A case lives over several years and the years are closed one by
one, so no figure of a closed year changes when the case goes on. No words name a proposer.
"""

from . import after, cases  # noqa: F401  each registers its own
