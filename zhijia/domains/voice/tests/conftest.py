"""All of it in one March week, with a folder of its own for the files and nobody counted yet."""

import pytest

from zhijia.domains.voice import throttle
from zhijia.kernel import clock

from .parts import DAY, boxes


@pytest.fixture(autouse=True)
def in_march(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(throttle, "DELAY", 0)
    throttle.forget()
    with clock.at(DAY):
        yield


@pytest.fixture
def s(cast):
    return boxes(cast)
