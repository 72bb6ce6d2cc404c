"""Addresses are proved by a code; wishes are one's own; a channel is the chair's."""

import re
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest

from zhijia.domains.notices import actions, channel_pages
from zhijia.domains.notices.models import Channel, Contact, Wishes
from zhijia.kernel import clock, sending
from zhijia.kernel.actions import Step
from zhijia.kernel.channels import Answer, mail, modules
from zhijia.kernel.channels.models import ChannelSettings
from zhijia.kernel.contacts import CODE_TRIES, keep_trusted
from zhijia.kernel.refusals import NotAllowed, Refused, WrongState

DAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def in_march():
    with clock.at(DAY):
        yield


@pytest.fixture
def post(monkeypatch):
    """The letters that would have gone out by mail; ``post.answer`` is what came back."""
    box = SimpleNamespace(letters=[], answer=Answer(True))

    def send(channel_settings, contact, letters):
        box.letters.append((contact.address, letters[0].title))
        return box.answer

    given = {
        name: getattr(mail, name)
        for name in ("NAME", "LABEL", "ADDRESS", "FIELDS", "wrong_address")
    }
    stub = SimpleNamespace(send=send, **given)
    for place in (sending, actions, channel_pages):
        monkeypatch.setattr(place, "modules", lambda: {**modules(), "mail": stub})
    return box


MAIL = {
    "host": "smtp.school.cn",
    "port": "465",
    "safety": "ssl",
    "user": "",
    "password": "p4ss",
    "sender": "g@s.cn",
}


@pytest.fixture
def ready(cast, post):
    actions.configure(cast.first, by=cast.li, channel="mail", on=True, values=dict(MAIL))
    return cast


def kept(cast, post, run, who=None, address="qian@school.cn"):
    """A contact asked for, and the code that was sent."""
    with run(execute=True):
        contact = actions.keep(cast.first, by=who or cast.qian, channel="mail", address=address)
    return contact, re.search(r"\d{6}", post.letters[-1][1])[0]


def test_the_code_that_came_there_proves_the_address(
    ready, post, django_capture_on_commit_callbacks
):
    contact, code = kept(ready, post, django_capture_on_commit_callbacks)
    assert post.letters[0][0] == "qian@school.cn" and contact.state == "asked"
    actions.verify(contact, by=ready.qian, code=code)
    assert contact.state == "verified" and Wishes.objects.get().person == ready.qian
    with pytest.raises(WrongState):
        actions.verify(contact, by=ready.qian, code=code)


def test_the_code_is_not_kept_readable_and_not_in_the_steps(
    ready, post, django_capture_on_commit_callbacks
):
    contact, code = kept(ready, post, django_capture_on_commit_callbacks)
    row = Contact.objects.values().get(pk=contact.pk)
    assert code not in str(row)
    assert not [s for s in Step.objects.values() if code in str(s) or "qian@" in str(s)]


def test_a_code_lasts_ten_minutes(ready, post, django_capture_on_commit_callbacks):
    contact, code = kept(ready, post, django_capture_on_commit_callbacks)
    with clock.at(clock.now() + timedelta(minutes=11)), pytest.raises(Refused, match="已失效"):
        actions.verify(contact, by=ready.qian, code=code)


def test_guessing_ends_after_five_tries(ready, post, enter, django_capture_on_commit_callbacks):
    contact, code = kept(ready, post, django_capture_on_commit_callbacks)
    client, there = enter(ready.qian), f"/notices/contact/{contact.pk}/verify/"
    wrong = "000000" if code != "000000" else "111111"
    for left in range(CODE_TRIES - 1, -1, -1):
        page = client.post(there, {"code": wrong})
        assert page.status_code == 422 and f"还可以试 {left} 次" in page.content.decode()
    page = client.post(there, {"code": code})
    assert page.status_code == 422 and "已失效" in page.content.decode()
    assert Contact.objects.get().state == "asked"


def test_a_second_code_waits_a_minute(ready, post, django_capture_on_commit_callbacks):
    contact, first = kept(ready, post, django_capture_on_commit_callbacks)
    with pytest.raises(Refused, match="过一分钟"):
        actions.ask_again(contact, by=ready.qian)
    with (
        clock.at(clock.now() + timedelta(seconds=61)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        actions.ask_again(contact, by=ready.qian)
    assert len(post.letters) == 2


def test_a_letter_that_did_not_go_out_is_said_on_the_page(
    ready, post, enter, django_capture_on_commit_callbacks
):
    post.answer = Answer(False, True, "550 no such user")
    contact, _code = kept(ready, post, django_capture_on_commit_callbacks)
    page = enter(ready.qian).get(f"/notices/contact/{contact.pk}/verify/").content.decode()
    assert "550 no such user" in page


def test_a_wrong_address_and_a_channel_not_open_are_refused(ready):
    with pytest.raises(Refused, match="不是邮箱"):
        actions.keep(ready.first, by=ready.qian, channel="mail", address="钱学文")
    with pytest.raises(Refused, match="还没有开通"):
        actions.keep(ready.first, by=ready.qian, channel="wecom", address="qian")
    with pytest.raises(Refused, match="还没有开通"):
        actions.keep(ready.second, by=ready.zhou, channel="mail", address="z@s.cn")


def test_giving_another_address_asks_for_a_new_proof(
    ready, post, django_capture_on_commit_callbacks
):
    keep_trusted(ready.qian, ready.first, "mail", "old@school.cn")
    contact, _code = kept(ready, post, django_capture_on_commit_callbacks)
    assert Contact.objects.count() == 1 and contact.state == "asked"


@pytest.mark.parametrize("verb", [actions.verify, actions.drop, actions.ask_again])
def test_nobody_touches_another_s_address(ready, post, enter, verb):
    contact = Contact.objects.get(pk=keep_trusted(ready.qian, ready.first, "mail", "q@s.cn").pk)
    given = {"code": "1"} if verb is actions.verify else {}
    for other in (ready.li, ready.sun, ready.zhou, ready.chen):
        with pytest.raises(NotAllowed):
            verb(contact, by=other, **given)
        assert not Contact.objects.all().visible_to(other).exists()
        assert enter(other).get(f"/notices/contact/{contact.pk}/").status_code == 404


def test_dropping_forgets_the_address(ready):
    contact = Contact.objects.get(pk=keep_trusted(ready.qian, ready.first, "mail", "q@s.cn").pk)
    actions.drop(contact, by=ready.qian)
    contact.refresh_from_db()
    assert (contact.state, contact.address) == ("dropped", "")


# --- wishes ---------------------------------------------------------------------------------------

WISH = {
    "quiet_from": "21:30", "quiet_to": "06:30", "digest_at": "18:00", "urgent_passes": "on",
    "know-inbox": "never", "public-inbox": "now", "know-mail": "now", "todo-mail": "never",
    "urgent-mail": "now", "public-mail": "digest",
}  # fmt: skip


def test_one_s_wishes_are_kept(ready, enter):
    keep_trusted(ready.qian, ready.first, "mail", "q@s.cn")
    client = enter(ready.qian)
    page = client.get("/notices/wishes/").content.decode()
    assert "收件箱里一定有" in page and "q@s.cn" not in page
    assert client.post("/notices/wishes/", WISH).url == "/notices/wishes/"
    wish = Wishes.objects.get(person=ready.qian)
    assert (wish.quiet_from, wish.digest_at, wish.digest, wish.urgent_passes) == (
        time(21, 30), time(18), False, True,
    )  # fmt: skip
    assert (wish.way("know", "mail"), wish.way("todo", "mail")) == ("now", "never")


@pytest.mark.parametrize("sort", ["urgent", "todo"])
def test_what_asks_something_stays_in_the_inbox(ready, sort):
    given = {
        "quiet_from": time(22),
        "quiet_to": time(7),
        "urgent_passes": False,
        "digest": True,
        "digest_at": time(17),
    }
    with pytest.raises(Refused, match="不能在收件箱里关掉"):
        actions.wish(ready.first, by=ready.qian, routes={sort: {"inbox": "never"}}, **given)
    actions.wish(ready.first, by=ready.qian, routes={sort: {"mail": "never"}}, **given)


# --- channels -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["sun", "qian", "zhou", "chen"])
def test_only_who_keeps_the_union_sets_its_channels(ready, enter, who):
    other = getattr(ready, who)
    with pytest.raises(NotAllowed):
        actions.configure(ready.first, by=other, channel="mail", on=True, values=dict(MAIL))
    with pytest.raises(NotAllowed):
        actions.inherit(Channel.objects.get(), by=other)
    with pytest.raises(NotAllowed):
        actions.note_trial(Channel.objects.get(), by=other, worked=True, answer="")
    if who in ("sun", "qian"):
        assert enter(other).get("/notices/channels/").status_code == 404
        assert enter(other).post("/notices/channels/mail/try/").status_code == 404


def test_a_secret_is_sealed_not_shown_and_kept_when_left_blank(ready, enter):
    client = enter(ready.li)
    page = client.get("/notices/channels/mail/").content.decode()
    assert "p4ss" not in page and "已保存；不改就留空" in page
    client.post(
        "/notices/channels/mail/", {**MAIL, "on": "on", "password": "", "host": "mail.other.cn"}
    )
    row = ChannelSettings.objects.get()
    assert (row.values["password"], row.values["host"]) == ("p4ss", "mail.other.cn")
    raw = ChannelSettings.objects.extra(select={"raw": "sealed || ''"}).values_list(
        "raw", flat=True
    )
    assert "p4ss" not in raw[0] and not [s for s in Step.objects.values() if "p4ss" in str(s)]


def test_a_server_inside_without_encryption_can_be_entered(ready, enter):
    client = enter(ready.li)
    assert (
        client.post("/notices/channels/mail/", {**MAIL, "on": "on", "safety": "none"}).status_code
        == 302
    )
    assert ChannelSettings.objects.get().values["safety"] == "none"
    answer = client.post("/notices/channels/mail/", {"safety": "none"})  # switched off, all blank
    assert answer.status_code == 302 and not ChannelSettings.objects.get().on


def test_what_is_lacking_is_named(ready):
    with pytest.raises(Refused, match="应用 Secret"):
        actions.configure(
            ready.first, by=ready.li, channel="wecom", on=True, values={"corp": "c", "agent": "1"}
        )


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [("port", "四六五", "只能是数字"), ("base", "qyapi.weixin.qq.com", "https://")],
)
def test_what_cannot_work_is_refused_before_it_is_kept(ready, name, value, why):
    given = {"corp": "c", "agent": "1", "secret": "s", "base": "https://x.cn"}
    channel, values = ("mail", dict(MAIL)) if name == "port" else ("wecom", given)
    with pytest.raises(Refused, match=why):
        actions.configure(
            ready.first, by=ready.li, channel=channel, on=True, values=values | {name: value}
        )


def test_a_trial_letter_and_what_came_of_it(ready, post, enter):
    client = enter(ready.li)
    client.post("/notices/channels/mail/try/", {"address": "li@school.cn"})
    assert post.letters == [("li@school.cn", "职家试发：收到说明这个渠道已经通了")]
    assert ChannelSettings.objects.get().worked is True
    post.answer = Answer(False, False, "535 authentication failed")
    page = client.post(
        "/notices/channels/mail/try/", {"address": "li@school.cn"}, follow=True
    ).content.decode()
    assert "没有发出去" in page and "535 authentication failed" in page
    assert ChannelSettings.objects.get().worked is False


def test_a_trial_to_a_wrong_address_goes_nowhere(ready, post, enter):
    page = (
        enter(ready.li)
        .post("/notices/channels/mail/try/", {"address": "x"}, follow=True)
        .content.decode()
    )
    assert "不是邮箱地址" in page and not post.letters


def test_back_to_what_stands_above(ready, enter):
    actions.configure(
        ready.district, by=ready.chen, channel="mail", on=True, values={**MAIL, "host": "above.cn"}
    )
    client = enter(ready.li)
    client.post("/notices/channels/mail/inherit/")
    assert (
        "现在用的是东城区教育工会的设置" in client.get("/notices/channels/mail/").content.decode()
    )
    assert "above.cn" not in client.get("/notices/channels/mail/").content.decode()


# --- unreached ------------------------------------------------------------------------------------


def test_the_list_of_the_unreached(cast, enter):
    from zhijia.kernel.people import Account, Group, Post
    from zhijia.kernel.testing import member, office, person

    office(cast.first, cast.qian, Post.GROUP_LEADER)
    Account.objects.create(username="zhao", person=cast.zhao)
    far = person("远老师", "F099")
    member(cast.first, far, Group.objects.create(org=cast.first, name="数学组"))
    page = enter(cast.li).get("/notices/unreached/").content.decode()
    assert "远老师" in page and "有账号但从未登录，没有留联系方式" in page
    own = enter(cast.qian).get("/notices/unreached/").content.decode()
    assert "赵明" in own and "远老师" not in own
    assert enter(cast.hua).get("/notices/unreached/").status_code == 404
    assert enter(cast.chen).get("/notices/unreached/").status_code == 404
    assert "远老师" not in enter(cast.zhou).get("/notices/unreached/").content.decode()
