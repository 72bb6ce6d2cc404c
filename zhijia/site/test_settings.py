"""Settings of the test run: a data folder of its own, plain static files, quick passwords."""

import os
import tempfile

os.environ["ZHIJIA_TEST"] = "1"
os.environ["ZHIJIA_DATA"] = tempfile.mkdtemp(prefix="zhijia-test-")

from .settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WHITENOISE_AUTOREFRESH = True  # every client of every test would list all static files at its first request
