"""The verbs of notices: keep and prove an address, say how one wants to hear, set up a channel."""

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.channels import Letter, modules
from zhijia.kernel.channels.models import in_force
from zhijia.kernel.contacts import Way
from zhijia.kernel.notices import Sort
from zhijia.kernel.refusals import Refused
from zhijia.kernel.sending import attempt

from .models import Channel, Contact, Wishes

C = Contact.State


@action(Contact, creates=True, may="notices.keep", label="填写联系方式")
def keep(org, *, by, channel, address):
    """Enter one's own address on a channel; it counts once the code sent there is typed in."""
    module = modules().get(channel)
    if module is None or (org.path, channel) not in in_force([org.path]):
        raise Refused(_("本会还没有开通这个渠道。"), _("请联系工会主席设置。"))
    address = address.strip()
    if why := module.wrong_address(address):
        raise Refused(why)
    contact = Contact.objects.filter(person=by, channel=channel).first()
    contact = contact or Contact(person=by, channel=channel)
    contact.org, contact.address, contact.state = org, address, C.ASKED
    post_code(contact)
    return contact


def post_code(contact):
    """A fresh code, sent once the change is committed, so that no row stays locked meanwhile."""
    code = contact.new_code()
    transaction.on_commit(lambda: send_code(contact, code))


def send_code(contact, code):
    """Send the code and keep what came of it, for the page that asks for the code."""
    channel = in_force([contact.org.path]).get((contact.org.path, contact.channel))
    answer = attempt(channel, contact, [Letter(_("职家验证码 %s，十分钟内有效") % code)])
    Contact.objects.filter(pk=contact.pk).update(answer=answer.text[:200])


def waits_a_minute(contact, by):
    if contact.code_until and (contact.code_until - clock.now()).total_seconds() > 9 * 60:
        return _("验证码刚发过，请过一分钟再试。")
    return ""


@action(Contact, may="notices.own", label="重发验证码", source=[C.ASKED], guard=waits_a_minute)
def ask_again(contact, *, by):
    """A fresh code to the same address."""
    post_code(contact)


@action(
    Contact, may="notices.own", label="填验证码", source=[C.ASKED], target=C.VERIFIED, main=True
)  # fmt: skip
def verify(contact, *, by, code):
    """The code that came there shows that the address is theirs."""
    if not contact.code_stands:
        raise Refused(_("验证码已失效。"), _("请点“重发验证码”。"))
    if not contact.fits(code):
        raise Refused(_("验证码不对。"))
    contact.code, contact.code_until = "", None
    first = {"org": contact.org, "digested": clock.today()}
    Wishes.objects.get_or_create(person=by, defaults=first)


@action(Contact, may="notices.own", label="停用", source=[C.ASKED, C.VERIFIED], target=C.DROPPED)
def drop(contact, *, by):
    """Nothing is sent there any more, and the address is forgotten."""
    contact.address = contact.code = contact.answer = ""


LOCKED = (Sort.URGENT, Sort.TODO)  # never silenced in the inbox


@action(Wishes, creates=True, may="notices.keep", label="通知设置", hidden=True)
def wish(org, *, by, routes, quiet_from, quiet_to, urgent_passes, digest, digest_at):
    """How one wants to hear. What is urgent or asks something by a day stays in the inbox."""
    for sort, ways in routes.items():
        if sort in LOCKED and ways.get("inbox") == Way.NEVER:
            raise Refused(_("“%s”不能在收件箱里关掉。") % Sort(sort).label)
    mine = Wishes.objects.filter(person=by).first() or Wishes(person=by)
    mine.org, mine.routes = org, routes
    mine.quiet_from, mine.quiet_to, mine.urgent_passes = quiet_from, quiet_to, urgent_passes
    mine.digest, mine.digest_at = digest, digest_at
    return mine


@action(Channel, creates=True, may="notices.configure", label="设置渠道", hidden=True)
def configure(org, *, by, channel, on, values):
    """Enter what the channel needs; a secret left blank stays as it was."""
    module = modules().get(channel)
    if module is None:
        raise Refused(_("本系统没有装这个渠道。"))
    row = Channel.objects.of(org).filter(channel=channel).first() or Channel(
        org=org, channel=channel
    )
    held = row.values
    for name in (f.name for f in module.FIELDS if f.secret):
        values[name] = values.get(name) or held.get(name, "")
    values = {f.name: values.get(f.name, "") for f in module.FIELDS}
    lacking = [f.label for f in module.FIELDS if f.required and not values[f.name]]
    if on and lacking:
        raise Refused(_("还没有填：%s。") % "、".join(lacking))
    if wrong := [why for f in module.FIELDS if (why := f.wrong(values[f.name]))]:
        raise Refused("".join(wrong))
    row.on, row.values = on, values
    return row


@action(Channel, may="notices.configure", label="记试发结果", hidden=True)
def note_trial(row, *, by, worked, answer):
    """What a trial letter came to; it was sent before, outside of any transaction."""
    row.tried, row.worked, row.answer = clock.now(), worked, answer[:200]


@action(Channel, may="notices.configure", label="改用上级设置", hidden=True)
def inherit(row, *, by):
    """Forget what was entered here: what stands above holds again."""
    row.sealed, row.on = "", True
