"""What the tests of the accounts share."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from zhijia.kernel import clock
from zhijia.kernel.people import Account, Post
from zhijia.kernel.testing import PASSWORD, office

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    cache.clear()
    with clock.at(DAY):
        yield
    cache.clear()


@pytest.fixture
def leader(cast):
    """Qian leads the group in which everybody of the first school is; Zhao is moved to another."""
    office(cast.first, cast.qian, Post.GROUP_LEADER)
    return cast.qian


@pytest.fixture
def account(cast):
    return Account.objects.create_user("zhaoming", cast.zhao, PASSWORD)


def sign_in(account="zhaoming", password=PASSWORD, client=None, address="10.0.0.1", **more):
    """(the client, its answer): the password form filled in and sent."""
    client = client or Client()
    sent = {"username": account, "password": password} | more
    return client, client.post("/enter/", sent, REMOTE_ADDR=address)


def inside(client) -> bool:
    """Whether the next request is that of somebody signed in."""
    return client.get("/me/").status_code == 200


@pytest.fixture
def here(account):
    """A browser signed in as Zhao with the password, just now."""
    client, answer = sign_in()
    assert answer.status_code == 302
    return client
