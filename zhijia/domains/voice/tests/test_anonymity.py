"""Who has the whole database and its hidden columns joins no letter and no sheet to a person.

Twenty-four people act over HTTP in a known order, each signed in on their own phone. Then every order
of every table that knows persons is laid against every order of slips, letters and sheets: columns, hidden
transaction numbers, places on disk, row numbers. Leaks planted on purpose are caught by the same code.
"""

import logging
import random
import re

import pytest
from django.db import connection
from django.test import Client

from zhijia.domains.voice import actions, sheets, slot
from zhijia.domains.voice.actions import surveys
from zhijia.domains.voice.models import Message, Sheet, Slip, VoiceSettings
from zhijia.kernel.append_only import FROZEN
from zhijia.kernel.people import Account
from zhijia.kernel.settings import save_settings
from zhijia.kernel.testing import enter_as

from .parts import boxes, crowd, survey

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 24
# Of 24 pairs put together blindly one is right on average; eight come up once in a million orders,
# a rank correlation of 0.8 more rarely still. Some hundred pairs of orders are tried.
RIGHT, CORRELATED = 9, 0.8
HIDDEN = {"postgresql": ("xmin::text::bigint", "ctid::text"), "sqlite": ("rowid",)}
NO_ORDER = ("voice_slip", "voice_message", "voice_talk", "voice_picture", "voice_sheet")
SESSIONS = {"usersessions_usersession", "django_session"}


@pytest.fixture
def s(transactional_db):
    from zhijia.kernel.testing import cast

    made = boxes(cast())
    save_settings(made.org, VoiceSettings(hourly=100))
    yield made
    if connection.vendor == "sqlite":  # the flush that follows deletes row by row
        with connection.cursor() as cursor:
            for name in FROZEN:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_no_delete")


def table(name):
    """Every row as a dict, hidden columns and row numbers included."""
    hidden = HIDDEN[connection.vendor]
    if connection.vendor == "sqlite" and name in NO_ORDER:
        hidden = ()
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {", ".join([*hidden, "*"])} FROM "{name}"')
        named = [f"hidden{n}" for n in range(len(hidden))]
        named += [c[0] for c in cursor.description[len(hidden) :]]
        return [dict(zip(named, row, strict=True)) for row in cursor.fetchall()]


def everything():
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    found = {}
    for name in names:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{name}"')
            found[name] = sorted(map(repr, cursor.fetchall()))
    return found


def changed(before) -> set:
    after = everything()
    return {name for name in after if after[name] != before.get(name)}


def sort_key(value):
    text = str(value)
    numbers = re.findall(r"\d+", text)
    if text.startswith("(") and len(numbers) == 2:  # a place on disk: block and line
        return f"{int(numbers[0]):012d}{int(numbers[1]):06d}"
    return text.zfill(30)


def correlation(order) -> float:
    n = len(order)
    mean = (n - 1) / 2
    top = sum((at - mean) * (there - mean) for at, there in enumerate(order))
    return abs(top / (sum((at - mean) ** 2 for at in range(n)) or 1))


def attack(people, things, owner, mine, key):
    """The worst any pair of orders gives: (pairs right, correlation, which). ``owner``: key of a person
    → key of what they wrote; ``mine``/``key``: columns with those keys."""
    worst, which = [0, 0.0], ""
    people = [row for row in people if row[mine] in owner]
    for left in people[0]:
        for right in things[0]:
            if len({str(r[left]) for r in people}) < 2 or len({str(r[right]) for r in things}) < 2:
                continue
            first = sorted(people, key=lambda r: sort_key(r[left]))
            place = {
                r[key]: n for n, r in enumerate(sorted(things, key=lambda r: sort_key(r[right])))
            }
            order = [place[owner[r[mine]]] for r in first]
            straight = sum(n == at for n, at in enumerate(order))
            back = sum(len(order) - 1 - n == at for n, at in enumerate(order))
            rho = correlation(order)
            if max(straight, back) > worst[0] or rho > worst[1]:
                which = f"{left}/{right}"
            worst = [max(worst[0], straight, back), max(worst[1], rho)]
    return worst[0], worst[1], which


def unjoined(people, things, owner, mine, key):
    right, rho, which = attack(people, things, owner, mine, key)
    assert right < RIGHT and rho < CORRELATED, f"{right} right, {rho:.2f}, by {which}"


# --- letters ------------------------------------------------------------------------------------


@pytest.fixture
def written(s, caplog):
    """Each opens a page under their name and, a moment later on the same phone, writes a letter."""
    people = crowd(s, PEOPLE)
    clients = {who.pk: enter_as(Client(), who) for who in people}
    order = random.Random(7).sample(people, PEOPLE)
    before, truth = everything(), {}
    with caplog.at_level(logging.INFO):
        for n, who in enumerate(order):
            client = clients[who.pk]
            client.get("/notices/count/")
            page = client.get(f"/letter/{s.box.address}/").content.decode()
            given = {
                name: re.search(rf'name="{name}" value="([^"]+)"', page)[1]
                for name in ("code", "mark")
            }
            sent = client.post(
                f"/letter/{s.box.address}/", given | {"text": f"匿名的第 {n} 封信，请看看排班。"}
            )
            assert sent.status_code == 200
            truth[who.pk] = given["code"]
    return s, truth, before, caplog


def accounts(truth):
    """Tables that know persons, each row with the person's key: sessions as the host keeps them."""
    users = dict(Account.objects.values_list("pk", "person"))
    found = [row | {"who": users.get(row["user_id"])} for row in table("usersessions_usersession")]
    return found or [row | {"who": row["person_id"]} for row in table("kernel_account")]


def test_a_letter_in_the_box_is_joined_to_nobody_by_any_order(written):
    _s, truth, before, _log = written
    owner = {who: slot.digest_of(code) for who, code in truth.items()}
    unjoined(accounts(truth), table("voice_slip"), owner, "who", "code")
    assert changed(before) <= {"voice_slip", *SESSIONS}


def test_a_letter_taken_out_is_joined_to_nobody_either(written):
    _s, truth, _before, _log = written
    slot.empty()
    owner = {who: slot.digest_of(code) for who, code in truth.items()}
    unjoined(accounts(truth), table("voice_message"), owner, "who", "code")
    keys = dict(Message.objects.values_list("code", "pk"))
    of_key = {who: keys[code] for who, code in owner.items()}
    for name, key in (("kernel_record", "source_id"), ("kernel_call", "source_id")):
        rows = [r for r in table(name) if r.get("source", "voice.message") == "voice.message"]
        rows = list({r[key]: r for r in rows if r[key] in keys.values()}.values())
        unjoined(accounts(truth), rows, of_key, "who", key)
    assert not Slip.objects.exists()


def test_no_session_no_step_no_notice_and_no_log_knows_of_it(written):
    s, truth, _before, log = written
    slot.empty()
    for who, code in truth.items():
        message = slot.letter_of(s.box, slot.digest_of(code))
        for name in (*SESSIONS, "kernel_step", "kernel_notice"):
            told = [r for r in table(name) if str(message.pk) in str(r) or code in str(r)]
            assert not told, (name, told)
        assert not [
            r for r in log.records if code in r.getMessage() or message.text in r.getMessage()
        ]
        assert who not in [p.pk for p in message.readers.all()]


def test_what_is_done_with_a_letter_writes_down_only_who_did_it(written):
    s, truth, _before, _log = written
    slot.empty()
    message = slot.letter_of(s.box, slot.digest_of(next(iter(truth.values()))))
    actions.answer(actions.take(message, by=s.lin), by=s.lin, text="已经看过，谢谢来信。")
    steps = [r for r in table("kernel_step") if r["source_id"] == message.pk]
    assert {r["by_id"] for r in steps} == {s.lin.pk}


# --- sheets -------------------------------------------------------------------------------------


@pytest.fixture
def said(s, caplog, monkeypatch):
    people, tokens = (
        crowd(s, PEOPLE),
        iter(sheets.secrets.token_hex(16) for _n in range(9 * PEOPLE)),
    )
    one, truth = survey(s), {}
    clients = {who.pk: enter_as(Client(), who) for who in people}
    before = everything()
    with caplog.at_level(logging.INFO):
        for n, who in enumerate(random.Random(11).sample(people, PEOPLE)):
            token = next(tokens)
            monkeypatch.setattr(sheets, "new_token", lambda token=token: token)
            answers = {"q1": "满意" if n % 3 else "不满意", "q3": "一号" if n % 2 else "二号"}
            page = clients[who.pk].post(f"/voice/survey/{one.pk}/answer/", answers)
            assert page.status_code == 302
            truth[who.pk] = sheets._hash("sheet", one.pk, token)
    return s, one, truth, before, caplog


def asked(truth):
    return [row for row in table("voice_participant") if row["person_id"] in truth]


def test_no_order_joins_a_mark_to_a_sheet(said):
    _s, _one, truth, before, _log = said
    unjoined(asked(truth), table("voice_sheet"), truth, "person_id", "key")
    unjoined(accounts(truth), table("voice_sheet"), truth, "who", "key")
    assert changed(before) <= {"voice_sheet", "voice_participant", *SESSIONS}


def test_no_value_stands_on_both_sides(said):
    _s, _one, truth, _before, log = said
    marks = {str(v) for row in asked(truth) for v in row.values() if len(str(v)) >= 12}
    keys = {str(v) for row in table("voice_sheet") for v in row.values() if len(str(v)) >= 12}
    assert not [(a, b) for a in marks for b in keys if a in b or b in a]
    assert not [r for r in log.records if any(key in r.getMessage() for key in truth.values())]
    for name in SESSIONS:
        assert not [r for r in table(name) if any(key[:20] in str(r) for key in truth.values())]


def test_after_the_count_nothing_is_left_to_join(said):
    s, one, truth, _before, _log = said
    surveys.close(one, by=s.lin)
    assert not table("voice_sheet") and not [r for r in asked(truth) if r["mark"]]
    assert one.result["sheets"] == PEOPLE


def test_the_tables_have_nothing_that_could_tell(db):
    assert {f.name for f in Sheet._meta.get_fields()} == {"key", "survey", "part", "body"}
    assert {f.name for f in Slip._meta.get_fields()} == {"key", "channel", "code", "body"}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in NO_ORDER:
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
                assert "WITHOUT ROWID" in cursor.fetchone()[0], name


# --- leaks planted on purpose -------------------------------------------------------------------


def test_a_time_on_both_sides_is_caught(said):
    _s, _one, truth, _before, _log = said
    came = {who: n for n, who in enumerate(truth)}
    fell = {key: n for n, key in enumerate(truth.values())}
    left = [row | {"at": came[row["person_id"]]} for row in asked(truth)]
    right = [row | {"on": fell[row["key"]]} for row in table("voice_sheet")]
    hits, rho, which = attack(left, right, truth, "person_id", "key")
    assert hits == PEOPLE and rho > 0.99 and which == "at/on"


def test_a_number_that_is_only_nearly_in_order_is_caught(written):
    _s, truth, _before, _log = written
    dice, owner = random.Random(3), {who: slot.digest_of(code) for who, code in truth.items()}
    came = {who: n for n, who in enumerate(truth)}
    fell = {code: n for n, code in enumerate(owner.values())}
    left = [row | {"seen": came[row["who"]]} for row in accounts(truth) if row["who"] in truth]
    right = [
        row | {"id": 900 + fell[row["code"]] * 2 + dice.randint(-6, 6)}
        for row in table("voice_slip")
    ]
    _hits, rho, which = attack(left, right, owner, "who", "code")
    assert rho > CORRELATED, f"{rho:.2f} by {which}"


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite keeps no transaction numbers"
)
@pytest.mark.parametrize("story", ["said", "written"])
def test_without_stirring_the_hidden_numbers_would_tell(s, story, monkeypatch, request):
    for module in (sheets, slot):
        monkeypatch.setattr(module, "stir", lambda *given: None)
    if story == "said":
        _s, _one, truth, _before, _log = request.getfixturevalue("said")
        found = attack(asked(truth), table("voice_sheet"), truth, "person_id", "key")
    else:
        _s, truth, _before, _log = request.getfixturevalue("written")
        owner = {who: slot.digest_of(code) for who, code in truth.items()}
        came = {who: n for n, who in enumerate(truth)}
        left = [{"who": who, "seen": n} for who, n in came.items()]
        found = attack(left, table("voice_slip"), owner, "who", "code")
    assert found[1] > CORRELATED, f"the suite would not have seen it: {found}"
