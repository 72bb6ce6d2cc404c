"""One decision on several proposals: a verdict a row, each its own action, partial success told."""

import pytest

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Decision, Proposal
from zhijia.kernel.actions import Step
from zhijia.kernel.notices import Notice

from .parts import drafted, filed, fresh, rule, submitted

HERE = "/proposals/batch/"


def own_of(s, who):
    """One that a member of the committee has written."""
    p = drafted(s, by=who)
    actions.ask_second(p, by=who, people=[s.cast.zhao, s.cast.hua])
    for second in (s.cast.zhao, s.cast.hua):
        actions.second(p, by=second)
    return actions.submit(p, by=who)


def look(client, *picked, **given):
    return client.post(HERE, {"step": "look", "picked": [p.pk for p in picked]} | given)


def go(client, *picked, **given):
    return client.post(HERE, {"step": "go", "picked": [p.pk for p in picked]} | given)


def verdicts(answer):
    return {row.proposal.pk: (row.goes, row.words) for row in answer.context["rows"]}


def test_each_row_has_a_verdict_before_anything_is_decided(s, enter):
    rule(s.cast, leader_reads=False)
    one, own, short = submitted(s), own_of(s, s.cast.sun), submitted(s)
    short.seconds.update(state="declined")
    answer = look(enter(s.cast.sun), one, own, short, state="review", what="file", lead=s.lead.pk)
    said = verdicts(answer)
    assert said[one.pk] == (True, "交总务处办理")
    assert said[own.pk][0] is False and "由其他委员审查" in said[own.pk][1]
    assert said[short.pk][0] is False and "附议人数不足" in said[short.pk][1]
    assert not Decision.objects.exists() and {fresh(p).state for p in (one, own, short)} == {
        "review"
    }
    assert f'name="picked" value="{one.pk}"' in answer.content.decode()
    assert f'name="picked" value="{own.pk}"' not in answer.content.decode()


def test_each_passes_its_own_door_and_one_refused_holds_up_no_other(s, enter):
    rule(s.cast, leader_reads=False)
    one, two, own = submitted(s), submitted(s), own_of(s, s.cast.sun)
    given = {"state": "review", "what": "file", "lead": s.lead.pk, "once": "k1"}
    client = enter(s.cast.sun)
    said = verdicts(go(client, one, own, two, **given))
    assert [said[p.pk][0] for p in (one, own, two)] == [True, False, True]
    for p in (one, two):
        assert (fresh(p).state, fresh(p).lead) == ("assigned", s.lead)
        assert list(Step.objects.about(p).values_list("verb", flat=True))[-2:] == [
            "accept",
            "assign",
        ]
    assert fresh(own).state == "review" and {fresh(one).serial, fresh(two).serial} == {1, 2}
    assert Notice.objects.filter(person=s.cast.qian, title__contains="立案").count() == 2
    again = go(client, one, own, two, **given)
    assert again.status_code == 302, "the same form sent twice acts once"


def test_where_a_leader_reads_first_the_three_steps_are_three_lists(s, enter):
    one, two = submitted(s), submitted(s)
    client = enter(s.cast.sun)
    given = {"state": "review", "what": "file", "lead": s.lead.pk}
    assert "批示后再交办" in verdicts(look(client, one, two, **given))[one.pk][1]
    go(client, one, two, **given)
    assert {fresh(p).state for p in (one, two)} == {"instruct"}
    leader = enter(s.gao)
    go(leader, one, two, state="instruct", what="instruct", instruction="请按期答复")
    assert {fresh(p).instruction for p in (one, two)} == {"请按期答复"}
    client = enter(s.cast.sun)
    assert "批示：请按期答复" in client.get(HERE).content.decode()
    go(client, one, two, state="assign", what="assign", lead=s.other.pk)
    assert {fresh(p).lead for p in (one, two)} == {s.other}


@pytest.mark.parametrize(
    ("given", "state", "told"),
    [({"what": "refer", "reason": "转有关部门"}, "assign", "转意见建议"),
     ({"what": "decline", "ground": "outside", "reason": "不属职权"}, "assign", "继续答复"),
     ({"what": "decline", "ground": "unlawful", "reason": "与政策不符"}, "declined", "告知提案人")],
)  # fmt: skip
def test_referring_and_declining_with_one_ground(s, enter, given, state, told):
    one, two = submitted(s), submitted(s)
    client = enter(s.cast.sun)
    assert told in verdicts(look(client, one, two, state="review", **given))[two.pk][1]
    go(client, one, two, state="review", **given)
    assert {fresh(p).state for p in (one, two)} == {state}
    assert {d.words for d in Decision.objects.all()} == {given["reason"]}


def test_what_is_missing_is_said_and_what_was_ticked_stays(s, enter):
    one, two = submitted(s), submitted(s)
    client = enter(s.cast.sun)
    answer = look(client, two, state="review", what="decline", reason="写了说明")
    words = answer.content.decode()
    assert answer.status_code == 422 and "“不立案”要填这一项" in words and "写了说明" in words
    assert f'value="{two.pk}" checked' in words and f'value="{one.pk}" checked' not in words
    assert "请先勾选" in look(client, state="review", what="refer").content.decode()


def test_a_page_is_ticked_at_once(s, enter):
    one, two = submitted(s), submitted(s)
    words = enter(s.cast.sun).get(f"{HERE}?state=review&all=1").content.decode()
    assert all(f'value="{p.pk}" checked' in words for p in (one, two)) and "全不选" in words


def test_what_somebody_else_decided_meanwhile_is_told(s, enter):
    one, two = submitted(s), submitted(s)
    client = enter(s.cast.sun)
    actions.refer(one, by=s.cast.lin)
    said = verdicts(go(client, one, two, state="review", what="refer"))
    assert said[one.pk][0] is False and "待交办" in said[one.pk][1] and said[two.pk][0]
    assert Decision.objects.filter(proposal=one).count() == 1


def test_filed_but_not_assigned_is_said_as_it_is(s, enter):
    rule(s.cast, leader_reads=False)
    s.lead.leader, s.lead.head = (
        None,
        s.gao,
    )  # the principal answers; the Party secretary is complained of
    s.lead.save()
    p = submitted(s, against=s.cast.dang)
    given = {"state": "review", "what": "file", "lead": s.lead.pk}
    client = enter(s.cast.sun)
    assert "没有校领导可以审签" in verdicts(look(client, p, **given))[p.pk][1]
    assert "已立案，没有交办" in verdicts(go(client, p, **given))[p.pk][1]
    assert (fresh(p).state, fresh(p).serial) == ("assign", 1)


def test_who_may_open_it_and_what_they_may_do(s, enter):
    p = filed(s)
    for who, status in ((s.cast.sun, 200), (s.gao, 200), (s.cast.qian, 404), (s.cast.tian, 404),
                        (s.cast.chen, 404)):  # fmt: skip
        assert enter(who).get(HERE).status_code == status, who
    said = verdicts(go(enter(s.gao), p, state="assign", what="assign", lead=s.lead.pk))
    assert said[p.pk] == (False, "您没有“交办”的权限。需要时请联系本校工会主席。")
    stranger = go(enter(s.cast.zhou), p, state="assign", what="assign", lead=s.lead.pk)
    assert stranger.status_code == 422 and fresh(p).state == "assign"


def test_a_preview_of_many_asks_no_more_than_of_few(s, enter, django_assert_max_num_queries):
    for _n in range(12):
        submitted(s)
    picked = list(Proposal.objects.filter(state="review"))
    client = enter(s.cast.sun)
    given = {"state": "review", "what": "decline", "ground": "outside", "reason": "不属职权"}
    look(client, *picked[:2], **given)
    with django_assert_max_num_queries(24):
        look(client, *picked, **given)
