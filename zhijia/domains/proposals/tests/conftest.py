"""All of it in one March, with a folder of its own for the files."""

import pytest

from zhijia.kernel import clock

from .parts import DAY, school


@pytest.fixture(autouse=True)
def in_march(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.at(DAY):
        yield


@pytest.fixture
def s(cast):
    return school(cast)
