"""The verbs of ways in and of the identities people hold there."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.kernel.access import offices
from zhijia.kernel.actions import action
from zhijia.kernel.orgs import Org, path_end
from zhijia.kernel.people import Account
from zhijia.kernel.refusals import Refused

from ..models import Identity, WayIn
from ..own.actions import changed
from ..slips.actions import void_slips
from .addresses import checked

ON, OFF = WayIn.State.ON, WayIn.State.OFF
TIED, UNTIED = Identity.State.TIED, Identity.State.UNTIED
NEEDS_SERVER = (WayIn.Kind.CAS, WayIn.Kind.OIDC)


@action(WayIn, creates=True, may="accounts.configure", label="接入一种认证")
def connect(org, *, by, kind, label, server="", client_id="", secret="", agent="", attribute="",
            auto_tie=False):  # fmt: skip
    """Write down how; nobody can use it before it is switched on."""
    way = WayIn(org=org)
    return _fill(way, kind, label, server, client_id, secret, agent, attribute, auto_tie)


def _fill(way, kind, label, server, client_id, secret, agent, attribute, auto_tie):
    if server:
        checked(server)
    elif kind in NEEDS_SERVER:
        raise Refused(
            _("请填服务地址。"), _("例如 https://cas.xxschool.edu.cn/cas，可向信息中心询问。")
        )
    if kind != WayIn.Kind.CAS and not (client_id and secret):
        raise Refused(_("请填应用标识和应用密钥。"), _("在对方的管理后台建一个应用就能得到。"))
    way.kind, way.label, way.server, way.client_id = kind, label, server, client_id
    way.secret, way.agent, way.attribute, way.auto_tie = secret, agent, attribute, auto_tie
    return way


@action(WayIn, may="accounts.configure", label="改接入设置")
def amend(way, *, by, label, server="", client_id="", secret="", agent="", attribute="",
          auto_tie=False):  # fmt: skip
    """Where another server or application vouches from now on, what it vouched for is untied."""
    before = (way.server, way.client_id, way.attribute)
    _fill(way, way.kind, label, server, client_id, secret or way.secret, agent, attribute, auto_tie)
    if before[:2] != (server, client_id):
        Identity.objects.tied().filter(way=way).update(state=UNTIED)


@action(WayIn, may="accounts.configure", label="启用", source=[OFF], target=ON, main=True)
def switch_on(way, *, by):
    """The button stands on the sign-in page from now on."""


@action(WayIn, may="accounts.configure", label="停用", source=[ON], target=OFF)
def switch_off(way, *, by):
    """Nobody comes in this way any more; other ways stay."""


@action(Identity, creates=True, may="accounts.tie", label="绑定外部身份", hidden=True)
def tie(org, *, by, way, outside, how=Identity.How.SELF):
    """From now on this identity opens the person's account."""
    if (
        Identity.objects.tied()
        .filter(way=way, subject=outside)
        .exclude(account__person=by)
        .exists()
    ):
        raise Refused(
            _("这个外部身份已经绑定在另一个账号上。"), _("请那位同事先在自己的安全页解除。")
        )
    Identity.objects.tied().filter(way=way, account=by.account).update(state=UNTIED)
    changed(by.account, _("绑定了“%s”") % way.label)
    return Identity(org=org, way=way, subject=outside, account=by.account, how=how)


@action(Identity, may="accounts.untie", label="解除绑定", source=[TIED], target=UNTIED)
def untie(identity, *, by):
    """It opens nothing any more; it can be tied again at any time."""
    changed(identity.account, _("解除了“%s”") % identity.way.label)


def tie_own(person, way, subject):
    """Tie for a person, at the union they stand in."""
    held = offices(person)
    if not held:
        raise Refused(_("您目前不在任何工会任职，也没有会籍。"), _("请联系学校工会主席。"))
    return tie(Org.objects.get(pk=held[0][2]), by=person, way=way, outside=subject)


@transaction.atomic
def open_and_tie(way, person, subject) -> Identity:
    """Tie by staff number; whoever is on the roll without an account gets one, with no password."""
    account = Account.objects.filter(person=person).first()
    if account is None:
        name = person.staff_no
        if Account.objects.filter(username=name).exists():
            name = f"{way.org.code}-{name}"[:60]
        account = Account(username=name, person=person)
        account.set_unusable_password()
        account.save()
        void_slips([person])
    elif Identity.objects.tied().filter(way=way, account=account).exists():
        raise Refused(
            _("您的账号已经绑定了另一个“%s”身份。") % way.label,
            _("请先用密码登录，在“账号安全”里解除原来的绑定。"),
        )
    person.account = account
    end = path_end(way.org_path)
    here = [org for path, _post, org in offices(person) if way.org_path <= path < end]
    at = Org.objects.get(pk=here[0])
    return tie(at, by=person, way=way, outside=subject, how=Identity.How.NUMBER)
