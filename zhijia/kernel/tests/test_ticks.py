"""Due work: at its time, by one worker, and a fault in one piece stops no other."""

from datetime import datetime, time

import pytest
from django.utils import timezone

from zhijia.kernel import clock, ticks, upkeep
from zhijia.kernel.ticks import Tick


@pytest.fixture
def works(monkeypatch):
    """A registry of its own; ``ran`` says what ran."""
    monkeypatch.setattr(ticks, "works", {})
    return []


def at(*given):
    return timezone.make_aware(datetime(2026, 3, *given))


def names(moment):
    with clock.at(moment):
        return ticks.run_due()


def test_every_so_many_seconds(db, works):
    ticks.every(20, "often")(lambda: works.append(1))
    assert names(at(10, 9)) == []  # the first look only enters it
    assert names(at(10, 9, 0, 19)) == []
    assert names(at(10, 9, 0, 20)) == ["often"] and works == [1]
    assert names(at(10, 9, 0, 25)) == []
    assert names(at(10, 9, 5)) == ["often"]  # what was missed is not made up for


def test_once_a_day_and_at_the_first_chance_after_an_idle_night(db, works):
    ticks.daily(time(2, 30), "nightly")(lambda: "fine")
    assert names(at(10, 1)) == []
    assert names(at(10, 2, 29)) == []
    assert names(at(10, 2, 31)) == ["nightly"]
    assert names(at(10, 23)) == []
    assert names(at(12, 8)) == ["nightly"]
    assert names(at(12, 9)) == []
    assert names(at(13, 2, 30)) == ["nightly"]
    row = Tick.objects.get()
    assert row.ok and row.note == "fine" and row.next == at(14, 2, 30)


def test_of_two_workers_that_saw_the_same_one_runs_it(db, works):
    ticks.every(20, "often")(lambda: works.append(1))
    names(at(10, 9))
    work, was = ticks.works["often"], Tick.objects.get().next
    now = at(10, 9, 1)
    assert ticks._turn(work, was, now) is True
    assert ticks._turn(work, was, now) is False
    assert works == [1]


def test_a_fault_is_kept_and_the_rest_goes_on(db, works):
    def fail():
        raise ZeroDivisionError("secret detail")

    def trouble():
        raise ticks.Trouble("care.visit 3")

    ticks.every(20, "fails")(fail)
    ticks.every(20, "trouble")(trouble)
    ticks.every(20, "works")(lambda: works.append(1))
    names(at(10, 9))
    assert set(names(at(10, 10))) == {"fails", "trouble", "works"} and works == [1]
    notes = dict(Tick.objects.values_list("name", "note"))
    assert notes["fails"] == "ZeroDivisionError" and notes["trouble"] == "care.visit 3"
    assert not Tick.objects.get(name="fails").ok and Tick.objects.get(name="works").ok


def test_a_name_is_declared_once(works):
    ticks.every(20, "often")(lambda: None)
    with pytest.raises(ValueError, match="declared twice"):
        ticks.daily(time(1), "often")(lambda: None)


def test_the_house_s_own_work_is_registered():
    assert {upkeep.LETTERS, "digests", "unreached", upkeep.CHECK, "prune"} <= set(ticks.works)


def test_the_nightly_check_says_what_differs(cast, monkeypatch):
    from zhijia.kernel.records import Rebuilt

    rows = [Rebuilt("care.visit", 5, 2, 1), Rebuilt("tally", 1, 0, 0)]
    monkeypatch.setattr(upkeep.records, "rebuild", lambda check: rows)
    with pytest.raises(ticks.Trouble, match="care.visit 3"):
        upkeep.check_records()
    monkeypatch.setattr(upkeep.records, "rebuild", lambda check: rows[1:])
    assert upkeep.check_records() == "0"
