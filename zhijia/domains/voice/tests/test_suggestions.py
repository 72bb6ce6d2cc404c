"""Suggestions all year: thanked, answered, adopted or not with a reason, shown; or made a proposal."""

from datetime import date

import pytest

from zhijia.domains.proposals import actions as proposals
from zhijia.domains.voice import actions, jobs
from zhijia.domains.voice.models import Suggestion
from zhijia.kernel import clock
from zhijia.kernel.notices import Notice
from zhijia.kernel.records import DONE, VOID, Record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.waiting import waiting_for

from .parts import later

pytestmark = pytest.mark.django_db
TEXT = "雨天在各楼之间来回没有伞，建议在每栋楼门口放一个共享雨伞架。"


def sent(s, **more):
    given = {"title": "设立共享雨伞架", "text": TEXT} | more
    return actions.suggest(s.org, by=s.cast.zhao, **given)


def handled(s, **more):
    return actions.thank(sent(s, **more), by=s.lin, handler=s.cast.qian)


def lines(who, s):
    return [line.title for line in waiting_for(who, s.org)]


@pytest.mark.req("R-052")
def test_from_the_idea_to_its_effect(s, enter):
    client = enter(s.cast.zhao)
    page = client.post(
        "/voice/suggestion/suggest/",
        {
            "title": "设立共享雨伞架",
            "text": TEXT,
            "category": "logistics",
            "named": "on",
            "once": "1",
        },
    )
    made = Suggestion.objects.get()
    assert page.status_code == 302 and any("受理建议" in t for t in lines(s.lin, s))
    actions.thank(made, by=s.lin, handler=s.cast.qian)
    assert made.due == date(2026, 3, 23), "fifteen working days"
    assert Notice.objects.filter(person=s.cast.zhao, title__contains="受理致谢").exists()
    assert any("答复建议" in t for t in lines(s.cast.qian, s)) and "受理建议" not in str(
        lines(s.lin, s)
    )
    actions.adopt(made, by=s.cast.qian, answer="好建议，本周采购。")
    actions.show_result(made, by=s.cast.qian, result="四栋楼都放好了。")
    words = enter(s.cast.hua).get("/voice/done/").content.decode()
    assert "四栋楼都放好了" in words and "赵明" in words
    record = Record.objects.get(kind="voice.suggestion")
    assert record.stage == DONE and {f.metric for f in record.facts.all()} == {
        "voice.suggestions",
        "voice.adopted",
    }
    book = enter(s.lin).get("/voice/suggestions/2026.xlsx")
    assert book.status_code == 200 and len(book.content) > 1500


def test_not_adopted_with_a_reason_counts_as_answered_and_not_as_adopted(s):
    made = handled(s)
    with pytest.raises(Refused, match="写明理由"):
        actions.decline(made, by=s.cast.qian, answer="不行")
    actions.decline(made, by=s.cast.qian, answer="场地不够，暂时不能安排。")
    assert {f.metric for f in Record.objects.get(kind="voice.suggestion").facts.all()} == {
        "voice.suggestions"
    }


def test_partly_and_late_are_what_they_are(s):
    made = handled(s)
    with clock.at(date(2026, 3, 24)):
        jobs.ring()
        assert Notice.objects.filter(person=s.cast.qian, title="1 条建议已逾期").exists()
        assert any("逾期未答复" in t for t in lines(s.lin, s))
    actions.adopt_partly(made, by=s.cast.qian, answer="先放两栋楼，看看效果。")
    assert made.taken and made.state == "partly"


def test_whoever_does_not_want_their_name_shown_is_not_named(s, enter):
    made = handled(s, named=False)
    actions.adopt(made, by=s.cast.qian, answer="好建议，本周采购。")
    for there in (f"/voice/suggestion/{made.pk}/", "/voice/done/", "/voice/suggestion/"):
        assert "赵明" not in enter(s.cast.hua).get(there).content.decode(), there
    assert "赵明" in enter(s.lin).get(f"/voice/suggestion/{made.pk}/").content.decode()


def test_undecided_ones_are_for_the_author_and_those_who_handle_them(s, enter):
    made = handled(s)
    seen = {who: enter(who).get(f"/voice/suggestion/{made.pk}/").status_code
            for who in (s.cast.zhao, s.cast.qian, s.lin, s.cast.hua, s.cast.zhou, s.cast.chen)}  # fmt: skip
    assert list(seen.values()) == [200, 200, 200, 404, 404, 404]


def test_only_the_one_named_and_the_committee_answer(s):
    made = handled(s)
    with pytest.raises(NotAllowed):
        actions.adopt(made, by=s.cast.hua, answer="好建议，本周采购。")
    with pytest.raises(WrongState):
        actions.show_result(made, by=s.cast.qian, result="没有答复就有成效")


def test_one_step_makes_it_the_draft_of_a_proposal(s):
    made = sent(s)
    call = proposals.open_call(
        s.org, by=s.lin, title="征集", session="第五届第三次", opens=clock.today()
    )
    with pytest.raises(NotAllowed):
        actions.promote(made, by=s.lin, call=call, matter=TEXT, measures="每栋楼放一个雨伞架。")
    actions.promote(made, by=s.cast.zhao, call=call, matter=TEXT, measures="每栋楼放一个雨伞架。")
    assert made.state == "proposal" and made.proposal.title == "关于设立共享雨伞架的提案"
    assert made.proposal.proposer == s.cast.zhao and made.proposal.state == "draft"
    assert Record.objects.get(kind="voice.suggestion").stage == VOID, (
        "counted as a proposal, not twice"
    )
    with later(1), pytest.raises(WrongState):
        actions.thank(made, by=s.lin, handler=s.cast.qian)


def test_a_word_is_no_suggestion(s):
    with pytest.raises(Refused, match="再多写几句"):
        sent(s, text="放伞")
    with pytest.raises(Refused, match="已经过去"):
        actions.thank(sent(s), by=s.lin, handler=s.cast.qian, due=date(2026, 3, 1))
