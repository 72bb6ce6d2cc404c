"""Counting wrong tries, so that guessing is slow and nobody is locked out by somebody else.

Only wrong tries count: a thousand colleagues may enter from one address in one minute. Five wrong
tries from one address for one account pause that pair; two hundred from one address, whatever the
account, pause the address for strangers, not for browsers that belong to the account.
"""

from hashlib import blake2b

from django.core.cache import cache
from django.utils.translation import gettext as _

from .devices import address_of
from .known import mark_for

TRIES, PAUSE = 5, 900  # wrong tries of one address for one account; then a pause in seconds
MANY, SPAN = 200, 600  # wrong tries of one address altogether, in so many seconds


class Gate:
    """The counters that one try at the door has to pass.

    Whoever tries the second step (``use``) holds the password already: there an unknown browser is
    counted by the account alone, or a hundred addresses would have a hundred times the tries.
    """

    def __init__(self, request, name, account=None, use="password"):
        address, known = address_of(request), mark_for(request, account)
        who = f"#{account.pk}" if account else name.strip().lower()
        where = known or ("" if use == "second" else address)
        pair = blake2b(f"{use} {where} {who}".encode(), digest_size=16).hexdigest()
        self.pair, self.whole = f"tries:{pair}", "" if known else f"door:{address}"
        self.counts = cache.get_many([key for key in (self.pair, self.whole) if key])

    def shut(self) -> str:
        """The sentence that says why no try is taken just now, or ""."""
        if self.counts.get(self.pair, 0) >= TRIES:
            return _("试得太多了，请 15 分钟后再试；忘了密码的，请工会委员重新发一张凭条。")
        if self.whole and self.counts.get(self.whole, 0) >= MANY:
            return _("从您这里来的错误尝试太多，请 10 分钟后再试，或换手机网络登录。")
        return ""

    def wrong(self) -> bool:
        """Count a wrong try; whether it was the one that begins the pause."""
        count = self.counts.get(self.pair, 0) + 1
        cache.set(self.pair, count, PAUSE)
        if self.whole:
            cache.set(self.whole, self.counts.get(self.whole, 0) + 1, SPAN)
        return count == TRIES

    def right(self) -> None:
        if self.pair in self.counts:
            cache.delete(self.pair)
