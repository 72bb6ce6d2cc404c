"""The product's own settings; only collected static files go into the bench's data folder."""

from zhijia.site.settings import *  # noqa: F403
from zhijia.site.settings import DATA_DIR

STATIC_ROOT = DATA_DIR / "staticfiles"
