"""All of it on one day in March, with a folder of its own for the files."""

import pytest

from zhijia.domains.worklog.tests.parts import DAY
from zhijia.kernel import clock
from zhijia.kernel.people import Post
from zhijia.kernel.testing import office


@pytest.fixture(autouse=True)
def in_march(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with clock.at(DAY):
        yield


@pytest.fixture
def leader(cast):
    """Hua, made leader of her group."""
    office(cast.first, cast.hua, Post.GROUP_LEADER)
    return cast.hua
