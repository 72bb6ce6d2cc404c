"""Demo mode cannot be left on by accident."""

import os
from types import SimpleNamespace

import granian
import pytest

from zhijia.site import serving


@pytest.fixture
def started(monkeypatch):
    """What would have been started; nothing is."""
    calls = []

    class Server:
        def __init__(self, target, **given):
            calls.append((target, given["address"], given["port"], os.environ["ZHIJIA_DEMO"]))

        def serve(self):
            calls.append("served")

    monkeypatch.setenv("ZHIJIA_DEMO", "0")
    monkeypatch.setattr(granian, "Granian", Server)
    monkeypatch.setattr(serving, "_ready", lambda demo: calls.append(("ready", demo)))
    return calls


def asked(host, demo=False, force=False):
    return SimpleNamespace(host=host, port=8123, demo=demo, force_demo=force)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "school.example", ""])
def test_the_demo_refuses_an_address_others_can_reach(started, host, capsys):
    assert serving.serve(asked(host, demo=True)) == 1
    assert not started
    assert "不能开在别人能访问的地址上" in capsys.readouterr().out


def test_the_demo_by_the_environment_is_refused_just_so(started, monkeypatch):
    monkeypatch.setenv("ZHIJIA_DEMO", "1")
    assert serving.serve(asked("0.0.0.0")) == 1 and not started


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.0.0.2"])
def test_the_demo_runs_on_one_s_own_machine(started, host):
    assert serving.serve(asked(host, demo=True)) == 0
    target = ("zhijia.site.wsgi:application", host, 8123, "1")
    assert started == [("ready", True), target, "served"]


def test_the_demo_can_be_forced(started):
    assert serving.serve(asked("0.0.0.0", demo=True, force=True)) == 0
    assert started[0] == ("ready", True)


def test_the_plain_server_needs_no_leave(started):
    assert serving.serve(asked("0.0.0.0")) == 0
    assert started[0] == ("ready", False) and started[1][3] == "0"
