"""Forms of the verbs of activities."""

from . import (  # noqa: F401  each registers its own
    audiences,
    clubs,
    contests,
    drafting,
    entries,
    fixtures,
    hours,
    marks,
    places,
    regulars,
    remains,
    signing,
)
