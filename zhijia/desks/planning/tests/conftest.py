"""All of it on one day in March, with a folder of its own for the files."""

import pytest

from zhijia.desks.planning.tests.parts import DAY
from zhijia.kernel import clock


@pytest.fixture(autouse=True)
def in_march(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.at(DAY):
        yield
