"""One-click sign-in of the demonstration; it does not exist outside demo mode."""

from django.conf import settings
from django.utils.translation import gettext as _

from zhijia.kernel import access
from zhijia.kernel.people import Account, Post

PREFIX = "demo-"


def cast():
    """The people one may enter as in demo mode, each with the office they hold."""
    posts = dict(Post.choices)
    rows = []
    accounts = Account.objects.filter(username__startswith=PREFIX) if settings.DEMO else ()
    for account in sorted(accounts, key=lambda a: a.pk):
        held = {post for _path, post, _org in access.offices(account.person)} - {Post.MEMBER.value}
        rows.append((account, "、".join(str(posts[p]) for p in sorted(held)) or _("会员")))
    return rows


def account_called(username):
    """The demo account, or None where there is none to be had."""
    if not settings.DEMO or not username.startswith(PREFIX):
        return None
    return Account.objects.filter(username=username, is_active=True).first()
