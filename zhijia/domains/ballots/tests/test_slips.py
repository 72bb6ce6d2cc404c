"""Printed slips for a hall without phones: drawn from a box, used once, all accounted for."""

import json

import pytest
from django.db import connection
from django.test import Client

from zhijia.domains.ballots import actions, blind, casting, codes, handing, sealing, urn, verdict
from zhijia.domains.ballots.actions.slips import MOST, mark_of
from zhijia.domains.ballots.models import Ballot, Slip, Voter, Way
from zhijia.kernel.actions import Step
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.testing import enter_as

from .parts import Device, drafted, opened, printed, slip_votes

YES = '{"a":{"1":"yes"}}'
pytestmark = pytest.mark.django_db


def line(ballot, who):
    return Voter.objects.get(ballot=ballot, person=who)


def test_who_draws_a_slip_votes_without_a_login_and_is_counted(cast):
    ballot = opened(cast)
    claims = printed(ballot, cast.lin, 3)
    handing.give_slip(ballot, line(ballot, cast.zhao), by=cast.lin)
    slip_votes(ballot, claims[1], YES)
    actions.close(ballot, by=cast.li, left=2)
    actions.count(ballot, by=cast.lin)
    result = Ballot.objects.get(pk=ballot.pk).result
    assert result["ways"] == {"phone": 0, "slip": 1, "hall": 0, "box": 0}
    assert (result["issued"], result["returned"], result["signed"], result["sheets"]) == (
        1,
        1,
        1,
        0,
    )
    assert (
        result["slips"]["agrees"] and "剩下 2 张已当众销毁，账实相符" in result["slips"]["sentence"]
    )


def test_what_the_server_keeps_of_a_slip_is_neither_its_code_nor_who_drew_it(cast):
    ballot = opened(cast)
    code = codes.new_code()
    public = casting.unb64(ballot.keys.get().public)
    claim = blind.derive(code, ballot.public_id, public)
    actions.print_slips(ballot, by=cast.lin, klass="A", blinded=[claim.blinded])
    assert {f.name for f in Slip._meta.get_fields()} == {"mark", "ballot", "klass", "answer"}
    row = " ".join(map(str, Slip.objects.values_list().get()))
    assert code not in row and claim.token.hex() not in row and claim.message.hex() not in row
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'ballots_slip'")
            assert "WITHOUT ROWID" in cursor.fetchone()[0]


def test_the_timeline_says_how_many_were_printed_and_not_to_whom_they_went(cast):
    ballot = opened(cast)
    printed(ballot, cast.lin, 2)
    before = Step.objects.count()
    handing.give_slip(ballot, line(ballot, cast.zhao), by=cast.lin)
    handing.give_paper(ballot, line(ballot, cast.qian), by=cast.lin)
    assert Step.objects.count() == before, "a step would say when somebody came"
    assert [s.note for s in Step.objects.about(ballot) if s.verb == "print_slips"] == ["2 张"]


def test_who_has_a_slip_gets_nothing_by_phone_and_the_other_way_round(cast):
    ballot = opened(cast)
    printed(ballot, cast.lin, 3)
    handing.give_slip(ballot, line(ballot, cast.zhao), by=cast.lin)
    with pytest.raises(Refused, match="您已经用别的方式领票（领投票凭条），不能再用手机领"):
        Device(ballot, cast.zhao).claim()
    Device(ballot, cast.qian).claim()
    with pytest.raises(Refused, match="钱学文已经领过票"):
        handing.give_slip(ballot, line(ballot, cast.qian), by=cast.lin)
    with pytest.raises(Refused, match="钱学文没有领凭条或纸票"):
        handing.take_back(ballot, line(ballot, cast.qian), by=cast.lin)


def test_a_mark_on_the_wrong_line_is_taken_back(cast):
    ballot = opened(cast)
    printed(ballot, cast.lin, 1)
    handing.give_slip(ballot, line(ballot, cast.zhao), by=cast.lin)
    handing.take_back(ballot, line(ballot, cast.zhao), by=cast.lin)
    assert not line(ballot, cast.zhao).marked
    Device(ballot, cast.zhao).claim()
    assert handing.ways_of(ballot) == {"phone": 1, "slip": 0, "hall": 0, "box": 0}


def test_only_a_teller_hands_out_and_only_while_the_vote_is_open(cast):
    ballot = opened(cast)
    printed(ballot, cast.lin, 1)
    for stranger in (cast.li, cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            handing.give_slip(ballot, line(ballot, cast.zhao), by=stranger)
        with pytest.raises(NotAllowed):
            actions.print_slips(ballot, by=stranger, klass="A", blinded=[b"x"])
    actions.close(ballot, by=cast.li, left=1)
    ballot = Ballot.objects.get(pk=ballot.pk)
    with pytest.raises(Refused, match="投票没有开放"):
        handing.give_slip(ballot, line(ballot, cast.zhao), by=cast.lin)
    assert not ballot.roll.filter(marked=True).exists()


def test_no_more_slips_go_out_than_were_printed_and_no_more_are_printed_than_people_wait(cast):
    ballot = opened(cast, people=[cast.li, cast.lin, cast.zhao])
    printed(ballot, cast.lin, 1)
    handing.give_slip(ballot, line(ballot, cast.zhao), by=cast.lin)
    with pytest.raises(Refused, match="凭条已经发完"):
        handing.give_slip(ballot, line(ballot, cast.li), by=cast.lin)
    with pytest.raises(Refused, match="只剩 2 人没有领票"):
        printed(ballot, cast.lin, 3)
    for wrong in ([], [b"x" * 384] * 2, [bytes([n % 250, n // 250]) for n in range(MOST + 1)]):
        with pytest.raises(Refused, match="一次印 1 到 120 张"):
            actions.print_slips(ballot, by=cast.lin, klass="A", blinded=wrong)
    with pytest.raises(Refused, match="凭条数据不完整"):
        actions.print_slips(ballot, by=cast.lin, klass="A", blinded=[b"short"])


def test_a_slip_used_twice_is_one_paper(cast):
    ballot = opened(cast)
    (claim,) = printed(ballot, cast.lin, 1)
    handing.give_slip(ballot, line(ballot, cast.zhao), by=cast.lin)
    assert slip_votes(ballot, claim, YES) == slip_votes(ballot, claim, YES)
    with pytest.raises(Refused, match="已经投过了，不能改投"):
        slip_votes(ballot, claim, '{"a":{"1":"no"}}')
    assert urn.papers_of(ballot.pk).count() == 1


def test_a_slip_copied_before_it_was_given_shows_as_more_papers_than_marks(cast):
    """Who prints a slip and votes with it: no mark on the roll stands for that paper (rules 8.18)."""
    ballot = opened(cast)
    first, second = printed(ballot, cast.lin, 2)
    handing.give_slip(ballot, line(ballot, cast.zhao), by=cast.lin)
    slip_votes(ballot, first, YES)
    slip_votes(ballot, second, YES)
    actions.close(ballot, by=cast.li, left=1)
    actions.count(ballot, by=cast.lin)
    result = Ballot.objects.get(pk=ballot.pk).result
    assert not result["valid"] and "收回多于发出" in result["sentence"]


@pytest.mark.parametrize(("printed_", "given", "left", "agrees", "words"), [
    (10, 7, 3, True, "账实相符"), (10, 7, 2, False, "相差 1 张"), (10, 7, 4, False, "相差 1 张"),
    (10, 7, None, False, "没有清点"), (0, 0, 0, True, "账实相符"),
])  # fmt: skip
def test_slips_are_accounted_for(printed_, given, left, agrees, words):
    found = verdict.slips(printed_, given, left)
    assert found["agrees"] is agrees and words in found["sentence"]


# --- the pages ---------------------------------------------------------------------------------


def ask(ballot, marks):
    return Client().post(
        f"/ballots/hall/{ballot.pk}/paper/", json.dumps({"marks": marks}), content_type="text/plain"
    )


def test_whoever_has_no_slip_learns_nothing_from_the_hall_s_pages(cast):
    ballot = opened(cast)
    for there in ("hall", "kiosk"):
        page = Client().get(f"/ballots/{there}/{ballot.pk}/").content.decode()
        for word in (ballot.title, "绩效工资", *[v.name for v in ballot.roll.all()]):
            assert word not in page
    for marks in ({}, {"A": "0" * 64}, {"A": ""}):
        said = ask(ballot, marks)
        assert said.status_code == 409 and "没有这张凭条" in said.json()["words"]
    for rubbish in ("", "[]", "{}", '{"marks": 3}', "x"):
        answer = Client().post(
            f"/ballots/hall/{ballot.pk}/paper/", rubbish, content_type="text/plain"
        )
        assert answer.status_code == 400


def test_a_slip_s_mark_brings_its_answer_and_the_paper(cast):
    ballot = opened(cast)
    (claim,) = printed(ballot, cast.lin, 1)
    said = ask(ballot, {"A": mark_of(claim.blinded)}).json()
    message, signature = claim.finalize(casting.unb64(said["answer"]))
    assert said["klass"] == "A" and "绩效工资" in said["paper"] and said["title"] == ballot.title
    assert blind.verify(casting.unb64(ballot.keys.get().public), message, signature)
    assert ask(ballot, {"B": mark_of(claim.blinded)}).status_code == 409, "of another class"


def test_a_slip_s_paper_of_a_sealed_ballot_is_sealed_like_any_other(cast):
    ballot = drafted(cast, grade="sealed")
    for who in (cast.lin, cast.wang):
        _private, public = sealing.teller_key(codes.new_code(), ballot.public_id)
        actions.make_seal(ballot, by=who, public=public.hex())
    ballot = actions.open_(Ballot.objects.get(pk=ballot.pk), by=cast.li)
    (claim,) = printed(ballot, cast.lin, 1)
    said = ask(ballot, {"A": mark_of(claim.blinded)}).json()["sealed"]
    terms = casting.terms_of(ballot)
    assert (said["need"], said["size"]) == (terms.need, terms.size)
    assert [bytes.fromhex(key) for key in said["keys"]] == list(terms.keys)


@pytest.mark.parametrize("state", ["draft", "counted", "certified", "void"])
def test_the_hall_has_no_page_of_a_ballot_that_is_not_on(cast, state):
    ballot = drafted(cast)
    Ballot.objects.filter(pk=ballot.pk).update(state=state)
    for there in (f"hall/{ballot.pk}/", f"kiosk/{ballot.pk}/"):
        assert Client().get(f"/ballots/{there}").status_code == 404
    assert Client().post(f"/ballots/hall/{ballot.pk}/paper/").status_code == 404


def test_a_named_ballot_has_neither_hall_nor_desk(cast, client):
    ballot = opened(cast, grade="named")
    assert Client().get(f"/ballots/hall/{ballot.pk}/").status_code == 404
    assert enter_as(client, cast.lin).get(f"/ballots/ballot/{ballot.pk}/desk/").status_code == 404


def test_the_desk_is_the_tellers_alone(cast, client):
    ballot = opened(cast)
    for who in (cast.li, cast.zhao, cast.zhou, cast.chen):
        for page in ("desk", "slips"):
            there = f"/ballots/ballot/{ballot.pk}/{page}/"
            assert enter_as(client, who).get(there).status_code == 404
            assert client.post(there, {"voter": "1", "way": "slip"}).status_code == 404
    assert not ballot.roll.filter(marked=True).exists()


def test_a_teller_marks_and_takes_back_at_the_desk(cast, client):
    ballot = opened(cast)
    there = f"/ballots/ballot/{ballot.pk}/desk/"
    enter_as(client, cast.lin)
    zhao = line(ballot, cast.zhao)
    page = client.post(there, {"voter": zhao.pk, "way": "slip"}, follow=True).content.decode()
    assert "凭条已经发完" in page
    for way in ("hall", "box"):
        page = client.post(
            there + "?q=赵", {"voter": zhao.pk, "way": way}, follow=True
        ).content.decode()
        assert "已登记：赵明" in page and str(Way(way).label) in page
        client.post(there, {"voter": zhao.pk, "way": "back"})
    assert not line(ballot, cast.zhao).marked
    assert client.post(there, {"voter": zhao.pk, "way": "phone"}).status_code == 404
    assert client.post(there, {"voter": "0", "way": "hall"}).status_code == 404


def test_a_few_on_paper_are_warned_of_before_the_next(cast, client):
    ballot = opened(cast)
    there = f"/ballots/ballot/{ballot.pk}/desk/"
    assert "只有" not in enter_as(client, cast.lin).get(there).content.decode()
    handing.give_paper(ballot, line(ballot, cast.zhao), by=cast.lin)
    assert "只有 1 人领纸票" in client.get(there).content.decode()


def test_slips_are_signed_over_http_and_a_refusal_says_why(cast, client):
    ballot = opened(cast)
    there = f"/ballots/ballot/{ballot.pk}/slips/"
    enter_as(client, cast.lin)
    public = casting.unb64(ballot.keys.get().public)
    claim = blind.derive(codes.new_code(), ballot.public_id, public)
    given = {"klass": "A", "blinded": [casting.b64(claim.blinded)]}
    said = client.post(there, json.dumps(given), content_type="application/json")
    assert said.json() == {"made": 1} and Slip.objects.get().mark == mark_of(claim.blinded)
    given["blinded"] = [casting.b64(b"short")]
    said = client.post(there, json.dumps(given), content_type="application/json")
    assert said.status_code == 409 and "凭条数据不完整" in said.json()["words"]
    assert client.post(there, "{}", content_type="application/json").status_code == 400


def test_the_slips_that_are_left_are_asked_for_at_the_close(cast, client):
    ballot = opened(cast)
    there = f"/ballots/ballot/{ballot.pk}/close/"
    assert "剩下的凭条" not in enter_as(client, cast.li).get(there).content.decode()
    printed(ballot, cast.lin, 2)
    page = client.get(there).content.decode()
    assert "剩下的凭条" in page and "应剩 2 张" in page
    assert client.post(there, {}).status_code == 422
    client.post(there, {"left": "2"})
    ballot = Ballot.objects.get(pk=ballot.pk)
    assert (ballot.state, ballot.slips_left) == ("closed", 2)
