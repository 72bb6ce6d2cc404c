"""A call belongs to a session of the congress, and its report goes onto the agenda of one (rules 5.08, 5.25)."""

import io
from datetime import timedelta

import docx
import pytest

from zhijia.domains.congress import actions as congress
from zhijia.domains.congress.tests import parts as hall
from zhijia.domains.proposals import actions
from zhijia.kernel.documents.models import attachments_of
from zhijia.kernel.refusals import NeedsReason, NotAllowed, Refused

from .parts import DAY, filed, fresh, rule

SITS = DAY + timedelta(days=45)


@pytest.fixture
def meet(s):
    """The eighth congress, its first session being prepared."""
    c = s.cast
    s.seats = hall.seated(c, [c.zhao, c.qian, c.hua, c.tian])
    s.session = congress.call(c.first, by=c.li, congresses=[s.seats], on=SITS)
    return s


def opened(s, **more):
    given = {"title": "征集", "opens": DAY, "meeting": s.session} | more
    return actions.open_call(s.cast.first, by=s.cast.sun, **given)


def test_its_words_follow_from_the_session(meet):
    call = opened(meet, session="手写的届次")
    assert (call.session, call.meeting) == ("第八届第一次", meet.session)


def test_and_so_do_the_numbers_of_its_proposals(meet):
    rule(meet.cast, number_pattern="{届次}-{序号}")
    assert filed(meet, call=opened(meet)).number == "第八届第一次-001"


@pytest.mark.parametrize(
    ("before", "days", "fits"), [(0, 45, True), (0, 46, False), (15, 30, True), (15, 31, False)]
)
def test_it_is_over_so_many_days_before_the_session(meet, before, days, fits):
    """西北师范大学: 15 days before; elsewhere on the day at the latest."""
    rule(meet.cast, close_before=before)
    closes = DAY + timedelta(days=days)
    if fits:
        assert opened(meet, closes=closes).closes == closes
    else:
        with pytest.raises(Refused, match=f"会前 {before} 天"):
            opened(meet, closes=closes)


def test_left_open_it_ends_on_the_last_day_there_is(meet):
    rule(meet.cast, close_before=15)
    assert opened(meet).closes == SITS - timedelta(days=15)


def test_without_a_session_the_words_are_written_by_hand(s):
    call = actions.open_call(
        s.cast.first, by=s.cast.sun, title="闭会期间", session="第八届", opens=DAY
    )
    assert (call.session, call.closes, call.meeting) == ("第八届", None, None)
    with pytest.raises(Refused, match="选择会议，或填写届次"):
        actions.open_call(s.cast.first, by=s.cast.sun, title="征集", opens=DAY)


def test_only_a_session_of_the_union_that_is_being_prepared(meet):
    type(meet.session).objects.filter(pk=meet.session.pk).update(state="void")
    with pytest.raises(Refused, match="不在筹备中"):
        opened(meet)


def test_the_form_offers_it_and_says_what_is_missing(meet, enter):
    client, there = enter(meet.cast.sun), "/proposals/call/open_call/"
    assert meet.session.title in client.get(there).content.decode()
    back = client.post(there, {"title": "征集", "opens": "2026-03-02"})
    assert back.status_code == 422 and "请选择会议，或填写届次" in back.content.decode()
    client.post(there, {"title": "为大会征集", "opens": "2026-03-02", "meeting": meet.session.pk})
    call = meet.session.calls.get()
    page = enter(meet.cast.hua).get(f"/proposals/call/{call.pk}/").content.decode()
    assert "第八届第一次" in page and meet.session.title in page
    assert str(SITS) not in page.split("会议")[1][:60], "its day is told once it is called"


def test_a_window_of_the_schools_length_is_proposed(s, enter):
    rule(s.cast, window_days=28)
    form = enter(s.cast.sun).get("/proposals/call/open_call/").content.decode()
    assert (DAY + timedelta(days=28)).isoformat() in form


# --- the report on the agenda -------------------------------------------------------------------


def put(s, by=None, **more):
    return actions.put_report(s.call, by=by or s.cast.li, meeting=s.session, **more)


@pytest.mark.req("R-048")
def test_the_report_is_put_on_the_agenda_in_one_step_with_its_paper(meet, enter):
    filed(meet)
    client = enter(meet.cast.li)
    there = f"/proposals/call/{meet.call.pk}/put_report/"
    assert meet.session.title in client.get(there).content.decode()
    client.post(there, {"meeting": meet.session.pk, "presenter": "林秀英"})
    (item,) = meet.session.items.all()
    assert (item.power, item.presenter) == ("proposals", "林秀英")
    assert item.title == "审议第五届第三次提案办理情况报告"
    assert fresh(meet.call).report_item == item
    (paper,) = attachments_of(item)
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(paper.read())).paragraphs)
    assert "共收到提案1件。立案1件" in words
    page = client.get(f"/proposals/call/{meet.call.pk}/").content.decode()
    assert "已列入" in page


def test_once_is_enough_until_it_is_taken_off(meet):
    filed(meet)
    put(meet)
    with pytest.raises(Refused, match="已列入"):
        put(meet)
    congress.withdraw(fresh(meet.call).report_item, by=meet.cast.li, reason="下次再议")
    put(meet)
    assert meet.session.items.filter(state="listed").count() == 1


def test_who_prepares_the_session_puts_it_there(meet):
    filed(meet)
    for who in (meet.cast.sun, meet.cast.qian, meet.gao, meet.cast.zhou, meet.cast.chen):
        with pytest.raises(NotAllowed):
            put(meet, by=who)
    assert not meet.session.items.exists()


def test_there_must_be_something_to_report_and_a_session_to_hear_it(s):
    with pytest.raises(Refused, match="还没有收到提案"):
        actions.put_report(s.call, by=s.cast.li, meeting=None)
    filed(s)
    with pytest.raises(Refused, match="没有正在筹备的会议"):
        actions.put_report(s.call, by=s.cast.li, meeting=None)


def test_after_the_agenda_is_approved_it_takes_a_reason(meet):
    filed(meet)
    c = meet.cast
    congress.put(meet.session, by=c.li, title="学校工作报告", power="reports")
    congress.name_tellers(meet.session, by=c.li, people=[c.hua, c.tian])
    congress.approve_agenda(meet.session, by=c.dang)
    congress.send_papers(meet.session, by=c.li)
    with pytest.raises(NeedsReason):
        put(meet)
    put(meet, reason="报告刚刚汇总完")
    assert meet.session.items.count() == 2
