"""Text messages through a gateway: the school's own, or 阿里云短信.

Gateways take only registered templates. Ours has two blanks: what it is about, and how many wait.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from datetime import UTC
from urllib.parse import quote

from django.utils.translation import gettext as _

from .. import clock
from . import Answer, Field, wire

NAME, LABEL, ADDRESS = "sms", "短信", "手机号"
FIELDS = (
    Field(
        "provider",
        "网关",
        default="plain",
        choices=(("plain", "通用网关"), ("aliyun", "阿里云短信")),
    ),
    Field("url", "网关地址", help="阿里云填 https://dysmsapi.aliyuncs.com/", url=True),
    Field("key", "应用标识（AccessKeyId）"),
    Field("secret", "密钥", secret=True),
    Field("sign", "短信签名"),
    Field(
        "template", "模板编号", help="模板含两个变量：what（事项）、count（条数）；验证码模板另填。"
    ),
    Field("code_template", "验证码模板编号", help="模板含一个变量：code。", required=False),
)
GONE = {"isv.MOBILE_NUMBER_ILLEGAL", "isv.MOBILE_COUNT_OVER_LIMIT", "BAD_PHONE"}
WHAT = 20  # characters a blank of a template may hold


def wrong_address(address) -> str:
    return "" if re.fullmatch(r"(\+86)?1[3-9]\d{9}", address) else _("请填写 11 位手机号。")


def send(channel_settings, contact, letters) -> Answer:
    v = channel_settings.values
    code = re.search(r"\b(\d{6})\b", letters[0].title) if letters[0].link == "" else None
    if code and v.get("code_template"):
        template, blanks = v["code_template"], {"code": code[1]}
    else:
        template = v["template"]
        blanks = {"what": letters[0].title[:WHAT], "count": str(len(letters))}
    try:
        ask = {"aliyun": _aliyun, "plain": _plain}[v.get("provider") or "plain"]
        said = ask(v, contact.address.removeprefix("+86"), template, blanks)
    except wire.Unreachable as fault:
        return Answer(False, False, str(fault)[:200])
    verdict = str(said.get("Code", said.get("code", "")))
    if verdict == "OK":
        return Answer(True)
    return Answer(
        False, verdict in GONE, f"{verdict} {said.get('Message', said.get('message', ''))}"[:200]
    )


def plain_signature(secret, fields) -> str:
    """HMAC-SHA256 over the fields, sorted by name, as ``name=value`` joined by ``&``."""
    text = "&".join(f"{k}={fields[k]}" for k in sorted(fields))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _plain(v, phone, template, blanks):
    fields = {
        "key": v["key"], "phone": phone, "sign": v["sign"], "template": template,
        "params": json.dumps(blanks, ensure_ascii=False, sort_keys=True),
        "time": str(int(clock.now().timestamp())), "nonce": secrets.token_hex(8),
    }  # fmt: skip
    return wire.call(v["url"], body={**fields, "signature": plain_signature(v["secret"], fields)})


def aliyun_signature(secret, fields, method="GET") -> str:
    """The RPC style's signature, version 1.0."""
    text = "&".join(f"{_escape(k)}={_escape(fields[k])}" for k in sorted(fields))
    whole = f"{method}&%2F&{_escape(text)}".encode()
    return base64.b64encode(hmac.new(f"{secret}&".encode(), whole, hashlib.sha1).digest()).decode()


def _escape(text) -> str:
    return quote(str(text), safe="-_.~")


def _aliyun(v, phone, template, blanks):
    fields = {
        "AccessKeyId": v["key"], "Action": "SendSms", "Format": "JSON", "PhoneNumbers": phone,
        "SignName": v["sign"], "TemplateCode": template, "RegionId": "cn-hangzhou",
        "TemplateParam": json.dumps(blanks, ensure_ascii=False), "SignatureMethod": "HMAC-SHA1",
        "SignatureVersion": "1.0", "SignatureNonce": secrets.token_hex(16),
        "Timestamp": clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Version": "2017-05-25",
    }  # fmt: skip
    return wire.call(v["url"], query={**fields, "Signature": aliyun_signature(v["secret"], fields)})
