"""Who has the whole database, its hidden columns and the logs cannot join a paper to a person.

The suite votes over HTTP in a known order, then tries: equal values in both, every order of the roll
against every order of the papers (hidden transaction numbers, places on disk, row numbers and each
column), and rows that voting left elsewhere. Leaks planted on purpose are caught by the same code.
"""

import json
import logging
import random

import pytest
from django.db import connection
from django.test import Client

from zhijia.domains.ballots import actions, blind, casting, codes, papers, urn
from zhijia.domains.ballots.actions.slips import mark_of
from zhijia.domains.ballots.models import Ballot, Paper, SigningKey, Voter
from zhijia.kernel.actions import Step
from zhijia.kernel.append_only import FROZEN
from zhijia.kernel.testing import enter_as, member, person

from .parts import drafted, printed, typed
from .test_sheets import given

pytestmark = pytest.mark.django_db(transaction=True)
VOTERS = 24
# With 24 pairs put together blindly one is right on average; eight or more come up once in ten
# million orders. A rank correlation of 0.8 by chance is rarer than one in a million.
RIGHT, CORRELATED = 8, 0.8
HIDDEN = {"postgresql": ("xmin::text::bigint", "ctid::text"), "sqlite": ()}
MAY_CHANGE = {"ballots_voter", "ballots_paper", "usersessions_usersession", "django_session"}


@pytest.fixture
def cast(transactional_db):
    from zhijia.kernel.testing import cast as people

    yield people()
    if connection.vendor == "sqlite":  # the flush that follows deletes row by row
        with connection.cursor() as cursor:
            for name in FROZEN:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_no_delete")


def table(name, order=()):
    """Every row of a table as a dict, hidden columns and row numbers included."""
    hidden = list(HIDDEN[connection.vendor])
    if connection.vendor == "sqlite" and name not in ("ballots_paper", "ballots_slip"):
        hidden = ["rowid"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([*hidden, '*'])} FROM {name}")
        names = [
            *(f"hidden{n}" for n in range(len(hidden))),
            *(c[0] for c in cursor.description[len(hidden) :]),
        ]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def everything():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        found = {}
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            found[name] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.fixture
def voted(cast, caplog):
    """A ballot in which 24 people vote one after another, each dropping at once: the worst case."""
    people = [person(f"选民{n:02d}", f"V{n:02d}") for n in range(VOTERS)]
    for who in people:
        member(cast.first, who)
    ballot = actions.open_(drafted(cast, people=people), by=cast.li)
    key = casting.unb64(SigningKey.objects.get(ballot=ballot).public)
    order = random.Random(5).sample(people, VOTERS)
    clients = {who.pk: enter_as(Client(), who) for who in order}
    devices = {who.pk: blind.derive(codes.new_code(), ballot.public_id, key) for who in order}
    before, truth = everything(), {}
    with caplog.at_level(logging.DEBUG):
        for n, who in enumerate(order):
            taken = devices[who.pk]
            answer = clients[who.pk].post(
                f"/ballots/ballot/{ballot.pk}/claim/", json.dumps({"blinded": casting.b64(taken.blinded)}),
                content_type="application/json",
            ).json()  # fmt: skip
            message, signature = taken.finalize(casting.unb64(answer["answer"]))
            sent = {"klass": "A", "message": casting.b64(message), "signature": casting.b64(signature),
                    "body": papers.written({"a": {"1": "yes" if n % 3 else "no"}})}  # fmt: skip
            said = Client().post(
                f"/ballots/urn/{ballot.pk}/", json.dumps(sent), content_type="text/plain"
            )
            assert said.status_code == 200
            truth[who.pk] = message[32:].hex()
    return ballot, truth, before, caplog


def rank(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    ranks = [0.0] * len(values)
    for at, i in enumerate(order):
        ranks[i] = at
    return ranks


def correlation(one, other):
    n = len(one)
    mean = (n - 1) / 2
    top = sum((a - mean) * (b - mean) for a, b in zip(one, other, strict=True))
    return top / (sum((a - mean) ** 2 for a in one) or 1)


def attack(roll, fallen, truth, key="token"):
    """The worst that any pair of orders gives: (pairs right, |rank correlation|), and which orders.
    ``truth``: person → what they really left in ``fallen``, by its ``key``."""
    worst, which = (0, 0.0, ""), ""
    token_of = {row["person_id"]: truth[row["person_id"]] for row in roll}
    for left in roll[0]:
        for right in fallen[0]:
            people = sorted(roll, key=lambda r: str(r[left]).zfill(30))
            lying = sorted(fallen, key=lambda r: str(r[right]).zfill(30))
            if len({str(r[left]) for r in roll}) == 1 or len({str(r[right]) for r in fallen}) == 1:
                continue  # all alike: no order at all
            place = {r[key]: n for n, r in enumerate(lying)}
            places = [place[token_of[r["person_id"]]] for r in people]
            straight = sum(n == at for n, at in enumerate(places))
            back = sum(len(places) - 1 - n == at for n, at in enumerate(places))
            rho = abs(correlation(list(range(len(places))), places))
            if (best := max(straight, back)) > worst[0] or rho > worst[1]:
                which = f"{left}/{right}"
            worst = (max(worst[0], best), max(worst[1], rho), which)
    return worst


def same_values(roll, fallen):
    """Long values that stand on the roll and in the urn, whole or as a part of one another."""
    mine = {str(v) for row in roll for v in row.values() if len(str(v)) >= 8}
    theirs = {str(v) for row in fallen for k, v in row.items() if k != "body" and len(str(v)) >= 8}
    return [(a, b) for a in mine for b in theirs if (a in b or b in a) and not a.startswith("(")]


def test_while_voting_goes_on_no_order_and_no_value_joins_them(voted):
    ballot, truth, _before, _log = voted
    roll, fallen = table("ballots_voter"), table("ballots_paper")
    right, rho, which = attack(roll, fallen, truth)
    assert right < RIGHT and rho < CORRELATED, f"{right} right, {rho:.2f}, by {which}"
    hidden = {k for k in roll[0] if k.startswith("hidden")}
    assert not [p for p in same_values(roll, fallen) if p[0] not in hidden]


def test_after_the_count_neither(voted, cast):
    ballot, truth, _before, _log = voted
    ballot = Ballot.objects.get(pk=ballot.pk)
    actions.close(ballot, by=cast.li)
    actions.count(ballot, by=cast.lin)
    urn.tidy()
    right, rho, which = attack(table("ballots_voter"), table("ballots_paper"), truth)
    assert right < RIGHT and rho < CORRELATED, f"{right} right, {rho:.2f}, by {which}"
    assert ballot.result["returned"] == VOTERS


def test_voting_writes_into_two_tables_and_nowhere_else(voted):
    _ballot, _truth, before, _log = voted
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= MAY_CHANGE


def test_nobody_s_session_says_that_they_voted(voted):
    _ballot, truth, _before, _log = voted
    for name in ("usersessions_usersession", "django_session"):
        for row in table(name):
            assert not [token for token in truth.values() if token[:16] in str(row)]


def test_the_logs_hold_neither_token_nor_signature(voted):
    _ballot, truth, _before, log = voted
    signatures = list(Paper.objects.values_list("signature", flat=True))
    for record in log.records:
        if record.name.startswith("django.db"):
            continue  # statements with their values are logged for developers only, never by default
        words = record.getMessage()
        assert not [t for t in truth.values() if t in words]
        assert not [s for s in signatures if s[:40] in words]


def test_the_urn_s_table_has_nothing_that_could_tell():
    columns = {f.name for f in Paper._meta.get_fields()}
    assert columns == {"token", "ballot", "klass", "prefix", "signature", "body"}
    assert not [
        f
        for f in Voter._meta.get_fields()
        if f.__class__.__name__ in ("DateTimeField", "DateField")
    ]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'ballots_paper'")
            assert "WITHOUT ROWID" in cursor.fetchone()[0]


# --- slips and sheets -------------------------------------------------------------------------


@pytest.fixture
def by_slip(cast, caplog):
    """24 people are marked at the desk one after another; each draws a slip and votes at once."""
    people = [person(f"选民{n:02d}", f"V{n:02d}") for n in range(VOTERS)]
    for who in people:
        member(cast.first, who)
    ballot = actions.open_(drafted(cast, people=people), by=cast.li)
    box = printed(ballot, cast.lin, VOTERS)
    dice = random.Random(7)
    order, drawn = dice.sample(people, VOTERS), dice.sample(box, VOTERS)
    lines = dict(ballot.roll.values_list("person", "pk"))
    teller = enter_as(Client(), cast.lin)
    before, tokens, marks = everything(), {}, {}
    with caplog.at_level(logging.DEBUG):
        for n, (who, slip) in enumerate(zip(order, drawn, strict=True)):
            given = {"voter": lines[who.pk], "way": "slip"}
            assert teller.post(f"/ballots/ballot/{ballot.pk}/desk/", given).status_code == 302
            mark = mark_of(slip.blinded)
            said = Client().post(f"/ballots/hall/{ballot.pk}/paper/", json.dumps({"marks": {"A": mark}}),
                                 content_type="text/plain").json()  # fmt: skip
            message, signature = slip.finalize(casting.unb64(said["answer"]))
            sent = {"klass": "A", "message": casting.b64(message), "signature": casting.b64(signature),
                    "body": papers.written({"a": {"1": "yes" if n % 3 else "no"}})}  # fmt: skip
            Client().post(f"/ballots/urn/{ballot.pk}/", json.dumps(sent), content_type="text/plain")
            tokens[who.pk], marks[who.pk] = message[32:].hex(), mark
    return ballot, tokens, marks, before, caplog


def test_neither_slip_nor_paper_can_be_joined_to_who_drew_it(by_slip, cast):
    ballot, tokens, marks, _before, _log = by_slip
    roll, fallen, slips = (table(f"ballots_{name}") for name in ("voter", "paper", "slip"))
    assert len(fallen) == len(slips) == VOTERS
    hidden = {k for k in roll[0] if k.startswith("hidden")}
    for rows, truth, key in ((fallen, tokens, "token"), (slips, marks, "mark")):
        right, rho, which = attack(roll, rows, truth, key)
        assert right < RIGHT and rho < CORRELATED, f"{right} right, {rho:.2f}, by {which}"
        assert not [p for p in same_values(roll, rows) if p[0] not in hidden]
    actions.close(Ballot.objects.get(pk=ballot.pk), by=cast.li, left=0)
    actions.count(Ballot.objects.get(pk=ballot.pk), by=cast.lin)
    urn.tidy()
    right, rho, which = attack(table("ballots_voter"), table("ballots_paper"), tokens)
    assert right < RIGHT and rho < CORRELATED, f"{right} right, {rho:.2f}, by {which}"


def test_a_slip_and_its_paper_share_no_value(by_slip):
    """Who has printed the slips cannot find a slip's paper in the database without its code."""
    assert not same_values(table("ballots_slip"), table("ballots_paper"))


def test_handing_out_and_voting_by_slip_write_into_the_same_two_tables(by_slip):
    _ballot, _tokens, _marks, before, _log = by_slip
    after = everything()
    assert {name for name in after if after[name] != before[name]} <= MAY_CHANGE


def test_no_log_names_who_came_to_the_desk(by_slip):
    _ballot, tokens, _marks, _before, log = by_slip
    said = [r.getMessage() for r in log.records if not r.name.startswith("django.db")]
    assert not [words for words in said for n in range(VOTERS) if f"选民{n:02d}" in words]
    assert not [words for words in said for token in tokens.values() if token in words]


def test_slips_handed_out_in_the_order_of_a_numbered_pile_would_be_caught(by_slip):
    _ballot, _tokens, marks, _before, _log = by_slip
    came = arrivals(marks)
    roll = [row | {"turn": came[row["person_id"]]} for row in table("ballots_voter")]
    number = {mark: 500 + n for n, mark in enumerate(marks.values())}
    slips = [row | {"number": number[row["mark"]]} for row in table("ballots_slip")]
    right, rho, which = attack(roll, slips, marks, "mark")
    assert right == VOTERS and rho > 0.99 and which == "turn/number"


def test_a_slip_s_mark_on_the_roll_would_be_caught(by_slip):
    _ballot, _tokens, marks, _before, _log = by_slip
    roll = [row | {"blinded": marks[row["person_id"]]} for row in table("ballots_voter")]
    assert same_values(roll, table("ballots_slip"))


def test_a_batch_has_no_line_of_the_roll_and_its_steps_name_tellers_alone(cast):
    ballot = actions.open_(drafted(cast), by=cast.li)
    given(ballot, cast.lin, cast.zhao, cast.qian, cast.hua)
    typed(ballot, (cast.lin, cast.wang), "1", "2", "1")
    for name in ("ballots_batch", "ballots_batchentry"):
        rows = table(name)
        people = {row.get("person_id") for row in rows} - {None}
        assert people <= {cast.lin.pk, cast.wang.pk}
        assert not [w for row in rows for w in ("赵明", "钱学文", "华小梅") if w in str(row)]
    assert {s.by_id for s in Step.objects.filter(source="ballots.batch")} == {
        cast.lin.pk,
        cast.wang.pk,
    }


# --- leaks planted on purpose -----------------------------------------------------------------


def arrivals(truth):
    """The true order in which people came: what a leak would have written down."""
    return {who: n for n, who in enumerate(truth)}


def test_a_time_on_both_sides_is_caught(voted):
    _ballot, truth, _before, _log = voted
    came = arrivals(truth)
    roll = [row | {"at": f"{came[row['person_id']]:04d}"} for row in table("ballots_voter")]
    by_token = {token: n for n, token in enumerate(truth.values())}
    fallen = [row | {"fell": f"{by_token[row['token']]:04d}"} for row in table("ballots_paper")]
    right, rho, which = attack(roll, fallen, truth)
    assert right == VOTERS and rho > 0.99 and which == "at/fell"


def test_a_counter_that_is_only_nearly_in_order_is_caught(voted):
    _ballot, truth, _before, _log = voted
    dice, came = random.Random(3), arrivals(truth)
    roll = [row | {"seq": 1000 + came[row["person_id"]]} for row in table("ballots_voter")]
    by_token = {token: n + dice.randint(-3, 3) for n, token in enumerate(truth.values())}
    fallen = [row | {"id": 5000 + by_token[row["token"]]} for row in table("ballots_paper")]
    _right, rho, which = attack(roll, fallen, truth)
    assert rho > CORRELATED, f"{rho:.2f} by {which}"


def test_the_same_value_on_both_sides_is_caught(voted):
    _ballot, truth, _before, _log = voted
    roll = [row | {"mark": truth[row["person_id"]][:20]} for row in table("ballots_voter")]
    assert same_values(roll, table("ballots_paper"))


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite keeps no transaction numbers"
)
def test_without_stirring_the_hidden_numbers_would_tell(cast, monkeypatch, caplog, request):
    monkeypatch.setattr(urn, "stir_papers", lambda ballot: None)
    monkeypatch.setattr(urn, "stir_roll", lambda ballot: None)
    _ballot, truth, _before, _log = request.getfixturevalue("voted")
    _right, rho, which = attack(table("ballots_voter"), table("ballots_paper"), truth)
    assert rho > CORRELATED, f"the suite would not have seen it: {rho:.2f} by {which}"
