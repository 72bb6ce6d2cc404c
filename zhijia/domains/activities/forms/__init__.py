"""Forms of the verbs of activities."""

from . import (  # noqa: F401  each registers its own
    audiences,
    clubs,
    drafting,
    places,
    regulars,
    remains,
    signing,
)
