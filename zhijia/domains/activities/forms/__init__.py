"""Forms of the verbs of activities."""

from . import (  # noqa: F401  each registers its own
    audiences,
    clubs,
    contests,
    drafting,
    fixtures,
    places,
    regulars,
    remains,
    signing,
)
