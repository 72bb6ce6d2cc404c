"""An activity on paper."""

from . import news, prizes, rolls  # noqa: F401  each registers its own
