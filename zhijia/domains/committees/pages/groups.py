"""The pages of groups."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.people import Appointment, Membership, Post
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage

from ..models import Group
from .parts import words


def with_size(rows, request):
    today = clock.today()
    spell = Q(spells__starts__lte=today) & (Q(spells__ends=None) | Q(spells__ends__gte=today))
    rows = rows.of(request.org).select_related("profile")
    return rows.annotate(size=Count("spells", filter=spell)).order_by("name", "pk")


def leader_of(group):
    rows = Appointment.objects.of(group.org).live()
    return rows.filter(post=Post.GROUP_LEADER, duty=group.name).select_related("person").first()


def badge(group):
    return ("plan", _("已撤销")) if group.kept.dissolved else ("done", _("在用"))


ListPage(
    Group,
    _("工会小组"),
    [
        Column(_("小组"), lambda g: g.name),
        Column(_("对应单位"), lambda g: g.kept.words),
        Column(_("人数"), lambda g: g.size, "number"),
        Column(_("状态"), badge, "badge"),
    ],
    rows=with_size,
    search=lambda rows, typed: rows.filter(name__contains=typed),
    filters=[
        Filter("use", _("状态"), lambda org: [("in", _("在用")), ("out", _("已撤销"))],
               lambda rows, v: rows.filter(profile__dissolved__isnull=v == "in")),
    ],
    intro=_("学习、比赛、活动以小组为单位；每年九月调整。"),
    empty=_("还没有工会小组。"),
)  # fmt: skip


def group_facts(group, person):
    leader, kept = leader_of(group), group.kept
    return [
        (_("组长"), leader.person.name if leader else ""),
        (_("对应单位"), kept.words),
        (_("组长职责"), kept.tasks),
        (_("撤销日期"), words(kept.dissolved)),
    ]


def members_of(group):
    spells = Membership.objects.of(group.org).on(clock.today()).filter(group=group)
    return [s.person for s in spells.select_related("person").order_by("person__pinyin")]


DetailPage(
    Group,
    title=lambda g: g.name,
    facts=group_facts,
    template="committees/group.html",
    more=lambda g, person: {"members": members_of(g)},
)
