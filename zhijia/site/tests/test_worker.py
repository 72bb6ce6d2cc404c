"""The thread that looks for due work."""

from zhijia.kernel import clock, ticks
from zhijia.kernel.upkeep import CHECK
from zhijia.site import health, worker


def test_it_looks_again_and_again_and_survives_a_fault(monkeypatch):
    turns, seen = iter([ZeroDivisionError, None]), []

    def run_due():
        seen.append(1)
        if fault := next(turns):
            raise fault

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(ticks, "run_due", run_due)
    worker.run_ticks(turns=2)
    assert seen == [1, 1]


def test_what_the_night_found_is_told_to_the_operator(db):
    assert list(health.due_work()) == []
    now = clock.now()
    ticks.Tick.objects.create(name=CHECK, next=now, last=now, ok=False, note="care.visit 3")
    ((level, words),) = health.due_work()
    assert level == health.ERROR and "care.visit 3" in words and "不一致" in words
