"""The one door: it locks, asks, checks, runs, saves, notes and tells — or leaves all as it was."""

import pytest

from zhijia.kernel import access, clock
from zhijia.kernel.actions import Once, Step, action, creations, first_time, open_to, url_of
from zhijia.kernel.notices import Notice
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.records import Record
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused, WrongState

from .parts import DAY, arranged, do, made, model, reported


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


@pytest.fixture
def cap(cast):
    return PolicyRow.objects.create(
        org=cast.first, code="care.cap.illness", value="1000", unit="元", strength="reason",
        source="本校办法", confidence="V",
    )  # fmt: skip


def everything():
    """How many rows of anything an action could have written."""
    names = ("care.Occasion", "care.Visit", "kernel.Step", "kernel.Notice", "kernel.Record")
    return [model(name).objects.count() for name in names]


def test_one_act_leaves_one_step(cast):
    visit = arranged(cast)
    before = Step.objects.about(visit).count()
    do("care.visit.cancel", visit, by=cast.sun, reason="本人谢绝")
    step = Step.objects.about(visit).last()
    assert Step.objects.about(visit).count() == before + 1
    assert (step.verb, step.label, step.by) == ("cancel", "取消走访", cast.sun)
    assert (step.was, step.became, step.note) == ("planned", "cancelled", "本人谢绝")
    assert step.changed == ["state"] and step.org_path == cast.first.path
    assert visit.last_step == step


def test_of_sensitive_fields_not_even_the_name_is_noted(cast):
    visit = made(cast, note="钱学文住院第三天")
    step = Step.objects.about(visit).last()
    assert "note" not in step.changed
    assert not Step.objects.filter(note__contains="住院").exists()


def test_a_wrong_state_is_said_and_nothing_is_written(cast):
    visit = made(cast)
    before = everything()
    with pytest.raises(WrongState, match="当前状态是“已走访”，不能“取消走访”"):
        do("care.visit.cancel", visit, by=cast.sun, reason="x")
    assert everything() == before


def test_without_the_power_nothing_is_written(cast):
    visit = arranged(cast)
    before = everything()
    for outsider in (cast.zhao, cast.zhou, cast.chen, None):
        with pytest.raises(NotAllowed, match="您没有“取消走访”的权限"):
            do("care.visit.cancel", visit, by=outsider, reason="x")
        with pytest.raises(NotAllowed):
            do("care.visit.plan_round", cast.first, by=outsider, kind="festival", on=DAY,
               recipients=[cast.qian], visitors=[], form="none", amount=0)  # fmt: skip
    assert everything() == before


def test_a_refusal_in_the_middle_leaves_nothing_half_done(cast, cap):
    occasion = reported(cast)
    before = everything()
    with pytest.raises(NeedsReason):
        arranged(cast, occasion, amount=1200)
    assert everything() == before
    occasion.refresh_from_db()
    assert occasion.state == "reported"


def test_what_follows_from_an_act_goes_back_with_it(cast):
    """The occasion is marked before the visit is found invalid: both go back."""
    occasion = reported(cast)
    with pytest.raises(Refused):
        arranged(cast, occasion, form="jewels")
    occasion.refresh_from_db()
    assert occasion.state == "reported" and not model("care.Visit").objects.exists()


def test_a_guard_closes_the_door_and_says_why(cast, cap):
    visit = arranged(cast, by=cast.li, amount=1200, over="两次手术")
    assert visit.state == "awaiting"
    with pytest.raises(Refused, match="另一位"):
        do("care.visit.approve", visit, by=cast.li)
    shown = {o.action.name: o.why for o in open_to(visit, cast.li)}
    assert "另一位" in shown["approve"] and shown["cancel"] == ""
    assert {o.action.name: o.why for o in open_to(visit, cast.lin)}["approve"] == ""
    do("care.visit.approve", visit, by=cast.lin)


def test_what_is_made_under_a_parent_asks_the_parent_s_state(cast):
    occasion = reported(cast)
    visit = arranged(cast, occasion)
    assert visit.occasion == occasion
    with pytest.raises(WrongState, match="已安排"):
        arranged(cast, occasion)
    assert model("care.Visit").objects.count() == 1


def test_people_are_told_but_not_the_doer(cast):
    occasion = reported(cast, by=cast.sun)
    told = Notice.objects.filter(url=url_of(occasion))
    assert {n.person for n in told} == {cast.li, cast.lin}
    assert {n.due for n in told} == {occasion.due}


def test_a_stale_copy_is_read_again_under_the_lock(cast):
    visit = arranged(cast)
    stale = type(visit).objects.get(pk=visit.pk)
    do("care.visit.cancel", visit, by=cast.sun, reason="本人谢绝")
    assert stale.state == "planned"
    with pytest.raises(WrongState):
        made(cast, stale)
    visit.refresh_from_db()
    assert visit.state == "cancelled"


def test_a_stale_copy_overwrites_nothing(cast):
    visit = made(cast)
    stale = type(visit).objects.get(pk=visit.pk)
    do("care.visit.note_thanks", visit, by=cast.sun, thanks="谢谢大家")
    do("care.visit.follow", stale, by=cast.sun, followed="好多了")
    visit.refresh_from_db()
    assert (visit.thanks, visit.followed) == ("谢谢大家", "好多了")
    assert stale.thanks == "谢谢大家"


def test_the_object_in_hand_shows_what_was_done(cast):
    visit = arranged(cast)
    answer = made(cast, visit)
    assert answer is visit and visit.state == "done" and visit.pk


def test_the_record_follows_every_act(cast):
    visit = arranged(cast)
    record = Record.objects.get(kind="care.visit")
    assert record.stage == "planned"
    made(cast, visit)
    record.refresh_from_db()
    assert record.stage == "done"


def test_what_would_break_a_constraint_is_refused_with_a_sentence(cast):
    """A rule of the table is answered like any other rule, even where it speaks of the union."""
    do("planning.plan.start", cast.first, by=cast.sun, year=2026)
    with pytest.raises(Refused, match="已经有了"):
        do("planning.plan.start", cast.first, by=cast.sun, year=2026)


def test_steps_are_never_changed_or_deleted(cast):
    step = Step.objects.about(reported(cast)).get()
    step.note = "改写历史"
    for breach in (
        step.save, step.delete, Step.objects.all().delete, lambda: Step.objects.update(note="x"),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            breach()
    assert Step.objects.get(pk=step.pk).note == ""


def test_buttons_are_those_one_may_use_the_main_one_first(cast):
    visit = arranged(cast)
    names = [o.action.name for o in open_to(visit, cast.sun)]
    assert names[0] == "finish" and {"amend", "cancel"} < set(names)
    assert "note_thanks" not in names
    assert open_to(visit, cast.zhao) == []
    occasion = model("care.Occasion")
    assert [a.name for a in creations(occasion, cast.first, cast.zhao)] == ["report"]
    assert creations(occasion, cast.first, cast.zhou) == []


def test_a_name_is_taken_once():
    with pytest.raises(ValueError, match="twice"):

        @action(model("care.Visit"), may="care.visit", label="再来")
        def finish(visit, *, by): ...

    with pytest.raises(ValueError, match="twice"):
        access.declare("care.see", "再来")


def test_a_key_is_new_only_once(db):
    assert first_time("k") and not first_time("k") and first_time("other")
    assert Once.objects.count() == 2
