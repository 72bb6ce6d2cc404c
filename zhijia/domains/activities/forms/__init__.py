"""Forms of the verbs of activities."""

from . import audiences, drafting, places, remains, signing  # noqa: F401  each registers its own
