"""What every test may ask for."""

import re

import pytest

# the tests that try a verb or page as a stranger, a member, the level above or nobody
MATRIX = re.compile(r"stranger|another_school|officer_above|officer|member|anonymous|nobody")


HALVES = ("test_actions.py", "test_kinds.py", "test_summary.py")


def scope_of(nodeid) -> str:
    """What stays on one worker: a file; and the contracts, which build the demo school at no small cost,
    in two halves, so that each worker builds it once."""
    place = nodeid.split("::")[0]
    if place.startswith("tests/contracts/"):
        return f"contracts-{'a' if place.endswith(HALVES) else 'b'}"
    return place


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        _split_scope = staticmethod(scope_of)

    return ByFile(config, log)


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
