"""Background work: in a thread of the server by default, or in a process of its own."""

import threading

from django.utils.crypto import get_random_string


def run_worker():
    """Run queued jobs until the process ends."""
    from django_tasks_db.management.commands.db_worker import Worker

    Worker(
        queue_names=["*"], interval=1.0, batch=False, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id=get_random_string(16), excluded_queue_names=[],
    ).run()  # fmt: skip


def start_thread():
    """One daemon thread beside the web workers: the default set-up is one process."""
    threading.Thread(target=run_worker, name="zhijia-work", daemon=True).start()
