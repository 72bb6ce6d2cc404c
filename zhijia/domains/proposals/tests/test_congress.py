"""Where the congress comes in: delegates propose, heads of delegations sign, the presidium decides."""

from datetime import timedelta

import pytest

from zhijia.domains.congress import actions as congress
from zhijia.domains.congress.models import Delegate
from zhijia.domains.congress.tests import parts as hall
from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Proposal, ProposalSettings
from zhijia.kernel import clock
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.settings import save_settings
from zhijia.kernel.waiting import waiting_for


@pytest.fixture
def seated(cast):
    """Zhao, Qian, Hua and Tian are the delegates; Qian is their head."""
    found = hall.seated(cast, [cast.zhao, cast.qian, cast.hua, cast.tian])
    congress.form_delegations(found, by=cast.li, delegations=[("第一代表团", ["全校"])])
    congress.name_head(found.delegations.get(), by=cast.li, head=cast.qian)
    return found


@pytest.fixture
def only(cast):
    save_settings(cast.first, ProposalSettings(who="delegates"))


def write(cast, by):
    call = actions.open_call(
        cast.first, by=cast.li, title="征集", session="第八届第一次", opens=clock.today(),
        closes=clock.today() + timedelta(days=10),
    )  # fmt: skip
    words = "食堂早餐开放太晚，早读值班的老师来不及用餐，希望提前。"
    return actions.draft(
        cast.first, by=by, call=call, title="关于改善食堂早餐的提案", matter=words, measures=words
    )


def test_where_only_delegates_propose_a_colleague_is_told_how_to_be_heard(cast, seated, only):
    with pytest.raises(Refused, match="由教代会代表提案.*请把建议告诉本单位的代表"):
        write(cast, cast.sun)
    assert write(cast, cast.zhao).pk


def test_and_only_delegates_second(cast, seated, only):
    proposal = write(cast, cast.zhao)
    actions.ask_second(proposal, by=cast.zhao, people=[cast.sun, cast.hua])
    with pytest.raises(Refused, match="由教代会代表附议"):
        actions.second(proposal, by=cast.sun)
    actions.second(proposal, by=cast.hua)
    assert proposal.seconds.filter(state="agreed").count() == 1


def test_a_school_that_has_elected_nobody_lets_everybody_propose(cast, only):
    assert write(cast, cast.sun).pk


def test_who_has_left_the_congress_proposes_no_more(cast, seated, only):
    congress.leave(Delegate.objects.get(person=cast.zhao), by=cast.li, left="resigned")
    with pytest.raises(Refused, match="由教代会代表提案"):
        write(cast, cast.zhao)


def test_the_head_of_the_delegation_stands_for_the_group_leader(cast, seated):
    assert write(cast, cast.zhao).head == cast.qian
    assert write(cast, cast.sun).head is None


def test_the_presidium_decides_a_dispute(cast, seated, enter):
    session = congress.call(cast.first, by=cast.li, congresses=[seated], on=clock.today())
    congress.name_presidium(
        session, by=cast.li, people=[cast.hua, cast.tian, cast.qian], reason="人少"
    )
    proposal = write(cast, cast.zhao)
    for person in (cast.hua, cast.tian):
        actions.ask_second(proposal, by=cast.zhao, people=[person])
        actions.second(proposal, by=person)
    actions.submit(proposal, by=cast.zhao)
    with pytest.raises(NotAllowed):
        actions.decide(proposal, by=cast.wang, what="accept", reason="")
    actions.dispute(proposal, by=cast.sun, reason="是否属于职权范围有分歧")
    assert any("裁定提案" in w.title for w in waiting_for(cast.tian, cast.first))
    assert Proposal.objects.all().visible_to(cast.tian).filter(pk=proposal.pk).exists()
    assert enter(cast.tian).get(f"/proposals/proposal/{proposal.pk}/decide/").status_code == 200
    actions.decide(proposal, by=cast.tian, what="accept", reason="属于职权范围")
    assert proposal.decisions.filter(presidium=True).exists()
