"""A browser that looks at the scripts as a school's phone does: over plain http, by a host name."""

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[1] / "static"
HOST = "school.example"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--no-proxy-server"]
FLAGS += ["--disable-background-networking", f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
AROUND = """async (data) => {
  const modules = ["codes", "blind", "seal", "qr"].map((name) => import(`/ballots/js/${name}.js`));
  const m = Object.assign({}, ...(await Promise.all(modules)));
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  const fails = (work) => { try { work(); return null; } catch (error) { return error.message; } };
  return (%s)(data);
}"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def in_browser():
    """``in_browser(function, data)`` runs a script's function of ``data`` there, with all exports in ``m``."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found and os.environ.get("ZHIJIA_BROWSER") == "1":
        pytest.fail("ZHIJIA_BROWSER=1 but no Chromium is installed")
    if not found:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=found, args=FLAGS)
        page = browser.new_page()
        page.goto(f"http://{HOST}:{server.server_port}/")
        yield lambda function, data=None: page.evaluate(AROUND % function, data)
        browser.close()
    server.shutdown()
    server.server_close()
