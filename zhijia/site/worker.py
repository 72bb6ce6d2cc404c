"""Background work: in a thread of the server by default, or in a process of its own.

Beside the queued jobs runs the due work of ``kernel/ticks.py``, in a thread of its own so that a
slow mail server holds up no job.
"""

import logging
import threading
import time

from django.db import close_old_connections
from django.utils.crypto import get_random_string

log = logging.getLogger(__name__)

PAUSE = 5  # seconds between two looks at what is due


def run_worker():
    """Run queued jobs and due work until the process ends."""
    from django.db import connection
    from django_tasks_db.management.commands.db_worker import Worker

    from zhijia.kernel import jobs

    # an embedded database has one worker: what claims to run as it starts has died
    jobs.take_up_again(alone=connection.vendor == "sqlite")
    start_ticks()
    Worker(
        queue_names=["*"], interval=1.0, batch=False, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=get_random_string(16), excluded_queue_names=[],
    ).run()  # fmt: skip


def start_thread():
    """One daemon thread beside the web workers: the default set-up is one process."""
    threading.Thread(target=run_worker, name="zhijia-work", daemon=True).start()


def start_ticks():
    threading.Thread(target=run_ticks, name="zhijia-ticks", daemon=True).start()


def run_ticks(turns=None):
    """Look every few seconds for due work; a database that is away for a while is waited for."""
    from zhijia.kernel import ticks

    while turns is None or turns > 0:
        close_old_connections()
        try:
            ticks.run_due()
        except Exception:
            log.exception("due work could not be looked up")
        finally:
            close_old_connections()
        if turns is not None:
            turns -= 1
        else:
            time.sleep(PAUSE)
