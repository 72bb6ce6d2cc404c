"""The verbs of a group: set it up, lead it, regroup each September, dissolve it (R-010)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Appointment, Membership, Post
from zhijia.kernel.refusals import Refused

from ..models import Group

DAY = timedelta(days=1)


def here(group):
    """The spells of today's members of the group."""
    return Membership.objects.of(group.org).on(clock.today()).filter(group=group)


def leaders(group):
    """The office of its leader: the duty is the group's name."""
    rows = Appointment.objects.of(group.org).live()
    return rows.filter(post=Post.GROUP_LEADER, duty=group.name)


def in_use(group, by):
    gone = group.kept.dissolved
    return _("已于%s撤销。") % gone if gone else ""


def _refuse_name(org, name, besides=None):
    taken = Group.objects.of(org).in_use().filter(name=name)
    if taken.exclude(pk=besides.pk if besides else None).exists():
        raise Refused(_("本会已有“%s”。") % name)


@action(Group, creates=True, may="committees.groups", label="建小组")
def set_up(org, *, by, name, kind, unit="", tasks=""):
    """A group of members, and the unit of the school it stands for."""
    _refuse_name(org, name)
    group = Group(org=org, name=name)
    group.save()
    _describe(group, kind, unit, tasks)
    return group


def _describe(group, kind, unit, tasks):
    profile = group.kept
    profile.kind, profile.unit, profile.tasks = kind, unit, tasks
    profile.save()


@action(Group, may="committees.groups", label="改名", guard=in_use)
def rename(group, *, by, name):
    """Another name; the leader's office goes on under it."""
    _refuse_name(group.org, name, besides=group)
    for office in leaders(group):
        office.duty = name
        office.save()
    group.name = name


@action(Group, may="committees.groups", label="对应单位和职责", guard=in_use)
def describe(group, *, by, kind, unit="", tasks=""):
    """What unit it maps to, and what its leader is there for (R-008, R-010)."""
    _describe(group, kind, unit, tasks)


@action(Group, may="committees.groups", label="定组长", guard=in_use, main=True)
def lead(group, *, by, person, starts):
    """Somebody of the group leads it; the leader before steps down the day before."""
    if starts > clock.today():
        raise Refused(_("任职日期不能晚于今天。"))
    if not here(group).filter(person=person).exists():
        raise Refused(_("%s不在这个小组。") % person, _("请先调入本组。"))
    _step_down(group, starts)
    office = Appointment(
        org=group.org, person=person, post=Post.GROUP_LEADER, duty=group.name, starts=starts
    )
    office.save()


def _step_down(group, day):
    for office in leaders(group):
        if office.starts >= day:
            raise Refused(_("现任组长任职于%s，新组长的任职日期须在此之后。") % office.starts)
        office.end(day - DAY)
        office.save()


@action(Group, may="committees.groups", label="调入组员", guard=in_use)
def gather(group, *, by, people):
    """Members of other groups, or of none, come into this one: September's regrouping."""
    _move(group.org, people, group)


@action(Group, may="committees.groups", label="调出组员")
def move_out(group, *, by, people, to):
    """Members of this group go to another."""
    if to.pk == group.pk or to.org_id != group.org_id or in_use(to, by):
        raise Refused(_("请选择本会另一个在用的小组。"))
    wanted = list(people)
    if here(group).filter(person__in=wanted).count() != len(wanted):
        raise Refused(_("只能调出本组的会员。"))
    _move(group.org, wanted, to)


def _move(org, people, group):
    """Today's spells only: who left keeps the group they left from."""
    people = list(people)
    spells = Membership.objects.of(org).on(clock.today()).filter(person__in=people)
    if not people or spells.count() != len(people):
        raise Refused(_("请选择本会今天的会员。"))
    leading = Appointment.objects.of(org).live()
    leading = leading.filter(post=Post.GROUP_LEADER, person__in=people)
    led = leading.exclude(duty=group.name).select_related("person").first()
    if led:
        raise Refused(_("%(who)s是%(group)s组长。") % {"who": led.person, "group": led.duty},
                      _("请先为那个小组另定组长。"))  # fmt: skip
    spells.update(group=group)


def empty(group, by):
    """A group is dissolved when its members have gone elsewhere."""
    if words := in_use(group, by):
        return words
    left = here(group).count()
    return _("还有 %d 位会员，请先“调出组员”。") % left if left else ""


@action(Group, may="committees.groups", label="撤销小组", guard=empty)
def dissolve(group, *, by, reason):
    """No longer used; who belonged to it once still did."""
    profile = group.kept
    profile.dissolved = clock.today()
    profile.save()
    for office in leaders(group):
        office.end(clock.today())
        office.save()
