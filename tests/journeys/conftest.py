"""A real server on a database of its own, and a real browser in front of it."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ZHIJIA = Path(sys.executable).parent / "zhijia"
IN_HOUSE = """
import os, django
django.setup()
from zhijia.domains.accounts import actions
from zhijia.kernel.people import Account, Person
chair = Account.objects.get(username="demo-chair").person
org = chair.appointments.get(post="chair").org
"""


@pytest.fixture(scope="session", autouse=True)
def patient():
    """On a busy machine a page may take its time; what is awaited, not how fast, is the test."""
    try:
        from playwright.sync_api import expect
    except ImportError:
        return
    expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def chromium():
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found and os.environ.get("ZHIJIA_BROWSER") == "1":
        pytest.fail("ZHIJIA_BROWSER=1 but no Chromium is installed")
    if not found:
        pytest.skip("no Chromium on this machine")
    return found


def outside(data, **more):
    """The environment of a program that knows nothing of this test run."""
    ours = ("ZHIJIA_TEST", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")
    env = {k: v for k, v in os.environ.items() if k not in ours}
    return env | {"ZHIJIA_DATA": str(data)} | more


@pytest.fixture(scope="session")
def demo_school(chromium, tmp_path_factory):
    """A data folder with the demo school in it, built once for all journeys of all workers."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = base / "demo-school"
    with open(base / "demo-school.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "built").exists():
            folder.mkdir(exist_ok=True)
            for verb in ("setup", "demo"):
                subprocess.run([ZHIJIA, verb], env=outside(folder), check=True, capture_output=True)
            (folder / "built").touch()
    return folder


@pytest.fixture(scope="module")
def data(demo_school, tmp_path_factory):
    """The data folder of the server."""
    return shutil.copytree(demo_school, tmp_path_factory.mktemp("data") / "school")


@pytest.fixture(scope="module")
def address(chromium, data, tmp_path_factory):
    """``zhijia serve --demo`` on a free port, as the README starts it."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    env = outside(data, PORT=str(port))
    log = tmp_path_factory.mktemp("log") / "server.txt"
    with open(log, "w") as out:
        server = subprocess.Popen([ZHIJIA, "serve", "--demo"], env=env, stdout=out, stderr=out)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(360):
            assert server.poll() is None, log.read_text()
            try:
                urllib.request.urlopen(f"{base}/healthy/", timeout=2)
                break
            except OSError:
                time.sleep(0.5)
        else:
            pytest.fail("the server did not answer: " + log.read_text())
        yield base
    finally:
        server.terminate()
        server.wait(15)


@pytest.fixture(scope="module")
def in_house(address, data):
    """``in_house(code)`` runs Python beside the server, on its database; what it printed."""

    def run(code):
        env = outside(data, DJANGO_SETTINGS_MODULE="zhijia.site.settings", ZHIJIA_DEMO="1")
        python = ZHIJIA.with_name("python")
        done = subprocess.run(
            [python, "-c", IN_HOUSE + code], env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def sit_down(browser, address):
    """``sit_down("demo-chair", width)`` gives a page signed in as one of the cast."""
    contexts = []

    def sit(who, width=1280, height=860, **more):
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": height}, locale="zh-CN",
            accept_downloads=True, **more,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.faults.append(str(e)))
        page.goto("/enter/")
        page.click(f"form[action='/enter/demo/{who}/'] button")
        return page

    yield sit
    for context in contexts:
        context.close()
