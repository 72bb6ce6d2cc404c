"""What every test may ask for."""

import pytest


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
