"""Against floods of anonymous letters: so many an hour and box, and a few seconds of writing.

Counted in the memory of the server and nowhere else: no address and no hour is ever written down. A
restart forgets it, several servers count each for themselves; both are the smaller evil.
"""

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.refusals import Refused

DELAY, LONGEST = 3, 24 * 3600  # seconds between opening the page and sending it
SALT = "voice.letter"
_seen: dict[int, tuple[str, int]] = {}


def opened(channel) -> str:
    """A mark of when the page was opened; it travels with the page and is not kept."""
    return signing.TimestampSigner(salt=SALT).sign(channel.address)


def check(channel, mark, most) -> None:
    """Refuse what came too fast, or one too many in this hour; else count it."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        address = signer.unsign(mark, max_age=LONGEST)
    except signing.BadSignature as error:
        raise Refused(_("页面开得太久了。"), _("内容都在，请再点一次“寄出”。")) from error
    if address != channel.address:
        raise Refused(_("页面和信箱对不上。"), _("请刷新页面重试。"))
    if _age(signer, mark) < DELAY:
        raise Refused(_("寄得太快了。"), _("请等几秒再点“寄出”，内容都在；这是为了防止程序灌信。"))
    now = timezone.localtime(clock.now())
    hour, count = f"{now:%Y%m%d%H}", 0
    if channel.pk in _seen and _seen[channel.pk][0] == hour:
        count = _seen[channel.pk][1]
    if count >= most:
        raise Refused(
            _("这个信箱这一小时收到的匿名信太多了。"),
            _("请在 %d 点以后再寄，内容请先自己存好；登录后署名写信不受影响。")
            % ((now.hour + 1) % 24),
        )
    _seen[channel.pk] = (hour, count + 1)


def _age(signer, mark) -> float:
    try:
        signer.unsign(mark, max_age=DELAY)
    except signing.SignatureExpired:
        return DELAY
    return 0


def forget() -> None:
    _seen.clear()
