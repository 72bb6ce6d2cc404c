"""Mail by SMTP, through Django's own backend."""

import smtplib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from . import Answer, Field, words

NAME, LABEL, ADDRESS = "mail", "邮件", "邮箱"
FIELDS = (
    Field("host", "发信服务器", help="如 smtp.exmail.qq.com"),
    Field("port", "端口", default="465", digits=True),
    Field(
        "safety",
        "加密",
        default="ssl",
        choices=(("ssl", "SSL"), ("tls", "STARTTLS"), ("none", "不加密")),
    ),
    Field("user", "用户名", required=False),
    Field("password", "密码或授权码", secret=True, required=False),
    Field("sender", "发件人地址"),
)


def wrong_address(address) -> str:
    try:
        validate_email(address)
    except ValidationError:
        return _("这不是邮箱地址。")
    return ""


def send(channel_settings, contact, letters) -> Answer:
    """One mail with all letters. A refusal of the mailbox itself is final, all else is tried again."""
    v = channel_settings.values
    connection = get_connection(
        settings.EMAIL_BACKEND, host=v["host"], port=int(v.get("port") or 25),
        username=v.get("user", ""), password=v.get("password", ""), timeout=10,
        use_ssl=v.get("safety") == "ssl", use_tls=v.get("safety") == "tls",
    )  # fmt: skip
    one = letters[0].title if len(letters) == 1 else _("%d 条通知") % len(letters)
    foot = _("这封信由系统发出，请不要回复；在“通知设置”里可以改怎样通知您。")
    subject = " ".join(one.split())
    mail = EmailMessage(
        subject,
        f"{words(letters)}\n\n{foot}\n",
        v["sender"],
        [contact.address],
        connection=connection,
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as no:
        code, text = next(iter(no.recipients.values()), (0, b""))
        return Answer(False, 500 <= code < 600, _text(code, text))
    except smtplib.SMTPResponseException as no:
        return Answer(False, False, _text(no.smtp_code, no.smtp_error))
    except (smtplib.SMTPException, OSError) as fault:
        return Answer(False, False, f"连不上：{type(fault).__name__}")
    return Answer(True)


def _text(code, said) -> str:
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{code} {said}"[:200]
