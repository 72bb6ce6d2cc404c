"""All of it in one March, with a folder of its own for the files."""

import pytest

from zhijia.domains.activities.tests.parts import NOW
from zhijia.kernel import clock


@pytest.fixture(autouse=True)
def in_march(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.at(NOW):
        yield
