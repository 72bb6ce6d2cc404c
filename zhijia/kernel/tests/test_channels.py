"""Each channel against a stand-in that speaks the platform's protocol: sent, refused, tried again."""

import base64
import email
import json
from email import policy as mail_policy
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from zhijia.kernel.channels import Letter, dingtalk, mail, modules, sms, wecom, wire

from .standins import mail_server, platform

LETTERS = [
    Letter("走访慰问：有一条待办", "http://x/notices/notice/1/"),
    Letter("例会", "http://x/notices/notice/2/"),
]


@pytest.fixture(autouse=True)
def inside(settings):
    settings.NOTICE_INTRANET = True
    cache.clear()


def entered(**values):
    return SimpleNamespace(values=values)


def to(address):
    return SimpleNamespace(address=address)


def test_every_channel_has_the_same_face():
    for name, module in modules().items():
        assert name == module.NAME and module.LABEL and module.ADDRESS and module.FIELDS
        assert any(f.secret for f in module.FIELDS)
        assert module.wrong_address("不是 地址，肯定")


@pytest.mark.parametrize(
    ("module", "good"),
    [
        (mail, "qian@school.cn"),
        (wecom, "qianxuewen"),
        (dingtalk, "manager4220"),
        (sms, "13800000000"),
    ],
)
def test_a_good_address_is_taken(module, good):
    assert module.wrong_address(good) == ""


# --- 企业微信 -------------------------------------------------------------------------------------


def wecom_says(send):
    def answer(path, query, body):
        if path == "/cgi-bin/gettoken":
            good = query == {"corpid": "ww1", "corpsecret": "s3"}
            token = {"errcode": 0, "errmsg": "ok", "access_token": "T1", "expires_in": 7200}
            return token if good else {"errcode": 40001, "errmsg": "invalid credential"}
        assert path == "/cgi-bin/message/send"
        return send(query, body)

    return answer


def to_wecom(base, address="qian", secret="s3"):
    values = entered(corp="ww1", agent="1000002", secret=secret, base=base)
    return wecom.send(values, to(address), LETTERS)


def test_wecom_sends_a_text_and_keeps_its_token():
    with platform(wecom_says(lambda q, b: {"errcode": 0, "errmsg": "ok", "msgid": "m"})) as (
        base,
        asked,
    ):
        assert to_wecom(base).ok and to_wecom(base).ok
    assert [path for path, _q, _b in asked].count("/cgi-bin/gettoken") == 1
    _path, query, body = asked[1]
    assert query == {"access_token": "T1"}
    assert (body["touser"], body["msgtype"], body["agentid"]) == ("qian", "text", 1000002)
    assert body["text"]["content"].splitlines() == [
        "走访慰问：有一条待办", "http://x/notices/notice/1/", "例会", "http://x/notices/notice/2/",
    ]  # fmt: skip


def test_wecom_asks_for_a_fresh_token_when_the_old_one_has_gone_stale():
    stale = iter([{"errcode": 42001, "errmsg": "expired"}, {"errcode": 0, "errmsg": "ok"}])
    with platform(wecom_says(lambda q, b: next(stale))) as (base, asked):
        assert to_wecom(base).ok
    assert [path.rsplit("/")[-1] for path, _q, _b in asked] == [
        "gettoken",
        "send",
        "gettoken",
        "send",
    ]


@pytest.mark.parametrize(
    ("said", "permanent"),
    [
        ({"errcode": 0, "errmsg": "ok", "invaliduser": "QIAN|x"}, True),
        ({"errcode": 60111, "errmsg": "userid not found"}, True),
        ({"errcode": 81013, "errmsg": "all invalid"}, True),
        ({"errcode": 45009, "errmsg": "api freq out of limit"}, False),
        ({"errcode": -1, "errmsg": "system busy"}, False),
        (b"<html>", False),
        (("502 Bad Gateway", b"<html>"), False),
    ],
)
def test_wecom_tells_what_cannot_be_helped_from_what_may_pass(said, permanent):
    with platform(wecom_says(lambda q, b: said)) as (base, _asked):
        answer = to_wecom(base)
    assert (answer.ok, answer.permanent) == (False, permanent) and answer.text


def test_a_wrong_secret_of_the_union_is_not_the_person_s_fault():
    with platform(wecom_says(lambda q, b: {"errcode": 0})) as (base, _asked):
        answer = to_wecom(base, secret="wrong")
    assert (answer.ok, answer.permanent) == (False, False) and "40001" in answer.text


# --- 钉钉 -----------------------------------------------------------------------------------------


def ding_says(send):
    def answer(path, query, body):
        if path == "/gettoken":
            assert query == {"appkey": "k", "appsecret": "s"}
            return {"errcode": 0, "access_token": "D1", "errmsg": "ok", "expires_in": 7200}
        assert path == "/topapi/message/corpconversation/asyncsend_v2"
        return send(query, body)

    return answer


def to_ding(base):
    return dingtalk.send(
        entered(key="k", secret="s", agent="77", base=base), to("manager1"), LETTERS
    )


def test_dingtalk_sends_a_work_notice():
    with platform(ding_says(lambda q, b: {"errcode": 0, "task_id": 256271667526})) as (base, asked):
        assert to_ding(base).ok
    _path, query, body = asked[1]
    assert query == {"access_token": "D1"}
    assert (body["agent_id"], body["userid_list"], body["msg"]["msgtype"]) == (
        77,
        "manager1",
        "text",
    )
    assert "例会" in body["msg"]["text"]["content"]


@pytest.mark.parametrize(("code", "permanent"), [(33012, True), (88, False), (-1, False)])
def test_dingtalk_tells_permanent_from_passing(code, permanent):
    with platform(ding_says(lambda q, b: {"errcode": code, "errmsg": "no"})) as (base, _asked):
        answer = to_ding(base)
    assert (answer.ok, answer.permanent) == (False, permanent)


# --- 短信 -----------------------------------------------------------------------------------------

SMS = {"key": "ak", "secret": "sk", "sign": "阳光工会", "template": "T1", "code_template": "T2"}


def test_a_text_message_is_a_signed_call_of_a_template():
    with platform(lambda p, q, b: {"code": "OK"}) as (base, asked):
        answer = sms.send(
            entered(provider="plain", url=f"{base}/send", **SMS), to("+8613800000000"), LETTERS
        )
    assert answer.ok
    body = asked[0][2]
    signature = body.pop("signature")
    assert signature == sms.plain_signature("sk", body) != sms.plain_signature("other", body)
    assert (body["phone"], body["template"]) == ("13800000000", "T1")
    assert json.loads(body["params"]) == {"what": "走访慰问：有一条待办", "count": "2"}


def test_a_code_goes_by_its_own_template():
    with platform(lambda p, q, b: {"code": "OK"}) as (base, asked):
        said = [Letter("职家验证码 123456，十分钟内有效")]
        assert sms.send(entered(provider="plain", url=base, **SMS), to("13800000000"), said).ok
    assert asked[0][2]["template"] == "T2" and json.loads(asked[0][2]["params"]) == {
        "code": "123456"
    }


def test_aliyun_is_asked_in_its_own_way():
    with platform(lambda p, q, b: {"Code": "OK", "Message": "OK"}) as (base, asked):
        assert sms.send(
            entered(provider="aliyun", url=f"{base}/", **SMS), to("13800000000"), LETTERS
        ).ok
    query = asked[0][1]
    signature = query.pop("Signature")
    assert signature == sms.aliyun_signature("sk", query)
    assert len(base64.b64decode(signature)) == 20
    assert (query["Action"], query["Version"], query["PhoneNumbers"]) == (
        "SendSms",
        "2017-05-25",
        "13800000000",
    )


@pytest.mark.parametrize(
    ("said", "permanent"),
    [
        (("400 Bad Request", {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "号码有误"}), True),
        ({"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "限流"}, False),
        ({"code": "BAD_PHONE"}, True),
    ],
)
def test_a_gateway_s_refusal_is_read(said, permanent):
    with platform(lambda p, q, b: said) as (base, _asked):
        answer = sms.send(
            entered(provider="aliyun", url=f"{base}/", **SMS), to("13800000000"), LETTERS
        )
    assert (answer.ok, answer.permanent) == (False, permanent)


# --- 邮件 -----------------------------------------------------------------------------------------


def to_mail(port, host="127.0.0.1"):
    values = entered(
        host=host, port=str(port), safety="", user="", password="", sender="gh@school.cn"
    )
    return mail.send(values, to("qian@school.cn"), LETTERS)


@pytest.fixture
def real(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def test_mail_goes_out_over_a_real_socket(real):
    with mail_server() as (port, mails):
        assert to_mail(port).ok
    said = email.message_from_bytes(mails[0], policy=mail_policy.default)
    assert said["Subject"] == "2 条通知" and said["To"] == "qian@school.cn"
    assert "http://x/notices/notice/1/" in said.get_content()


@pytest.mark.parametrize(
    ("reply", "permanent"), [("550 no such user", True), ("450 try later", False)]
)
def test_a_mailbox_that_does_not_exist_is_final(real, reply, permanent):
    with mail_server(lambda line: reply) as (port, _mails):
        answer = to_mail(port)
    assert (answer.ok, answer.permanent) == (False, permanent) and reply[:3] in answer.text


def test_a_server_that_is_away_may_come_back(real):
    with mail_server() as (port, _mails):
        pass
    answer = to_mail(port)
    assert (answer.ok, answer.permanent) == (False, False)


# --- the wire -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://localhost:8000/", "http://169.254.169.254/", "http://10.0.0.8/",
            "file:///etc/passwd", "http://[::1]/", "gopher://x/"],
)  # fmt: skip
def test_a_gateway_may_not_be_an_address_inside(settings, url):
    settings.NOTICE_INTRANET = False
    with pytest.raises(wire.Unreachable):
        wire.call(url)


def test_a_redirect_is_not_followed():
    with (
        platform(lambda p, q, b: ("302 Found", b"")) as (base, asked),
        pytest.raises(wire.Unreachable),
    ):
        wire.call(base)
    assert len(asked) == 1
