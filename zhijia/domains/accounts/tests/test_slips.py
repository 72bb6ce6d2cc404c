"""The first way in without mail: slips issued, printed, used once (docs/accounts.md)."""

import io
from datetime import timedelta

import docx
import pytest
from django.test import Client

from zhijia.domains.accounts import actions
from zhijia.domains.accounts.models import Batch, Holder, Invitation
from zhijia.domains.accounts.slips.codes import code_of, token_of
from zhijia.kernel import clock
from zhijia.kernel.actions import Step
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Account, Group, Membership
from zhijia.kernel.privacy import Look
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState
from zhijia.kernel.testing import PASSWORD, enter_as

from .conftest import DAY, inside, sign_in

GOOD = "maple river stone"


def issued(cast, by=None, *people):
    people = people or [cast.zhao]
    return actions.invite(cast.first, by=by or cast.li, whom="people", people=people)


def slip_for(cast, who=None):
    return issued(cast, None, who or cast.zhao).slips.get()


def join(slip, client=None, **more):
    client = client or Client()
    sent = {"username": "zhaoming", "password": GOOD, "again": GOOD, "agreed": "on"} | more
    return client, client.post(f"/join/{token_of(slip.nonce)}/", sent)


def holder(cast, who):
    return Holder.objects.get(org=cast.first, person=who)


# --- issuing -------------------------------------------------------------------------------------


def test_one_a_group_or_all_without_an_account(cast, account):
    assert [s.person for s in issued(cast, None, cast.qian, cast.hua).slips.all()] == [
        cast.hua,
        cast.qian,
    ]
    other = Group.objects.create(org=cast.first, name="数学组")
    Membership.objects.filter(person=cast.tian).update(group=other)
    group = actions.invite(cast.first, by=cast.sun, whom="group", group=other)
    assert [s.person for s in group.slips.all()] == [cast.tian]
    everybody = actions.invite(cast.first, by=cast.lin, whom="all")
    people = {s.person for s in everybody.slips.all()}
    assert cast.zhao not in people, "has an account already"
    assert people == {
        cast.li,
        cast.lin,
        cast.sun,
        cast.wang,
        cast.qian,
        cast.hua,
        cast.tian,
        cast.dang,
    }


def test_nobody_of_another_school_is_invited(cast):
    with pytest.raises(Refused, match="没有需要发凭条的人"):
        issued(cast, None, cast.zhou)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["zhou", "zhao", "chen", "wang", "qian"])
def test_only_the_committee_invites(cast, who):
    """The other school's chair, a member, the level above, the treasurer, a mere group member."""
    with pytest.raises(NotAllowed):
        issued(cast, getattr(cast, who))
    assert not Batch.objects.exists()


def test_a_group_leader_invites_their_own_group_and_nobody_else(cast, leader):
    other = Group.objects.create(org=cast.first, name="数学组")
    Membership.objects.filter(person=cast.tian).update(group=other)
    batch = actions.invite_group(cast.first, by=leader, people=[cast.zhao])
    assert batch.slips.get().person == cast.zhao
    with pytest.raises(NotAllowed):
        actions.invite_group(cast.first, by=leader, people=[cast.zhao, cast.tian])
    assert not Invitation.objects.filter(person=cast.tian).exists()
    for stranger in (cast.zhou, cast.zhao, cast.chen):
        with pytest.raises(NotAllowed):
            actions.invite_group(cast.first, by=stranger, people=[cast.hua])
    seen = Holder.objects.all().visible_to(leader)
    assert cast.tian.pk not in set(seen.values_list("person", flat=True))


def test_the_newest_slip_is_the_only_one_that_opens(cast):
    old = slip_for(cast)
    batch = actions.reissue(holder(cast, cast.zhao), by=cast.sun)
    old.refresh_from_db()
    assert (old.state, batch.kind) == ("void", "join")
    assert join(old)[1].status_code == 404
    client, answer = join(batch.slips.get())
    assert answer.status_code == 302 and inside(client)


def test_withdrawn_is_void(cast):
    slip = slip_for(cast)
    for stranger in (cast.zhou, cast.zhao, cast.chen):
        with pytest.raises(NotAllowed):
            actions.withdraw(slip, by=stranger)
    actions.withdraw(slip, by=cast.sun)
    assert (
        join(slip)[1].status_code == 404 and not Account.objects.filter(person=cast.zhao).exists()
    )
    with pytest.raises(WrongState):
        actions.withdraw(slip, by=cast.sun)


def test_a_fresh_slip_from_an_old_one(cast):
    slip = slip_for(cast)
    for stranger in (cast.zhou, cast.hua, cast.chen):
        with pytest.raises(NotAllowed):
            actions.renew(slip, by=stranger)
    fresh = actions.renew(slip, by=cast.sun).slips.get()
    slip.refresh_from_db()
    assert (slip.state, fresh.state, fresh.person) == ("void", "open", cast.zhao)


# --- what is kept and printed --------------------------------------------------------------------


def test_the_database_holds_neither_code_nor_link(cast):
    slip = slip_for(cast)
    held = " ".join(str(v) for v in Invitation.objects.filter(pk=slip.pk).values().get().values())
    assert code_of(slip.nonce) not in held and token_of(slip.nonce) not in held


def test_the_code_hangs_on_the_houses_key(cast, settings):
    slip = slip_for(cast)
    before = code_of(slip.nonce), token_of(slip.nonce)
    settings.SECRET_KEY = "another key of the same length, long enough to be one " * 2
    assert code_of(slip.nonce) != before[0] and token_of(slip.nonce) != before[1]
    assert join(slip)[1].status_code == 404


def paper(who, batch, form="docx"):
    return enter_as(Client(), who).get(f"/paper/slips/{batch.pk}.{form}")


def test_the_sheet_names_number_code_and_day(cast, settings):
    settings.SITE_URL = "https://gh.school.example"
    batch = issued(cast, None, cast.zhao, cast.hua)
    answer = paper(cast.sun, batch)
    book = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(c.text for t in book.tables for r in t.rows for c in r.cells)
    for slip in batch.slips.all():
        code = code_of(slip.nonce)
        assert slip.person.name in words and slip.person.staff_no in words
        assert f"{code[:4]}-{code[4:]}" in words
    assert "有效至 2026 年 3 月 24 日" in words and "https://gh.school.example/join/" in words
    assert len(book.inline_shapes) == 1, "one strip of QR codes over one row of slips"
    assert Look.objects.filter(by=cast.sun, what="登录凭条").count() == 2
    assert paper(cast.sun, batch, "pdf").content[:4] == b"%PDF"


def test_the_qr_code_is_the_link(cast, settings):
    """Read back from the drawn squares, by drawing what it should say."""
    import segno

    from zhijia.domains.accounts.slips import sheet

    settings.SITE_URL = "https://gh.school.example"
    slip = slip_for(cast)
    link = f"https://gh.school.example/join/{token_of(slip.nonce)}"
    assert sheet.link_of(slip) == link
    wanted = segno.make(link, error="m", micro=False).matrix
    drawn, step = sheet.drawn(link), sheet.SCALE
    for y, row in enumerate(wanted):
        for x, dark in enumerate(row):
            assert (drawn.getpixel(((x + 1) * step, (y + 1) * step)) == 0) is bool(dark)


@pytest.mark.parametrize("who", ["zhou", "zhao", "chen"])
def test_nobody_else_prints_it(cast, who):
    assert paper(getattr(cast, who), issued(cast)).status_code == 404


def test_codes_of_office_holders_are_for_chair_and_vice_chair(cast):
    """Whoever prints a slip could use it: a committee member must not become the treasurer."""
    batch = issued(cast, None, cast.wang, cast.zhao)
    codes = {s.person_id: code_of(s.nonce)[:4] for s in batch.slips.all()}

    def printed(who):
        book = docx.Document(io.BytesIO(paper(who, batch).content))
        return "\n".join(c.text for t in book.tables for r in t.rows for c in r.cells)

    assert codes[cast.zhao.pk] in printed(cast.sun) and codes[cast.wang.pk] not in printed(cast.sun)
    assert codes[cast.wang.pk] in printed(cast.lin)


# --- using ---------------------------------------------------------------------------------------


def test_the_page_says_who_where_and_why(cast):
    slip = slip_for(cast)
    page = Client().get(f"/join/{token_of(slip.nonce)}/").content.decode()
    for words in ("赵明", "第一小学工会", "F006", "个人信息", "处理者", 'value="F006"'):
        assert words in page


def test_joining_signs_in_and_offers_something_safer(cast):
    slip = slip_for(cast)
    client, answer = join(slip)
    assert answer.url == "/join/done/" and inside(client)
    page = client.get("/join/done/").content.decode()
    assert "/accounts/me/passkey/" in page and "/accounts/me/totp/" in page
    slip.refresh_from_db()
    assert slip.state == "used" and slip.used is not None
    step = Step.objects.about(slip).last()
    assert (step.verb, step.by) == ("use", cast.zhao)
    assert sign_in(password=GOOD)[1].status_code == 302


def test_a_slip_opens_once(cast):
    slip = slip_for(cast)
    join(slip)
    again, answer = join(slip, password="another good one", again="another good one")
    assert answer.status_code == 404 and not inside(again)
    assert sign_in(password=GOOD)[1].status_code == 302


def test_a_slip_holds_fourteen_days(cast):
    slip = slip_for(cast)
    with clock.at(DAY + timedelta(days=13)):
        assert Client().get(f"/join/{token_of(slip.nonce)}/").status_code == 200
    with clock.at(DAY + timedelta(days=15)):
        assert join(slip)[1].status_code == 404
        with pytest.raises(Refused, match="过期"):
            actions.use(slip, by=cast.zhao, username="zhaoming", password=GOOD)
    assert not Account.objects.filter(person=cast.zhao).exists()


def test_nobody_uses_a_slip_of_somebody_else(cast):
    slip = slip_for(cast)
    for stranger in (cast.li, cast.zhou, cast.chen, cast.hua):
        with pytest.raises(NotAllowed):
            actions.use(slip, by=stranger, username="x123", password=GOOD)
    assert not Account.objects.exists()


def test_who_has_left_the_union_cannot_use_it(cast):
    slip = slip_for(cast)
    cast.zhao.memberships.update(ends=DAY - timedelta(1))
    assert join(slip)[1].status_code == 404 and not Account.objects.exists()


@pytest.mark.parametrize(("wrong", "words"), [
    ({"password": "short1", "again": "short1"}, "至少"),
    ({"password": "password123", "again": "password123"}, "常见"),
    ({"password": "8420175639", "again": "8420175639"}, "数字"),
    ({"again": "something else"}, "不一样"),
    ({"username": "F007"}, "别人的工号"),
    ({"agreed": ""}, "本人"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_chinese(cast, wrong, words):
    client, answer = join(slip_for(cast), **wrong)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert not Account.objects.exists() and not inside(client)


def test_a_username_that_is_taken(cast):
    Account.objects.create_user("zhaoming", cast.hua, PASSWORD)
    client, answer = join(slip_for(cast))
    assert answer.status_code == 422 and "已经有人用了" in answer.content.decode()


class TestTyped:
    """Number and code instead of the link."""

    def typed(self, number, code, address="10.0.0.1"):
        return Client().post("/join/", {"number": number, "code": code}, REMOTE_ADDR=address)

    def test_leads_to_the_same_page(self, cast):
        slip = slip_for(cast)
        code = code_of(slip.nonce)
        answer = self.typed("F006", f" {code[:4].lower()}-{code[4:]} ")
        assert answer.url == f"/join/{token_of(slip.nonce)}/"

    def test_a_code_opens_only_for_its_own_number(self, cast):
        code = code_of(slip_for(cast).nonce)
        answer = self.typed("F007", code)
        assert answer.status_code == 422 and "对不上" in answer.content.decode()

    def test_guessing_is_paused_for_that_address_only(self, cast):
        code = code_of(slip_for(cast).nonce)
        for _n in range(5):
            self.typed("F006", "22222222")
        assert "试得太多了" in self.typed("F006", code).content.decode()
        assert self.typed("F006", code, "10.0.0.2").status_code == 302


# --- a forgotten password ------------------------------------------------------------------------


class TestReset:
    def test_sets_the_password_and_signs_others_out(self, cast, account):
        elsewhere, _answer = sign_in()
        batch = actions.reissue(holder(cast, cast.zhao), by=cast.sun)
        assert batch.kind == "reset"
        assert inside(elsewhere), "the slip alone changes nothing"
        assert "凭条" in Notice.objects.get(person=cast.zhao).title
        client, answer = join(batch.slips.get(), username="ignored")
        assert answer.status_code == 302 and inside(client) and not inside(elsewhere)
        account.refresh_from_db()
        assert account.username == "zhaoming" and account.check_password(GOOD)

    @pytest.mark.parametrize("who", ["zhou", "hua", "chen"])
    def test_is_refused_to_others(self, cast, account, who):
        with pytest.raises(NotAllowed):
            actions.reissue(holder(cast, cast.zhao), by=getattr(cast, who))
        assert not Invitation.objects.exists()

    def test_a_group_leader_may_for_their_own_group(self, cast, account, leader):
        assert actions.reissue(holder(cast, cast.zhao), by=leader).kind == "reset"
        other = Group.objects.create(org=cast.first, name="数学组")
        Membership.objects.filter(person=cast.zhao).update(group=other)
        with pytest.raises(NotAllowed):
            actions.reissue(holder(cast, cast.zhao), by=leader)

    def test_of_an_office_holder_is_for_chair_and_vice_chair(self, cast):
        Account.objects.create_user("wang", cast.wang, PASSWORD)
        with pytest.raises(Refused, match="主席或副主席"):
            actions.reissue(holder(cast, cast.wang), by=cast.sun)
        assert actions.reissue(holder(cast, cast.wang), by=cast.lin).kind == "reset"

    def test_nobody_makes_a_slip_for_their_own_account(self, cast):
        Account.objects.create_user("li", cast.li, PASSWORD)
        with pytest.raises(Refused, match="自己"):
            actions.reissue(holder(cast, cast.li), by=cast.li)

    def test_whose_office_reaches_further_is_out_of_reach(self, cast, account):
        """A school's officers must not come by the account of a district officer."""
        from zhijia.kernel.people import Post
        from zhijia.kernel.testing import office

        office(cast.district, cast.zhao, Post.OFFICER)
        with pytest.raises(Refused, match="其他工会任职"):
            actions.reissue(holder(cast, cast.zhao), by=cast.li)
