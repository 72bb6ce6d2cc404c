"""钉钉 work notices: gettoken, then topapi/message/corpconversation/asyncsend_v2."""

from django.utils.translation import gettext as _

from . import Answer, Field, tokens, wire, words

NAME, LABEL, ADDRESS = "dingtalk", "钉钉", "钉钉账号（userid）"
FIELDS = (
    Field("key", "AppKey（Client ID）"),
    Field("secret", "AppSecret", secret=True),
    Field("agent", "AgentId", digits=True),
    Field(
        "base",
        "接口地址",
        default="https://oapi.dingtalk.com",
        help="专有部署的才需要改。",
        url=True,
    ),
)
STALE = {40014, 42001, 40001}
GONE = {33012, 60121, 40078}  # no such user; 88 and the rest may pass


def wrong_address(address) -> str:
    plain = (
        address.isascii() and address.isprintable() and " " not in address and "," not in address
    )
    return "" if plain and 0 < len(address) <= 64 else _("请填写钉钉通讯录里的 userid。")


def _token(v, fresh=False):
    key = (v["base"], v["key"], v["secret"])
    if fresh:
        tokens.forget(*key)
    if held := tokens.kept(*key):
        return held
    query = {"appkey": v["key"], "appsecret": v["secret"]}
    said = wire.call(f"{v['base'].rstrip('/')}/gettoken", query=query)
    if said.get("errcode") or not said.get("access_token"):
        raise wire.Unreachable(f"{said.get('errcode')} {said.get('errmsg', '')}")
    tokens.keep(*key, said["access_token"], said.get("expires_in", 7200))
    return said["access_token"]


def send(channel_settings, contact, letters) -> Answer:
    """One work notice. The platform takes the same text for one user only once a day."""
    v = channel_settings.values
    body = {
        "agent_id": int(v["agent"]), "userid_list": contact.address,
        "msg": {"msgtype": "text", "text": {"content": words(letters)[:2000]}},
    }  # fmt: skip
    try:
        for fresh in (False, True):
            query = {"access_token": _token(v, fresh)}
            there = f"{v['base'].rstrip('/')}/topapi/message/corpconversation/asyncsend_v2"
            said = wire.call(there, query=query, body=body)
            if said.get("errcode") not in STALE:
                break
    except wire.Unreachable as fault:
        return Answer(False, False, str(fault)[:200])
    code = said.get("errcode")
    text = f"{code} {said.get('sub_msg') or said.get('errmsg', '')}"[:200]
    return Answer(code == 0, code in GONE, "" if code == 0 else text)
