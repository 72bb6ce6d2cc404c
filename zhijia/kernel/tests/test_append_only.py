"""Steps and looks stand as they were written: past the models, past the querysets, in the database."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from zhijia.kernel import append_only, clock
from zhijia.kernel.actions import Step
from zhijia.kernel.privacy import Look, look

from .parts import reported


@pytest.fixture
def step(cast):
    reported(cast)
    return Step.objects.first()


def run(sql, *given):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given)


@pytest.mark.parametrize(
    "act",
    [
        lambda s: s.save(), lambda s: s.delete(), lambda s: Step.objects.all().delete(),
        lambda s: Step.objects.update(note="x"), lambda s: Step._base_manager.update(note="x"),
        lambda s: Step._base_manager.filter(pk=s.pk).delete(),
        lambda s: Step.objects.bulk_update([s], ["label"]),
    ],
)  # fmt: skip
def test_the_model_refuses(step, act):
    with pytest.raises(TypeError):
        act(step)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE kernel_step SET note = 'x'", "UPDATE kernel_step SET by_id = by_id + 1",
        "UPDATE kernel_step SET created = CURRENT_TIMESTAMP", "DELETE FROM kernel_step",
    ],
)  # fmt: skip
def test_the_database_refuses_too(step, sql):
    before = list(Step.objects.values())
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)
    assert list(Step.objects.values()) == before


@pytest.mark.parametrize("sql", ["UPDATE kernel_look SET what = 'x'", "DELETE FROM kernel_look"])
def test_looks_stand_in_the_database(cast, sql):
    look(cast.sun, cast.qian, "手机号", cast.first)
    with pytest.raises(DatabaseError, match="append-only"):
        run(sql)
    assert Look.objects.get().what == "手机号"


def test_a_moved_union_takes_its_steps_along(step):
    assert Step.objects.update(org_path="000009") == Step.objects.count()
    assert Step._base_manager.filter(pk=step.pk).update(org_path=step.org_path) == 1


def test_many_steps_may_still_be_inserted_at_once(cast):
    rows = [
        Step(
            org=cast.first,
            org_path=cast.first.path,
            source="a.b",
            source_id=n,
            verb="v",
            label="l",
            by=cast.li,
        )
        for n in range(300)
    ]
    Step.objects.bulk_create(rows)
    assert Step.objects.count() == 300


def test_looks_older_than_the_term_are_thrown_away_and_only_they(cast):
    old = clock.now() - timedelta(days=366 * append_only.LOOK_YEARS + 2)
    with clock.at(old):
        look(cast.sun, cast.qian, "旧", cast.first)
    look(cast.sun, cast.qian, "新", cast.first)
    assert append_only.prune_looks() == 1
    assert [x.what for x in Look.objects.all()] == ["新"]
    forward = clock.at(clock.now() + timedelta(days=366 * 4))
    with forward, pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        append_only.prune_looks()  # a clock set forward does not deceive the database


def test_laying_the_triggers_twice_does_no_harm(step):
    append_only.lay()
    append_only.lay()
    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM kernel_step")
