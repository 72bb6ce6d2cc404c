"""From nothing to the first page: setting up, starting, the server's memory, the page's weight.

    .venv/bin/python bench/start.py [--postgres]

Must: an empty database ready in 20 s (aim 10 s), ``zhijia serve`` to the first 200 on /enter/ in
5 s (aim 1.5 s; already migrated, static files collected), HTML + CSS + JS of the first page 150 KB
gzipped. Floors, in the same run: Django set up with nothing to migrate; granian with a one-line
application, its time to the first answer and its memory.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import house

RUNS = 3
PASSWORD = "correct horse battery"
PAGES = ("/", "/planning/year/", "/planning/register/", "/worklog/event/", "/me/")
ZHIJIA = house.zhijia()
IDLE = (
    "from granian import Granian; from granian.constants import Interfaces; import sys; "
    "Granian('start:hello', address='127.0.0.1', port=int(sys.argv[1]), interface=Interfaces.WSGI, "
    "workers=1, blocking_threads=4, log_enabled=False).serve()"
)


def hello(environ, start_response):
    """The floor's application."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]


def run(env, *words, **more) -> house.Took:
    """Seconds a command takes."""
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "env": env}
    return house.seconds(lambda: subprocess.run(words, **quiet, **more))


class Server:
    """A server in its own process group, and one connection to it."""

    def __init__(self, command, env, path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        start = time.perf_counter()
        command = [*command, str(self.port)]
        self.process = subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, start_new_session=True
        )
        self.cookies: dict[str, str] = {}
        while True:
            try:
                if self.get(path)[0] == 200:
                    break
            except OSError:
                time.sleep(0.01)
            if self.process.poll() is not None or time.perf_counter() - start > 60:
                self.stop()
                raise SystemExit("the server did not start")
        self.took, self.cpu = time.perf_counter() - start, sum(map(self._busy, self._family()))

    def get(self, path, body=None):
        """(status, raw body) of one request; gzip asked for, cookies kept."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        head = {
            "Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Origin": f"http://127.0.0.1:{self.port}",
        }  # fmt: skip
        if body is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        wire.request("POST" if body is not None else "GET", path, body, head)
        answer = wire.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _eq, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        data = answer.read()
        wire.close()
        return answer.status, data

    def stop(self):
        """End the group this script started, the worker included."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def memory(self) -> list[float]:
        """Resident MB of the process and of its children."""
        return [self._resident(pid) for pid in self._family()]

    def _family(self) -> list[int]:
        pids = [self.process.pid]
        for pid in pids:
            for task in Path(f"/proc/{pid}/task").iterdir():
                pids += map(int, (task / "children").read_text().split())
        return pids

    def _busy(self, pid) -> float:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _resident(self, pid) -> float:
        words = Path(f"/proc/{pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", words)[1]) / 1024


def plain(data: bytes) -> str:
    import gzip

    return (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()


def sign_in(server) -> None:
    """Enter as the founded union's chair, by the form."""
    token = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', plain(server.get("/enter/")[1])
    )[1]
    given = {"csrfmiddlewaretoken": token, "username": "bench", "password": PASSWORD, "next": "/"}
    status, _body = server.get("/enter/", urlencode(given))
    if status != 302:
        raise SystemExit(f"could not sign in: {status}")


def weight(server, path) -> dict[str, int]:
    """Bytes over the wire by kind: the page, and the style sheets and scripts it names."""
    status, data = server.get(path)
    text, found = plain(data), {"html": len(data), "css": 0, "js": 0}
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    for link in re.findall(r'<link rel="stylesheet" href="([^"]+)"', text):
        found["css"] += len(server.get(link)[1])
    for link in re.findall(r'<script src="([^"]+)"', text):
        found["js"] += len(server.get(link)[1])
    return found


def set_up() -> tuple[dict, list[house.Took]]:
    """The environment of a finished installation, and how long ``zhijia setup`` took."""
    took = []
    for _ in range(RUNS):
        folder = house.data_folder()
        if house.wants_postgres():
            house.fresh_postgres()
        env = house.environment(folder, house.wants_postgres())
        house.quiet()
        took.append(run(env, *ZHIJIA, "setup"))
    return env, took


def main() -> None:
    house.probe()
    env, took = set_up()
    floor = house.median_of(
        RUNS, lambda: run(env, house.PYTHON, "-c", "import django; django.setup()")
    )
    print(house.engine())
    house.report("floor: Python and django.setup()", floor, "s", note=f"cpu {floor.cpu:.1f}")
    note = f"{min(took):.1f} to {max(took):.1f}, cpu {min(t.cpu for t in took):.1f}"
    house.report(
        "zhijia setup, empty database",
        sorted(took)[RUNS // 2],
        "s",
        must=20,
        aim=10,
        floor=floor,
        note=note,
    )
    again = run(env, *ZHIJIA, "setup")
    house.report(
        "zhijia setup again, nothing to do", again, "s", floor=floor, note=f"cpu {again.cpu:.1f}"
    )
    collect = "from django.core.management import call_command as c; import django; django.setup(); c('collectstatic', interactive=False, verbosity=0)"
    run(env, house.PYTHON, "-c", collect)
    founding = [
        "--name",
        "第一实验学校工会",
        "--code",
        "bench",
        "--chair",
        "李主席",
        "--username",
        "bench",
    ]
    run(env | {"ZHIJIA_PASSWORD": PASSWORD}, *ZHIJIA, "found", *founding)
    serve(env)


def serve(env) -> None:
    """Start, answer, weigh; the floor first."""
    idle = Server([house.PYTHON, "-c", IDLE], env, "/")
    for _ in range(50):
        idle.get("/")
    floor_took, floor_memory = idle.took, max(idle.memory())
    idle.stop()
    env = env | {"ZHIJIA_WORK": "1"}
    took = []
    for n in range(RUNS):
        house.quiet()
        server = Server([*ZHIJIA, "serve", "--port"], env, "/enter/")
        took.append((server.took, server.cpu))
        if n < RUNS - 1:
            server.stop()
    try:
        outside = weight(server, "/enter/")
        sign_in(server)
        inside = weight(server, "/")
        for n in range(50):
            if server.get(PAGES[n % len(PAGES)])[0] != 200:
                raise SystemExit(f"{PAGES[n % len(PAGES)]} did not answer 200")
        memory = server.memory()
    finally:
        server.stop()
    house.report("floor: granian, one-line application", floor_took, "s")
    note = f"{min(took)[0]:.1f} to {max(took)[0]:.1f}, cpu {min(cpu for _wall, cpu in took):.1f}"
    house.report(
        "zhijia serve to the first /enter/",
        sorted(took)[RUNS // 2][0],
        "s",
        must=5,
        aim=1.5,
        floor=floor_took,
        note=note,
    )
    house.report("floor: granian worker's memory", floor_memory, "MB")
    note = "all processes " + " + ".join(f"{mb:.0f}" for mb in memory)
    house.report(
        "worker's memory after 50 pages", max(memory), "MB", aim=120, floor=floor_memory, note=note
    )
    for name, found in (("/enter/", outside), ("/ signed in", inside)):
        note = ", ".join(f"{kind} {size / 1024:.1f}" for kind, size in found.items())
        house.report(
            f"weight of {name}, gzip", sum(found.values()) / 1024, "KB", must=150, note=note
        )


if __name__ == "__main__":
    sys.exit(main())
