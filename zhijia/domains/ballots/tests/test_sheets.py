"""Paper ballots: a line of figures a sheet, two tellers who do not see each other's, and the count."""

import json

import pytest

from zhijia.domains.ballots import actions, handing, papers, sheets, tally
from zhijia.domains.ballots.checker import check_ballot
from zhijia.domains.ballots.models import Ballot, Batch, BatchEntry, Voter, Way
from zhijia.domains.ballots.pages.ballots import public_record
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import enter_as

from .parts import drafted, ended, opened, typed, votes
from .test_rules import question, scale

YESNO = {"id": "1", "text": "议题", "form": "yesno", "options": [], "seats": 1, "write_in": False,
         "criteria": [], "grades": []}  # fmt: skip


def read(q, figures, **names):
    return sheets.paper_of([q], {"k": figures, "w": names}, 1)["a"].get("1")


# --- what figures mean ---------------------------------------------------------------------------


@pytest.mark.parametrize(("figure", "said"), [
    ("1", "yes"), ("2", "no"), ("3", "abstain"), ("0", None), ("9", "void"),
])  # fmt: skip
def test_a_motion_takes_one_figure(figure, said):
    assert read(YESNO, figure) == said


def test_an_election_takes_one_figure_a_candidate_and_names_written_in():
    q = question(n=3, seats=2)
    assert read(q, "120") == {"yes": ["o1"], "no": ["o2"], "write": []}
    assert read(q, "130", **{"1": "王会计、 李四"}) == {
        "yes": ["o1"],
        "no": [],
        "write": ["王会计", "李四"],
    }
    assert read(q, "000") is None and read(q, "333") is None, (
        "as the booth takes it: nothing is chosen"
    )
    assert read(q, "190") == "void"
    assert (
        "write" not in read(question(write_in=False), "120", **{"1": "外人"})
        or not read(question(write_in=False), "120", **{"1": "外人"})["write"]
    )


def test_an_appraisal_takes_a_figure_a_criterion_and_a_ranking_a_place():
    assert read(scale(), "120") == {"o1": {"德": "优秀", "能": "称职"}}
    assert read(scale(), "000") is None and read(scale(), "904") == "void"
    q = question(form="rank")
    assert read(q, "213") == ["o2", "o1", "o3"] and read(q, "010") == ["o2"]
    assert read(q, "110") == "void", "two in one place"


@pytest.mark.parametrize(("figures", "words"), [
    ("12", "第 1 张要 3 个数字，现在是 2 个"), ("1234", "第 1 张要 3 个数字，现在是 4 个"), ("", "现在是 0 个"),
    ("142", "第 1 张第 2 个数字“4”不对，只能是 0、1、2、3、9"), ("1a2", "“a”不对"),
])  # fmt: skip
def test_a_line_that_cannot_be_read_is_named_with_its_sheet(figures, words):
    with pytest.raises(Refused, match=words):
        read(question(), figures)


@pytest.mark.parametrize("q", [YESNO, question(), scale(), question(form="rank")])
def test_what_the_teller_calls_void_the_count_and_the_checker_call_void(q):
    line = "9" * len(sheets.cells([q]))
    body = papers.written(sheets.paper_of([q], {"k": line}, 1))
    assert tally.tally([q], [("A", body)])["questions"]["1"]["void"] == 1
    assert check_ballot.count(q, [("A", check_ballot.parse(body))])["void"] == 1


def test_too_many_marked_is_for_the_count_to_say():
    q = question(n=3, seats=2)
    body = papers.written(sheets.paper_of([q], {"k": "111"}, 1))
    found = tally.tally([q], [("A", body)])["questions"]["1"]
    assert found["why"] == {"选了 3 名，多于应选的 2 名": 1}


def test_more_meanings_than_figures_are_not_for_paper():
    assert sheets.why_not_by_hand([question(n=9, form="rank")])
    assert not sheets.why_not_by_hand([question(n=8, form="rank"), question(n=30), scale()])


# --- two tellers --------------------------------------------------------------------------------

db = pytest.mark.django_db


def lines(*figures):
    return [{"k": figure, "w": {}} for figure in figures]


def given(ballot, teller, *people, where=Way.HALL):
    for who in people:
        line = Voter.objects.get(ballot=ballot, person=who)
        handing.give_paper(ballot, line, by=teller, where=where)


@db
def test_what_two_agree_on_is_counted_beside_the_phones_with_every_way_apart(cast):
    ballot = opened(cast)
    votes(ballot, cast.li, {"1": "yes"})
    given(ballot, cast.lin, cast.zhao, cast.qian, cast.hua)
    given(ballot, cast.wang, cast.tian, where=Way.BOX)
    batch = typed(ballot, (cast.lin, cast.wang), "1", "1", "2", "9")
    assert batch.state == "sealed"
    ended(cast, ballot)
    result = Ballot.objects.get(pk=ballot.pk).result
    assert result["ways"] == {"phone": 1, "slip": 0, "hall": 3, "box": 1}
    assert (result["issued"], result["returned"], result["signed"], result["sheets"]) == (
        5,
        5,
        1,
        4,
    )
    counted = result["questions"][0]["counted"]
    assert counted["counts"] == {"yes": 3, "no": 1, "abstain": 0} and counted["void"] == 1
    record = json.loads(json.dumps(public_record(Ballot.objects.get(pk=ballot.pk))))
    assert record["batches"][0]["tellers"] == ["林秀英", "王会计"] and len(record["papers"]) == 1
    assert check_ballot.check(record).faults == []


@db
def test_a_difference_is_told_by_its_sheet_alone_until_both_read_the_same(cast, client):
    ballot = opened(cast)
    given(ballot, cast.lin, cast.zhao, cast.qian, cast.hua)
    batch = actions.start_batch(ballot, by=cast.lin, size=3)
    actions.enter(batch, by=cast.lin, lines=lines("1", "2", "1"))
    there = f"/ballots/batch/{batch.pk}/"
    page = enter_as(client, cast.wang).get(there).content.decode()
    assert "另一位监票人已经录完" in page and 'value="2"' not in page
    actions.enter(batch, by=cast.wang, lines=lines("1", "1", "1"))
    assert Batch.objects.get().state == "entering"
    page = client.get(there).content.decode()
    assert "第 2 张，两位监票人录得不一样" in page and 'value="2"' not in page
    actions.close(ballot, by=cast.li)
    with pytest.raises(Refused, match="第 1 批纸票（3 张）两位监票人还没有录到一致"):
        actions.count(Ballot.objects.get(pk=ballot.pk), by=cast.lin)
    actions.enter(batch, by=cast.wang, lines=lines("1", "2", "1"))
    assert Batch.objects.get().state == "sealed" and len(Batch.objects.get().sheets) == 3
    with pytest.raises(WrongState):
        actions.enter(batch, by=cast.wang, lines=lines("1", "1", "1"))


@db
def test_one_teller_alone_seals_nothing_and_a_third_does_not_join(cast):
    ballot = drafted(cast)
    actions.name_tellers(ballot, by=cast.li, tellers=[cast.lin, cast.wang, cast.sun])
    ballot = actions.open_(ballot, by=cast.li)
    batch = actions.start_batch(ballot, by=cast.lin, size=1)
    for _turn in range(2):
        actions.enter(batch, by=cast.lin, lines=lines("1"))
    assert BatchEntry.objects.count() == 1 and Batch.objects.get().state == "entering"
    actions.enter(batch, by=cast.wang, lines=lines("2"))
    with pytest.raises(Refused, match="已有两位监票人在录入"):
        actions.enter(batch, by=cast.sun, lines=lines("1"))


@db
def test_only_tellers_enter_and_nobody_else_sees_a_batch(cast, client):
    ballot = opened(cast)
    batch = actions.start_batch(ballot, by=cast.lin, size=1)
    for stranger in (cast.li, cast.zhao, cast.zhou, cast.chen):
        with pytest.raises(NotAllowed):
            actions.start_batch(ballot, by=stranger, size=1)
        with pytest.raises(NotAllowed):
            actions.enter(batch, by=stranger, lines=lines("1"))
        assert enter_as(client, stranger).get(f"/ballots/batch/{batch.pk}/").status_code == 404
        assert not Batch.objects.all().visible_to(stranger).exists()
    assert not Batch.objects.all().visible_to(None).exists()


@db
def test_more_sheets_than_went_out_void_the_whole_however_many_phones_stay_silent(cast):
    """Rules 8.18, C7; two marked phones that never dropped do not make a stuffed box good."""
    ballot = opened(cast, kind="poll")
    from .parts import Device

    for who in (cast.li, cast.lin):
        Device(ballot, who).claim()
    given(ballot, cast.lin, cast.zhao)
    typed(ballot, (cast.lin, cast.wang), "1", "1")
    actions.close(ballot, by=cast.li)
    Ballot.objects.filter(pk=ballot.pk).update(closed="2020-01-01T00:00Z")
    actions.count(Ballot.objects.get(pk=ballot.pk), by=cast.lin)
    result = Ballot.objects.get(pk=ballot.pk).result
    assert (result["issued"], result["returned"]) == (3, 2)
    assert not result["valid"] and "纸票发出 1 票，收回 2 票" in result["sentence"]


@db
def test_a_sealed_ballot_s_sheets_wait_for_the_close(cast):
    ballot = drafted(cast, grade="sealed")
    Ballot.objects.filter(pk=ballot.pk).update(state="open")
    ballot = Ballot.objects.get(pk=ballot.pk)
    with pytest.raises(Refused, match="等截止以后才能开箱录入"):
        actions.start_batch(ballot, by=cast.lin, size=1)
    Ballot.objects.filter(pk=ballot.pk).update(state="closed")
    assert actions.start_batch(Ballot.objects.get(pk=ballot.pk), by=cast.lin, size=1).number == 1


@db
def test_a_batch_that_was_stamped_wrongly_is_withdrawn_and_entered_anew(cast):
    ballot = opened(cast)
    given(ballot, cast.lin, cast.zhao)
    first = typed(ballot, (cast.lin, cast.wang), "1")
    actions.withdraw(first, by=cast.lin, reason="盖错号")
    second = typed(ballot, (cast.lin, cast.wang), "2")
    assert second.number == 2
    ended(cast, ballot)
    ballot = Ballot.objects.get(pk=ballot.pk)
    assert ballot.result["sheets"] == 1
    assert ballot.result["questions"][0]["counted"]["counts"]["no"] == 1
    with pytest.raises(Refused, match="已经计票，不能撤回"):
        actions.withdraw(second, by=cast.lin, reason="x")
    with pytest.raises(WrongState):
        actions.start_batch(ballot, by=cast.lin, size=1)


@db
@pytest.mark.parametrize(("size", "words"), [(0, "一批 1 到 100 张"), (101, "一批 1 到 100 张")])
def test_a_batch_is_of_a_size_that_one_can_check(cast, size, words):
    ballot = opened(cast)
    with pytest.raises(Refused, match=words):
        actions.start_batch(ballot, by=cast.lin, size=size)
    with pytest.raises(Refused, match="没有“Z”这个评议人类别"):
        actions.start_batch(ballot, by=cast.lin, size=1, klass="Z")


@db
def test_the_page_keeps_what_was_typed_when_a_sheet_cannot_be_read(cast, client):
    ballot = opened(cast)
    batch = actions.start_batch(ballot, by=cast.lin, size=2)
    there = f"/ballots/batch/{batch.pk}/"
    answer = enter_as(client, cast.lin).post(there, {"k1": "1", "k2": "7"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "第 2 张第 1 个数字“7”不对" in page
    assert (
        'name="k1" class="figures" value="1"' in page
        and 'name="k2" class="figures" value="7"' in page
    )
    assert client.post(there, {"k1": "1", "k2": "2"}).status_code == 302
    assert BatchEntry.objects.get().lines == lines("1", "2")


@db
def test_names_written_in_are_typed_beside_the_figures(cast, client):
    questions = [
        {"text": "选一名", "form": "choose", "options": ["甲", "乙"], "seats": 1, "write_in": True}
    ]
    ballot = opened(cast, kind="poll", questions=questions)
    given(ballot, cast.lin, cast.zhao)
    batch = actions.start_batch(ballot, by=cast.lin, size=1)
    for who in (cast.lin, cast.wang):
        enter_as(client, who).post(f"/ballots/batch/{batch.pk}/", {"k1": "20", "w1.1": " 丙 "})
    assert Batch.objects.get().sheets == ['{"a":{"1":{"no":["o1"],"write":["丙"],"yes":[]}}}']
