"""The verbs of the union's office, its activists, and its officers' own summaries."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.documents.models import attach
from zhijia.kernel.people import Appointment, Membership
from zhijia.kernel.periods import year_bounds
from zhijia.kernel.refusals import Refused

from ..models import Activist, OwnSummary, Premises

A, O = Activist.State, OwnSummary.State  # noqa: E741


@action(Premises, creates=True, may="committees.organise", label="登记办公场所")
def move_in(org, *, by, room, shared=False, plaque=None, chart=None, archive=""):
    """The fixed office, its plaque and the chart on its wall (R-004); a union has one."""
    return _furnish(Premises(org=org), room, shared, plaque, chart, archive)


@action(Premises, may="committees.organise", label="改")
def amend_premises(premises, *, by, room, shared=False, plaque=None, chart=None, archive=""):
    """It moved, or the plaque was put up."""
    _furnish(premises, room, shared, plaque, chart, archive)


def _furnish(premises, room, shared, plaque, chart, archive):
    if any(day and day > clock.today() for day in (plaque, chart)):
        raise Refused(_("挂牌和上墙的日期不能晚于今天。"))
    premises.room, premises.shared, premises.archive = room, shared, archive
    premises.plaque, premises.chart = plaque, chart
    return premises


@action(Premises, may="committees.organise", label="加照片材料")
def add_plaque(premises, *, by, files):
    """Pictures of the plaque and the wall; nobody need be on them."""
    for name, data in files:
        attach(premises, data, name, by=by, people_shown=False)


def chosen(activist):
    return [activist.person]


@action(Activist, creates=True, may="committees.choose", label="登记积极分子", tells=chosen)
def choose(org, *, by, person, year, level, deeds):
    """A member stood out in union work (R-011)."""
    first, last = year_bounds(year)
    if first > clock.today():
        raise Refused(_("不能评选以后的年度。"))
    spells = Membership.objects.of(org).filter(person=person, starts__lte=last)
    if not spells.exclude(ends__lt=first).exists():
        raise Refused(_("%s那一年不是本会会员。") % person)
    return Activist(org=org, person=person, year=year, level=level, deeds=deeds)


@action(Activist, may="committees.choose", label="撤销", source=[A.CHOSEN], target=A.WITHDRAWN)
def withdraw(activist, *, by, reason):
    """Chosen by mistake; the entry and the reason stay."""


@action(
    OwnSummary, creates=True, may="committees.write_summary", label="写个人小结", target=O.DRAFT
)
def write(org, *, by, year, duty, study="", integrity="", faults=""):
    """An officer's account of their own year, kept to themselves until handed in (R-021)."""
    posts = Appointment.objects.of(org).live().filter(person=by)
    words = "、".join(dict.fromkeys(str(office.get_post_display()) for office in posts))
    return OwnSummary(
        org=org, person=by, year=year, post=words[:80], study=study, duty=duty,
        integrity=integrity, faults=faults,
    )  # fmt: skip


@action(OwnSummary, may="committees.own_summary", label="接着写", source=[O.DRAFT])
def amend_own(summary, *, by, duty, study="", integrity="", faults=""):
    """Go on writing."""
    summary.study, summary.duty = study, duty
    summary.integrity, summary.faults = integrity, faults


def complete(summary, by):
    """Study, duty, integrity and shortcomings each say something (R-020, R-021)."""
    missing = [
        str(OwnSummary._meta.get_field(name).verbose_name)
        for name in OwnSummary.SECTIONS
        if not getattr(summary, name).strip()
    ]
    return _("还没有写：%s。") % "、".join(missing) if missing else ""


@action(
    OwnSummary, may="committees.own_summary", label="上交", source=[O.DRAFT], target=O.HANDED_IN,
    guard=complete, main=True,
)  # fmt: skip
def hand_in(summary, *, by):
    """The chair may read it now."""


def not_own(summary, by):
    return _("自己的小结不由自己阅示。") if summary.person_id == by.pk else ""


def writer(summary):
    return [summary.person]


@action(
    OwnSummary, may="committees.read_summary", label="阅示", source=[O.HANDED_IN], target=O.READ,
    guard=not_own, tells=writer, main=True,
)  # fmt: skip
def read(summary, *, by, remark):
    """The chair has read it, and says something to it."""
    summary.remark = remark
