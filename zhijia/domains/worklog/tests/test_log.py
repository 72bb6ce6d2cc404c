"""Noting a thing done: counts, rules, files, and who may."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from zhijia.domains.worklog import actions
from zhijia.domains.worklog.models import Event
from zhijia.domains.worklog.tests.parts import DAY, PDF, logged, picture
from zhijia.kernel import measures
from zhijia.kernel.actions import Step
from zhijia.kernel.documents.models import Attachment
from zhijia.kernel.notices import Notice
from zhijia.kernel.records import Entry, Record
from zhijia.kernel.refusals import NotAllowed, Refused


def test_half_a_minute_leaves_record_figures_entry_and_one_step(cast):
    event = logged(cast, money=Decimal("880.50"))
    assert (event.state, event.logged_by, event.person_times) == ("done", cast.sun, 30)
    record = Record.objects.get(kind="worklog.event", source_id=event.pk)
    assert (record.stage, record.on, record.topic) == ("done", DAY, "worklog.activity")
    totals = measures.totals(cast.first, DAY, DAY)
    assert totals["worklog.entries"] == totals["gatherings.held"] == 1
    assert totals["gatherings.persons"] == totals["gatherings.held.person_times"] == 30
    assert totals["gatherings.spent"] == totals["gatherings.held.spent"] == Decimal("880.50")
    entry = Entry.objects.get(record=record)
    assert (entry.subject, entry.amount) == ("职工活动支出-文体活动费", Decimal("880.50"))
    assert [s.verb for s in Step.objects.about(event)] == ["log"]
    assert not Notice.objects.exists()


def test_only_kind_and_title_are_asked_for(cast):
    event = actions.log(cast.first, by=cast.li, kind="other", title="整理职工书屋")
    assert (event.on, event.persons, event.person_times, event.until) == (DAY, 0, 0, None)


def test_named_people_give_the_number(cast):
    event = logged(cast, persons=None, people=[cast.zhao, cast.hua])
    assert (event.persons, event.person_times) == (2, 2)
    assert measures.totals(cast.first, DAY, DAY)["gatherings.people"] == 2
    with pytest.raises(Refused, match="少于所列的 2 位"):
        logged(cast, persons=1, people=[cast.zhao, cast.hua])


def test_the_same_person_twice_is_one_person_and_two_times(cast):
    for title in ("读书会", "报告会"):
        logged(cast, kind="study", title=title, persons=None, people=[cast.zhao])
    totals = measures.totals(cast.first, DAY, DAY)
    assert (totals["gatherings.people"], totals["worklog.study.person_times"]) == (1, 2)


def test_persons_never_above_person_times(cast):
    assert logged(cast, persons=10, person_times=40).person_times == 40
    with pytest.raises(Refused, match="人数（30）不能多于人次（20）"):
        logged(cast, person_times=20)
    with pytest.raises(Refused, match="负数"):
        logged(cast, persons=-1)
    assert Event.objects.count() == 1


def test_not_before_it_is_over(cast):
    with pytest.raises(Refused, match="先安排"):
        logged(cast, on=DAY + timedelta(1))
    with pytest.raises(Refused, match="先安排"):
        logged(cast, until=DAY + timedelta(1))
    with pytest.raises(Refused, match="早于开始"):
        logged(cast, until=DAY - timedelta(1))
    assert logged(cast, on=date(2026, 3, 1), until=DAY).days == "2026年3月1日至3月10日"
    assert logged(cast, until=DAY).until is None


def test_photos_and_papers_are_kept(cast):
    event = logged(cast, files=[("合影.jpg", picture()), ("签到表.pdf", PDF)])
    record = Record.objects.get(source_id=event.pk)
    assert (record.photos, record.papers) == (1, 1)


def test_photos_of_named_people_need_consent(cast):
    given = {"people": [cast.zhao], "persons": None}
    with pytest.raises(Refused, match="征得本人同意"):
        logged(cast, files=[("a.jpg", picture())], **given)
    assert not Event.objects.exists() and not Attachment.objects.exists()
    logged(cast, files=[("a.jpg", picture())], consent=True, **given)
    assert Attachment.objects.get().consent


def test_who_may_not(cast):
    for outsider in (cast.zhou, cast.chen, cast.zhao, cast.wang, cast.dang):
        with pytest.raises(NotAllowed):
            logged(cast, by=outsider)


def test_who_sees(cast, leader):
    event = logged(cast, people=[cast.qian], by=leader)
    for person in (cast.li, cast.sun, cast.wang, cast.dang, cast.qian, leader):
        assert Event.objects.all().visible_to(person).get() == event
    for person in (cast.zhao, cast.zhou, cast.chen):
        assert not Event.objects.all().visible_to(person).exists()
