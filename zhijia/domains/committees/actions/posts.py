"""The verbs of offices: name somebody to one no election gives, lend one's own, take it back."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Membership
from zhijia.kernel.refusals import Refused
from zhijia.kernel.settings import settings_for

from ..models import CommitteesSettings, Deputising, Office
from ..models.posts import CHAIR_MAY_LEND, NAMED, is_over
from .seats import holder, refuse_unfit


@action(Office, creates=True, may="committees.organise", label="登记会计、书记、校长", tells=holder)
def appoint(org, *, by, person, post, starts, duty=""):
    """An office no election gives; incompatible posts are refused in this order too (rules 2.14)."""
    if post not in NAMED:
        raise Refused(_("这一职务经选举或在小组里产生，不能直接登记。"))
    if starts > clock.today():
        raise Refused(_("任职日期不能晚于今天。"))
    same = Office.objects.of(org).open().filter(person=person, post=post)
    if same.exists():
        raise Refused(_("%s已任此职。") % person)
    refuse_unfit(org, person, post, starts, duty)
    return Office(org=org, person=person, post=post, duty=duty, starts=starts)


def not_by_seat(office, by):
    """What ends with a seat is ended there; what is over is over."""
    if is_over(office):
        return _("已于%s离任。") % office.ends
    if office.post not in NAMED:
        return _("这一职务随委员会席位或小组而来，请在那里办理。")
    return ""


@action(Office, may="committees.organise", label="免去", guard=not_by_seat, tells=holder)
def relieve(office, *, by, ends, reason):
    """The office ends; its powers with it."""
    if not office.starts <= ends <= clock.today():
        raise Refused(_("离任日期须在任职之后、今天以前。"))
    office.end(ends)


def may_lend(office, by):
    """The holder lends their own office; the chair that of vice chairs, members and leaders."""
    if is_over(office):
        return _("已于%s离任。") % office.ends
    if office.person_id == by.pk or office.post in CHAIR_MAY_LEND:
        return ""
    return _("只有本人可以委托别人代理这一职务。")


def deputy(made):
    return [made.person]


@action(
    Deputising, creates=True, parent=Office, may="committees.delegate", label="委托代理",
    guard=may_lend, tells=deputy,
)  # fmt: skip
def delegate(office, *, by, person, starts, ends, reason):
    """Lend an office for dated days; whoever could not hold it cannot stand in for it either."""
    longest = settings_for(office.org, CommitteesSettings).deputy_days
    if starts < clock.today() or ends < starts:
        raise Refused(_("代理从今天或以后开始，止于开始之后。"))
    if (ends - starts).days + 1 > longest:
        raise Refused(_("代理一次最长 %d 天。") % longest, _("时间更长的，请办理离任和增补。"))
    if office.ends and ends > office.ends:
        raise Refused(_("代理不能超过任期（%s）。") % office.ends)
    if person.pk == office.person_id:
        raise Refused(_("不能委托给本人。"))
    if not Membership.objects.of(office.org).on(starts).full().filter(person=person).exists():
        raise Refused(_("%s当日不是本会会员。") % person)
    standing = Deputising.objects.filter(appointment=office, closed=None)
    if standing.filter(starts__lte=ends, ends__gte=starts).exists():
        raise Refused(_("这些天已有人代理，请先收回。"))
    refuse_unfit(office.org, person, office.post, starts, office.duty, lent=True)
    return Deputising(
        org=office.org, appointment=office, person=person, starts=starts, ends=ends, reason=reason
    )


def still_lent(made, by):
    if made.closed or made.ends < clock.today():
        return _("已于%s结束。") % made.ends
    if made.appointment.person_id == by.pk or made.appointment.post in CHAIR_MAY_LEND:
        return ""
    return _("只有委托人可以收回。")


@action(
    Deputising, may="committees.take_back", label="收回代理", guard=still_lent, tells=deputy,
    main=True,
)  # fmt: skip
def take_back(made, *, by):
    """The holder acts alone again, from this minute."""
    made.end(clock.today())
