"""What every test may ask for."""

import os
import tempfile

os.environ.setdefault("ZHIJIA_TEST", "1")
os.environ["ZHIJIA_DATA"] = tempfile.mkdtemp(prefix="zhijia-test-")

import pytest  # noqa: E402


@pytest.fixture
def cast(db):
    """The people every test knows; see ``zhijia.kernel.testing``."""
    from zhijia.kernel import testing

    return testing.cast()


@pytest.fixture
def enter(client):
    """``enter(person)`` gives a client signed in as that person."""
    from zhijia.kernel import testing

    return lambda who: testing.enter_as(client, who)
