"""An activity on paper."""

from . import fixtures, news, prizes, rolls  # noqa: F401  each registers its own
