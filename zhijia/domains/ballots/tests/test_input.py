"""Every form of a ballot with what people mistype, every page that reads JSON with what is none, and every
verb in a state it does not lead from."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from zhijia.domains.ballots import actions, casting, codes, handing, sealing
from zhijia.domains.ballots.actions.slips import mark_of
from zhijia.domains.ballots.models import Ballot, Batch, TellerKey, Voter, Way
from zhijia.kernel import access, clock
from zhijia.kernel.actions import Step
from zhijia.kernel.actions import actions as registry
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import enter_as
from zhijia.ui.forms import forms_by_action

from .mistyping import CHINESE, mistyped
from .parts import Device, drafted, ended, opened, printed, typed, votes

pytestmark = pytest.mark.django_db
TODAY = f"{clock.today()}"
SEATS = [{"text": "选举委员", "form": "choose", "options": ["孙丽华", "钱学文"], "seats": 1}]


def fresh(ballot):
    return Ballot.objects.get(pk=ballot.pk)


class World:
    """A ballot at the stage a verb needs."""

    def __init__(self, cast):
        self.cast = cast

    @property
    def org(self):
        return self.cast.first

    @property
    def draft(self):
        return drafted(self.cast)

    @property
    def opened(self):
        return opened(self.cast)

    @property
    def with_slips(self):
        ballot = opened(self.cast)
        printed(ballot, self.cast.lin, 2)
        return fresh(ballot)

    @property
    def sealed(self):
        ballot = drafted(self.cast, grade="sealed")
        for who in (self.cast.lin, self.cast.wang):
            private, public = sealing.teller_key(codes.new_code(), ballot.public_id)
            actions.make_seal(ballot, by=who, public=public.hex())
            self.private = self.private if who == self.cast.wang else private.hex()
        actions.open_(fresh(ballot), by=self.cast.li)
        return actions.close(fresh(ballot), by=self.cast.li)

    @property
    def batch(self):
        return actions.start_batch(self.opened, by=self.cast.lin, size=2)

    @property
    def unfilled(self):
        ballot = opened(self.cast, kind="election", questions=SEATS)
        ended(self.cast, ballot)
        return fresh(ballot)


def keys(*names):
    return lambda w: [getattr(w.cast, n).pk for n in names]


WHAT = [
    ({"title": ""}, "必填"), ({"title": " "}, "必填"), ({"title": "名" * 121}, "120"), ({"on": ""}, "必填"),
    ({"on": "2026-02-30"}, "日期"), ({"grade": "open"}, "open"), ({"grade": ""}, "必填"), ({"base": "all"}, "all"),
    ({"closes": "晚上"}, "日期"), ({"need": "0"}, "1"), ({"need": "10"}, "9"), ({"words": "字" * 2001}, "2000"),
]  # fmt: skip
CASES = {
    "ballots.ballot.draft": ("org", "li", {"kind": "motion", "title": "方案表决", "grade": "secret", "on": TODAY}, [
        *WHAT, ({"kind": "lottery"}, "lottery"), ({"kind": ""}, "必填"),
    ]),
    "ballots.ballot.amend": ("draft", "li", {"title": "方案表决", "grade": "secret", "on": TODAY}, WHAT),
    "ballots.ballot.ask": ("draft", "li", {"lines": "是否同意｜1｜甲、乙｜可另选"}, [
        ({"lines": ""}, "必填"), ({"lines": "\n \n"}, "必填"), ({"lines": "题" * 8001}, "8000"),
        ({"lines": "委员｜零｜甲、乙"}, "看不懂这一题"), ({"lines": "委员｜²｜甲、乙"}, "看不懂这一题"),
        ({"lines": "委员｜0｜甲、乙"}, "看不懂这一题"), ({"lines": "委员｜-1｜甲、乙"}, "看不懂这一题"),
        ({"lines": "委员｜3｜甲、乙"}, "应选的多于候选的"), ({"lines": "委员｜" + "9" * 40 + "｜甲、乙"}, "应选的多于候选的"),
        ({"lines": "委员｜1｜甲、甲"}, "重复的选项"), ({"lines": "委员｜1｜甲"}, "选项太少"),
        ({"lines": "评议｜评议｜"}, "选项太少"), ({"lines": "排序｜排序｜一"}, "选项太少"),
        ({"lines": "题" * 301}, "超过 300 个字"), ({"lines": "好题\n" + "题" * 301 + "｜1｜甲、乙"}, "超过 300 个字"),
    ]),
    "ballots.ballot.enrol": ("draft", "li", {"people": keys("li", "zhao", "qian")}, [
        ({"people": keys("zhou")}, "选"), ({"people": ["x"]}, "x"), ({"people": ["0"]}, "0"),
    ]),
    "ballots.ballot.name_tellers": ("draft", "li", {"tellers": keys("lin", "sun")}, [
        ({"tellers": []}, "必填"), ({"tellers": keys("zhou")}, "选"), ({"tellers": ["x"]}, "x"),
    ]),
    "ballots.ballot.open_": ("draft", "li", {"present": "6"}, [
        ({"present": "5"}, "须有 6 人到会"), ({"present": "10"}, "多于名册 9 人"), ({"present": "-1"}, "0"),
        ({"present": "六"}, "整数"), ({"present": "9" * 30}, "多于名册"),
    ]),
    "ballots.ballot.close": ("with_slips", "li", {"left": "2"}, [
        ({"left": ""}, "必填"), ({"left": "-1"}, "0"), ({"left": "9" * 12}, "100000"), ({"left": "两张"}, "整数"),
    ]),
    "ballots.ballot.void": ("opened", "li", {"reason": "题目写错"}, [
        ({"reason": ""}, "必填"), ({"reason": "由" * 501}, "500"),
    ]),
    "ballots.ballot.start_batch": ("opened", "lin", {"size": "2"}, [
        ({"size": ""}, "必填"), ({"size": "0"}, "1"), ({"size": "101"}, "100"), ({"size": "一批"}, "整数"),
    ]),
    "ballots.batch.withdraw": ("batch", "lin", {"reason": "盖错号"}, [
        ({"reason": ""}, "必填"), ({"reason": "由" * 501}, "500"),
    ]),
    "ballots.ballot.hand_over": ("sealed", "lin", {"private": lambda w: w.private}, [
        ({"private": ""}, "不是您这次投票的封条"), ({"private": "zz"}, "不是您这次投票的封条"),
        ({"private": "00" * 32}, "不是您这次投票的封条"), ({"private": "a" * 65}, "64"),
    ]),
    "ballots.ballot.again": ("unfilled", "li", {"what": "rest", "on": TODAY}, [
        ({"what": "tied"}, "tied"), ({"what": ""}, "必填"), ({"on": ""}, "必填"), ({"closes": "明晚"}, "日期"),
    ]),
}  # fmt: skip


@pytest.fixture
def world(cast):
    return World(cast)


@pytest.mark.parametrize("code", list(CASES), ids=lambda code: code.removeprefix("ballots."))
def test_a_form_takes_what_fits_and_says_of_the_rest_what_is_wrong(world, enter, code):
    place, who, good, bad = CASES[code]
    mistyped(enter, world, code, getattr(world, place), getattr(world.cast, who), good, bad)


def test_no_form_of_the_ballots_is_left_out():
    assert {code for code in forms_by_action if code.startswith("ballots.")} == set(CASES)


# --- states -----------------------------------------------------------------------------------------

GIVEN = {
    "amend": {"title": "改", "grade": "secret"}, "ask": {"questions": SEATS}, "enrol": {}, "void": {"reason": "停"},
    "name_tellers": {"tellers": []}, "close": {}, "count": {}, "certify": {}, "open_": {}, "again": {},
    "hand_over": {"private": ""}, "start_batch": {"size": 1}, "make_seal": {"public": ""},
    "print_slips": {"klass": "A", "blinded": [b"x"]}, "vote_openly": {"body": "{}"},
}  # fmt: skip
VERBS = {v.name: v for v in registry.values() if v.place is Ballot}


def test_every_verb_of_a_ballot_is_tried_below():
    assert {name for name, v in VERBS.items() if v.source} == set(GIVEN)


@pytest.mark.parametrize("state", Ballot.State.values)
def test_a_verb_that_does_not_lead_from_a_state_says_so_and_does_nothing(cast, state):
    ballot = opened(cast)
    Ballot.objects.filter(pk=ballot.pk).update(state=state)
    refused = [name for name, verb in VERBS.items() if verb.source and state not in verb.source]
    assert refused
    for name in refused:
        before = Step.objects.count()
        verb = VERBS[name]
        by = next(p for p in (cast.li, cast.lin) if access.can(p, verb.power, fresh(ballot)))
        with pytest.raises(WrongState) as no:
            verb.run(fresh(ballot), by=by, **GIVEN[name])
        assert CHINESE.search(str(no.value)), name
        assert fresh(ballot).state == state and Step.objects.count() == before


@pytest.mark.parametrize(("missing", "words"), [
    ("questions", "还没有出题"), ("roll", "还没有编名册"), ("tellers", "至少要有两位监票人"),
    ("one teller", "至少要有两位监票人"), ("late", "截止时间已经过去"), ("seals", "还有监票人没有做好封条"),
])  # fmt: skip
def test_a_ballot_that_lacks_something_says_what_it_is(cast, missing, words):
    ballot = drafted(cast, grade="sealed" if missing == "seals" else "secret")
    if missing in ("questions", "roll"):
        getattr(ballot, missing).all().delete()
    elif missing == "tellers":
        ballot.tellers.clear()
    elif missing == "one teller":
        ballot.tellers.set([cast.lin])
    elif missing == "late":
        Ballot.objects.filter(pk=ballot.pk).update(closes=clock.now())
    elif missing == "seals":
        _private, public = sealing.teller_key(codes.new_code(), ballot.public_id)
        actions.make_seal(ballot, by=cast.lin, public=public.hex())
        assert TellerKey.objects.count() == 1
    with pytest.raises(Refused, match=words):
        actions.open_(fresh(ballot), by=cast.li)
    assert fresh(ballot).state == "draft"


@pytest.mark.parametrize("public", ["", "zz", "ab", "ab" * 31, "ab" * 33])
def test_a_seal_that_is_none_is_not_kept(cast, public):
    ballot = drafted(cast, grade="sealed")
    with pytest.raises(Refused, match="封条数据不完整"):
        actions.make_seal(ballot, by=cast.lin, public=public)
    assert not TellerKey.objects.exists()


def test_a_ballot_past_its_hour_takes_nothing_out_and_waits_for_the_close(cast):
    with clock.at(clock.now() - timedelta(hours=2)):
        ballot = opened(cast, closes=clock.now() + timedelta(hours=1))
        out = Device(ballot, cast.zhao)
        out.claim()
    with pytest.raises(Refused, match="投票已经到时截止"):
        Device(ballot, cast.qian).claim()
    with pytest.raises(Refused, match="投票已经到时截止"):
        handing.give_paper(ballot, Voter.objects.get(ballot=ballot, person=cast.hua), by=cast.lin)
    assert out.drop({"1": "yes"}), "who took a paper in time may still drop it"


# --- JSON and hidden fields -------------------------------------------------------------------------

RUBBISH = [
    "",
    "[]",
    "{}",
    "null",
    "3",
    '{"blinded": 3}',
    '{"blinded": "不是"}',
    '{"blinded": "eA=="}',
    "{",
]


@pytest.mark.parametrize("body", RUBBISH)
def test_a_claim_that_cannot_be_read_marks_nobody(cast, client, body):
    ballot = opened(cast)
    there = f"/ballots/ballot/{ballot.pk}/claim/"
    answer = enter_as(client, cast.zhao).post(there, body, content_type="application/json")
    assert answer.status_code in (400, 409) and CHINESE.search(answer.json()["words"])
    assert not ballot.roll.filter(marked=True).exists()


@pytest.mark.parametrize("body", [
    *RUBBISH, '{"klass": "A", "message": "eA==", "signature": "eA==", "body": "{}"}',
    '{"klass": "Z", "message": "", "signature": "", "body": ""}', '{"klass": "A", "message": "不", "signature": "", "body": ""}',
])  # fmt: skip
def test_the_slot_takes_nothing_that_is_no_paper(cast, body):
    from zhijia.domains.ballots import urn

    ballot = opened(cast)
    answer = Client().post(f"/ballots/urn/{ballot.pk}/", body, content_type="text/plain")
    assert answer.status_code in (400, 409) and CHINESE.search(answer.json()["words"])
    assert not urn.papers_of(ballot.pk).exists()
    gone = Client().post("/ballots/urn/999999/", "{}", content_type="text/plain")
    assert gone.status_code == 404


@pytest.mark.parametrize("body", ["", "x", '{"a":3}', "[]", '{"a":{},"c":"' + "字" * 12_000 + '"}'])
def test_a_signed_paper_that_cannot_be_read_may_be_filled_in_again(cast, body):
    ballot = opened(cast)
    device = Device(ballot, cast.zhao)
    device.claim()
    with pytest.raises(Refused, match="票面内容读不出来，没有投进去"):
        casting.cast(fresh(ballot), "A", device.message, device.signature, body)
    assert device.drop({"1": "yes"})


def test_a_desk_s_marks_of_another_ballot_s_voter_are_none(cast, client):
    one, other = opened(cast), opened(cast)
    voter = Voter.objects.get(ballot=other, person=cast.zhao)
    there = f"/ballots/ballot/{one.pk}/desk/"
    for given in (
        {"voter": voter.pk, "way": "hall"},
        {"voter": "", "way": "hall"},
        {"way": "hall"},
        {"voter": voter.pk},
    ):
        assert enter_as(client, cast.lin).post(there, given).status_code == 404
    assert not Voter.objects.filter(marked=True).exists()


@pytest.mark.parametrize("voter", ["x", "²", "9" * 40, "-1"])
def test_a_voter_that_is_no_number_is_nobody(cast, client, voter):
    there = f"/ballots/ballot/{opened(cast).pk}/desk/"
    answer = enter_as(client, cast.lin).post(there, {"voter": voter, "way": "hall"})
    assert answer.status_code == 404


# --- the kiosk, slips that are lost, the mobile box -------------------------------------------------


def at_kiosk(ballot, claim, body='{"a":{"1":"yes"}}'):
    """What the hall's tablet sends, with no cookie: the mark of the code, then the paper."""
    tablet = Client()
    page = tablet.get(f"/ballots/kiosk/{ballot.pk}/")
    assert page.status_code == 200 and not page.cookies
    marks = json.dumps({"marks": {"A": mark_of(claim.blinded)}})
    said = tablet.post(f"/ballots/hall/{ballot.pk}/paper/", marks, content_type="text/plain")
    if said.status_code != 200:
        return said
    message, signature = claim.finalize(casting.unb64(said.json()["answer"]))
    sent = {
        "klass": "A",
        "message": casting.b64(message),
        "signature": casting.b64(signature),
        "body": body,
    }
    answer = tablet.post(f"/ballots/urn/{ballot.pk}/", json.dumps(sent), content_type="text/plain")
    assert not answer.cookies and not tablet.cookies
    return answer


def test_one_tablet_serves_one_after_the_other_and_no_slip_twice(cast):
    ballot = opened(cast)
    first, second = printed(ballot, cast.lin, 2)
    for who in (cast.zhao, cast.qian):
        handing.give_slip(ballot, Voter.objects.get(ballot=ballot, person=who), by=cast.lin)
    receipts = [at_kiosk(ballot, claim).json()["receipt"] for claim in (first, second)]
    assert len(set(receipts)) == 2
    assert at_kiosk(ballot, first).json()["receipt"] == receipts[0], (
        "the same again is the same paper"
    )
    other = at_kiosk(ballot, first, '{"a":{"1":"no"}}')
    assert other.status_code == 409 and "不能改投" in other.json()["words"]
    actions.close(fresh(ballot), by=cast.li, left=0)
    actions.count(fresh(ballot), by=cast.lin)
    result = fresh(ballot).result
    assert (result["issued"], result["returned"], result["slips"]["agrees"]) == (2, 2, True)
    assert Client().get(f"/ballots/kiosk/{ballot.pk}/").status_code == 404, (
        "after the count there is none"
    )


@pytest.mark.parametrize(("left", "agrees"), [(1, True), (0, False), (2, False)])
def test_a_slip_that_was_given_and_lost_counts_as_gone_out_and_not_come_back(cast, left, agrees):
    """Rules 8.18, 0.02: nobody votes for who lost it, and it is not in favour."""
    ballot = opened(cast)
    claims = printed(ballot, cast.lin, 3)
    for who in (cast.zhao, cast.qian):
        handing.give_slip(ballot, Voter.objects.get(ballot=ballot, person=who), by=cast.lin)
    at_kiosk(ballot, claims[0])
    actions.close(fresh(ballot), by=cast.li, left=left)
    with pytest.raises(Refused, match="还有 1 张领出的票没有投回"):
        actions.count(fresh(ballot), by=cast.lin)
    Ballot.objects.filter(pk=ballot.pk).update(closed="2020-01-01T00:00Z")
    actions.count(fresh(ballot), by=cast.lin)
    result = fresh(ballot).result
    assert (result["issued"], result["returned"], result["valid"]) == (2, 1, True)
    assert result["slips"]["agrees"] is agrees and result["questions"][0]["of"] == 9


def test_the_mobile_box_is_counted_apart_and_one_sheet_too_many_in_it_voids_the_whole(cast):
    """Rules 8.15, 8.18: what goes out under a teller comes back under two."""
    ballot = opened(cast, kind="election", questions=SEATS)
    for who, where in ((cast.zhao, Way.HALL), (cast.hua, Way.BOX), (cast.tian, Way.BOX)):
        line = Voter.objects.get(ballot=ballot, person=who)
        handing.give_paper(ballot, line, by=cast.lin, where=where)
    typed(ballot, (cast.lin, cast.wang), "10", "10", "01")
    ended(cast, ballot)
    result = fresh(ballot).result
    assert result["valid"] and result["ways"] == {"phone": 0, "slip": 0, "hall": 1, "box": 2}
    with pytest.raises(Refused, match="请选择会场或流动票箱"):
        handing.give_paper(ballot, line, by=cast.lin, where=Way.PHONE)


def test_nobody_takes_out_for_another(cast):
    """Rules 8.15: a teller marks who stands before the desk; a voter marks only themselves."""
    ballot = opened(cast)
    line = Voter.objects.get(ballot=ballot, person=cast.hua)
    for who in (cast.zhao, cast.li, cast.sun):
        with pytest.raises(NotAllowed):
            handing.give_paper(ballot, line, by=who)
        with pytest.raises(NotAllowed):
            handing.take_back(ballot, line, by=who)
    votes(ballot, cast.zhao, {"1": "yes"})
    line.refresh_from_db()
    assert not line.marked


# --- two tellers ------------------------------------------------------------------------------------


def sheet(*figures):
    return [{"k": figure, "w": {}} for figure in figures]


def test_tellers_who_never_agree_keep_the_count_shut_until_the_pile_is_entered_anew(cast):
    ballot = opened(cast)
    for who in (cast.zhao, cast.qian):
        line = Voter.objects.get(ballot=ballot, person=who)
        handing.give_paper(ballot, line, by=cast.lin)
    batch = actions.start_batch(ballot, by=cast.lin, size=2)
    for turn in range(3):
        actions.enter(batch, by=cast.lin, lines=sheet("1", "1"))
        actions.enter(batch, by=cast.wang, lines=sheet("1", "23"[turn % 2]))
    assert Batch.objects.get().state == "entering"
    actions.close(fresh(ballot), by=cast.li)
    with pytest.raises(Refused, match="两位监票人还没有录到一致"):
        actions.count(fresh(ballot), by=cast.lin)
    actions.withdraw(batch, by=cast.wang, reason="重新开箱清点")
    typed(fresh(ballot), (cast.wang, cast.lin), "1", "2")
    actions.count(fresh(ballot), by=cast.lin)
    assert fresh(ballot).result["questions"][0]["counted"]["counts"] == {
        "yes": 1,
        "no": 1,
        "abstain": 0,
    }


@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_sheet_of_a_pile_is_entered_and_none_beside(cast, count):
    batch = actions.start_batch(opened(cast), by=cast.lin, size=2)
    with pytest.raises(Refused, match="这一批有 2 张，请逐张录完"):
        actions.enter(batch, by=cast.lin, lines=sheet(*["1"] * count))


def test_the_same_teller_does_not_sign_for_two_nor_does_who_is_none(cast):
    ballot = opened(cast)
    actions.close(ballot, by=cast.li)
    actions.count(fresh(ballot), by=cast.lin)
    actions.certify(fresh(ballot), by=cast.lin)
    for who, error in ((cast.lin, Refused), (cast.li, NotAllowed), (cast.sun, NotAllowed)):
        with pytest.raises(error):
            actions.certify(fresh(ballot), by=who)
    assert fresh(ballot).state == "counted"
