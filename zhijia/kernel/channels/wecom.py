"""企业微信 application messages: gettoken, then message/send."""

import re

from django.utils.translation import gettext as _

from . import Answer, Field, tokens, wire, words

NAME, LABEL, ADDRESS = "wecom", "企业微信", "企业微信账号（userid）"
FIELDS = (
    Field("corp", "企业 ID（corpid）"),
    Field("agent", "应用 AgentId", digits=True),
    Field("secret", "应用 Secret", secret=True),
    Field(
        "base",
        "接口地址",
        default="https://qyapi.weixin.qq.com",
        help="私有部署的才需要改。",
        url=True,
    ),
)
STALE = {40014, 42001, 40001}  # the token is no longer good
GONE = {60111, 81013, 82001, 40003}  # there is no such user, or not within the application's sight


def wrong_address(address) -> str:
    return (
        ""
        if re.fullmatch(r"[A-Za-z0-9@_.-]{1,64}", address)
        else _("企业微信账号只有字母、数字和 _ - @ .。")
    )


def _token(v, fresh=False):
    key = (v["base"], v["corp"], v["secret"])
    if fresh:
        tokens.forget(*key)
    if held := tokens.kept(*key):
        return held
    query = {"corpid": v["corp"], "corpsecret": v["secret"]}
    said = wire.call(f"{v['base'].rstrip('/')}/cgi-bin/gettoken", query=query)
    if said.get("errcode") or not said.get("access_token"):
        raise wire.Unreachable(f"{said.get('errcode')} {said.get('errmsg', '')}")
    tokens.keep(*key, said["access_token"], said.get("expires_in", 7200))
    return said["access_token"]


def send(channel_settings, contact, letters) -> Answer:
    """One text message. The platform itself drops the same text sent twice within half an hour."""
    v = channel_settings.values
    body = {
        "touser": contact.address, "msgtype": "text", "agentid": int(v["agent"]),
        "text": {"content": words(letters)[:2000]},
        "enable_duplicate_check": 1, "duplicate_check_interval": 1800,
    }  # fmt: skip
    try:
        for fresh in (False, True):
            query = {"access_token": _token(v, fresh)}
            said = wire.call(
                f"{v['base'].rstrip('/')}/cgi-bin/message/send", query=query, body=body
            )
            if said.get("errcode") not in STALE:
                break
    except wire.Unreachable as fault:
        return Answer(False, False, str(fault)[:200])
    code = said.get("errcode")
    text = f"{code} {said.get('errmsg', '')}"[:200]
    if code == 0 and contact.address.lower() in str(said.get("invaliduser", "")).lower().split("|"):
        return Answer(False, True, _("企业微信里没有这个账号，或不在应用的可见范围。"))
    return Answer(code == 0, code in GONE, "" if code == 0 else text)
