"""Starting the web server. Demo mode cannot be left on by accident."""

import ipaddress
import os

# Threads of one worker. More than the cores can run at once: in the busiest second those who wait
# for one row gather and pass together (domains/activities/actions/rush.py).
THREADS = 16


def serve(given) -> int:
    """Serve on one port in one process, background jobs included.

    Demo mode refuses an address that others can reach unless it is forced.
    """
    demo = given.demo or os.environ.get("ZHIJIA_DEMO") == "1"
    if demo and not _loopback(given.host) and not given.force_demo:
        print("演示模式下任何人都能一键进入，不能开在别人能访问的地址上。")
        print("请去掉 --demo，或只用 127.0.0.1；确实要开放演示，加 --force-demo。")
        return 1
    os.environ["ZHIJIA_DEMO"] = "1" if demo else "0"
    _ready(demo)
    from granian import Granian
    from granian.constants import Interfaces

    print(f"职家：http://{given.host}:{given.port}/", flush=True)
    server = Granian(
        "zhijia.site.wsgi:application", address=given.host, port=given.port,
        interface=Interfaces.WSGI, workers=int(os.environ.get("ZHIJIA_WORKERS", "1")),
        blocking_threads=THREADS, log_enabled=False,
    )  # fmt: skip
    server.serve()
    return 0


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _ready(demo):
    """Bring the database up to date; offer the demo school where there is nothing yet."""
    from django.conf import settings
    from django.core.management import call_command

    from zhijia.kernel.orgs import Org

    from .starting import code

    settings.DEMO = demo
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if demo and not Org.objects.exists():
        from . import demo as school

        print("库是空的，正在建演示学校（约一分钟）……", flush=True)
        school.build(say=lambda words: print(f"  {words}", flush=True))
    if code.wanted():
        print("\n".join(code.said()), flush=True)
    _let_go()


def _let_go():
    """Workers are forked from this process: none may inherit an open connection or its pool."""
    from django.db import connection, connections

    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
