"""The one-time set-up code: without it nobody founds the first union, whoever comes first.

The console prints it; the data folder keeps only a keyed digest, and loses that when it is used.
"""

import hmac
import os
import secrets
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from zhijia.kernel.orgs import Org
from zhijia.kernel.refusals import Refused

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is read for something else
LENGTH = 8


def wanted() -> bool:
    """Whether the house is empty and real: only then is there anything to set up."""
    return not settings.DEMO and not Org.objects.exists()


def _path() -> Path:
    return Path(settings.DATA_DIR) / "setup_code"


def _digest(code: str) -> str:
    plain = "".join(c for c in code.upper() if c.isalnum())
    key = settings.SECRET_KEY.encode()[:64]
    return blake2b(plain.encode(), digest_size=16, key=key, person=b"setup-code").hexdigest()


def issue() -> str:
    """A fresh code, as it is printed; the one before opens nothing any more."""
    code = "".join(secrets.choice(LETTERS) for _n in range(LENGTH))
    fresh = _path().with_name("setup_code.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(_digest(code))
    os.replace(fresh, _path())
    return f"{code[:4]}-{code[4:]}"


def waits() -> bool:
    return _path().exists()


def mark_of(typed: str) -> str:
    """What a session keeps of a code that fits; "" of one that does not."""
    mark = _digest(typed)
    return mark if holds(mark) else ""


def holds(mark: str) -> bool:
    """Whether the code is still the current one; reissued or spent, it is not."""
    try:
        kept = _path().read_text()
    except FileNotFoundError:
        return False
    return bool(mark) and hmac.compare_digest(kept, mark)


def spend(mark: str) -> None:
    """Use it up. Of two who come at once, only one finds the file still there."""
    try:
        if holds(mark):
            _path().unlink()
            return
    except FileNotFoundError:
        pass
    raise Refused(_("首次设置码已经用过或换过。"), _("请输入控制台里最新的一个。"))


def said() -> list[str]:
    """The lines an operator reads: a fresh code, and how to get another."""
    return [
        f"还没有工会。打开网页，输入首次设置码：{issue()}",
        "只能用一次，以最后显示的为准；换一个：zhijia setup --code",
    ]
