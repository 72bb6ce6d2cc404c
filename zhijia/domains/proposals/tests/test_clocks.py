"""The clock job: stages passed once, whoever owes told once (rules 5.18)."""

from datetime import timedelta

import pytest

from zhijia.domains.proposals import actions, jobs
from zhijia.kernel import clock
from zhijia.kernel.notices import Notice

from .parts import assigned, fresh, promised, rated


def told(who):
    rows = Notice.objects.filter(person=who, title__contains="到期") | Notice.objects.filter(
        person=who, title__contains="逾期"
    )
    return list(rows.order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize(
    ("left", "words"),
    [(16, []), (15, ["1 件提案 15 天内到期"]), (7, ["1 件提案 7 天内到期"]), (0, ["1 件提案今天到期"]),
     (-1, ["1 件提案已逾期未答复"])],
)  # fmt: skip
def test_each_stage_begins_on_its_day(s, left, words):
    p = assigned(s)
    with clock.at(p.due - timedelta(days=left)):
        jobs.ring()
        assert told(s.cast.tian) == words


def test_a_stage_is_told_once_and_only_what_is_past_goes_to_the_leader_and_the_committee(s):
    p = assigned(s)
    for left in (20, 15, 14, 7, 6, 0, -1, -2):
        with clock.at(p.due - timedelta(days=left)):
            jobs.ring()
            jobs.ring()
    assert len(told(s.cast.tian)) == 4
    assert told(s.fu) == ["1 件提案已逾期未答复"]
    assert told(s.cast.sun) == ["1 件提案已逾期未答复"]
    assert Notice.objects.get(person=s.fu, title__contains="逾期").sort == "urgent"


def test_many_at_once_make_one_notice(s):
    due = [assigned(s) for _ in range(3)][0].due
    with clock.at(due):
        assert jobs.ring() == "3"
    assert told(s.cast.tian) == ["3 件提案今天到期"]


def test_what_is_answered_or_stands_still_rings_for_nobody(s):
    p = assigned(s)
    actions.receive(p, by=s.cast.tian)
    actions.clarify(p, by=s.cast.tian, question="哪个时段？")
    with clock.at(p.due):
        assert jobs.ring() == "0"


def test_an_extension_starts_the_stages_anew(s):
    p = assigned(s)
    with clock.at(p.due - timedelta(days=7)):
        jobs.ring()
        actions.extend(p, by=s.cast.tian, reason="等待招标")
        assert jobs.ring() == "0"
    with clock.at(fresh(p).due - timedelta(days=7)):
        assert jobs.ring() == "1"


def test_a_promise_has_a_clock_of_its_own_after_closing(s):
    p = rated(s, kind="B", promised=promised(30))
    assert p.state == "concluded"
    with clock.at(p.promises.get().due + timedelta(days=1)):
        jobs.ring()
        assert told(s.cast.tian) == ["1 项承诺已逾期"]
