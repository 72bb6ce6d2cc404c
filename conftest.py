"""What every test may ask for."""

import re

import pytest

# the tests that try a verb or page as a stranger, a member, the level above or nobody
MATRIX = re.compile(r"stranger|another_school|officer_above|officer|member|anonymous|nobody")


LONG = ("tests/test_schema.py", "tests/journeys/")  # few tests that take minutes
HALVES = ("test_actions.py", "test_kinds.py", "test_summary.py")


def scope_of(nodeid) -> str:
    """What stays on one worker: a file; and the contracts, which build the demo school at no small cost,
    in two halves, so that each worker builds it once."""
    place = nodeid.split("::")[0]
    if place.startswith("tests/contracts/"):
        return f"contracts-{'a' if place.endswith(HALVES) else 'b'}"
    return place


def in_turn(scopes: dict[str, list]) -> list:
    """The order in which scopes are begun: large ones first, and a journey, which mostly waits for its
    browser, between every two of them, so that neither the cores nor the journeys stand alone at the end."""
    journeys = [s for s in scopes if s.startswith(LONG)]
    others = sorted(scopes.keys() - set(journeys), key=lambda s: (-len(scopes[s]), s))
    order = []
    while journeys or others:
        order += [*journeys[:1], *others[:2]]
        del journeys[:1], others[:2]
    return order


def pytest_collection_modifyitems(config, items):
    """On a worker of xdist, which begins scopes in the order of collection."""
    if not hasattr(config, "workerinput"):
        return
    scopes: dict[str, list] = {}
    for item in items:
        scopes.setdefault(scope_of(item.nodeid), []).append(item)
    items[:] = [item for scope in in_turn(scopes) for item in scopes[scope]]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        _split_scope = staticmethod(scope_of)

    config.option.loadscopereorder = False
    return ByFile(config, log)


_keys: list = []


@pytest.fixture(autouse=True)
def keys_at_hand(request, monkeypatch):
    """Ballots of one test each have a key of their own, and the next test takes the same ones again:
    making one takes as long as everything else that most of these tests do."""
    if "zhijia/domains/" not in request.node.nodeid:
        return
    from zhijia.domains.ballots import blind

    fresh, taken = blind.new_key, iter(range(1_000_000))

    def at_hand():
        if (place := next(taken)) == len(_keys):
            _keys.append(fresh())
        return _keys[place]

    monkeypatch.setattr(blind, "new_key", at_hand)


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


def pytest_terminal_summary(terminalreporter):
    """How large the matrix of refusals was that tests/contracts walked: it grows with every verb."""
    walked = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        if report.nodeid.startswith("tests/contracts/") and MATRIX.search(report.nodeid)
    ]
    if walked:
        terminalreporter.write_line(f"refusals tried, person by verb and page: {len(walked):,}")
