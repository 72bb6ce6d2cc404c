"""The verbs of unions, in the order life goes: found, describe, rename, move, merge, close."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zhijia.kernel import clock, records
from zhijia.kernel.actions import action, validate
from zhijia.kernel.orgs import Org, Place, relocate
from zhijia.kernel.people import Appointment, Membership
from zhijia.kernel.refusals import Refused

from .models import Registration, Union


@action(Union, creates=True, may="unions.found", label="建会")
def found(org, *, by, name, kind, code, founded, approval="", approved_on=None):
    """Found a union under ``org``, with the approval that allows it (rules 2.02)."""
    if org.closed:
        raise Refused(_("%s已经撤销，不能在下面建会。") % org)
    if Org.objects.filter(code=code).exists():
        raise Refused(_("代码 %s 已经用过。") % code, _("换一个代码。"))
    if org.is_base and kind != Org.Kind.BRANCH:
        raise Refused(_("基层工会下面只能建二级工会（分工会）。"), _("其他工会请由上级工会建立。"))
    if Org.objects.filter(parent=org, name=name, closed=None).exists():
        raise Refused(_("下面已经有一个%s。") % name)
    made = Union(
        parent=org, name=name, unit=name.removesuffix("工会"), kind=kind, code=code, founded=founded
    )
    made.save()
    Place.objects.create(org=made, parent=org, starts=founded, why=approval)
    Registration.objects.create(org=made, approval=approval, approved_on=approved_on)
    return made


@action(Union, may="unions.describe", label="填写登记信息")
def describe(union, *, by, approval, approved_on, credit_code, certificate_ends, campuses):
    """Fill in what is registered about the union (rules 2.17)."""
    row, _made = Registration.objects.get_or_create(org=union, defaults={"org_path": union.path})
    row.approval, row.approved_on, row.credit_code = approval, approved_on, credit_code
    row.certificate_ends, row.campuses = certificate_ends, campuses
    validate(row)
    row.save()


def standing(union, by):
    return _("已于%s撤销") % union.closed if union.closed else ""


@action(Union, may="unions.order", label="更名", guard=standing)
def rename(union, *, by, name, reason):
    """A new name; the old one stands in the step."""
    if (
        Org.objects.filter(parent=union.parent, name=name, closed=None)
        .exclude(pk=union.pk)
        .exists()
    ):
        raise Refused(_("上级下面已经有一个%s。") % name)
    union.name, union.unit = name, name.removesuffix("工会")


@action(Union, may="unions.order", label="划转", guard=standing)
def move(union, *, by, to, on, reason):
    """Put the union under another one of the same tree; who stood above before stays on record."""
    if on > clock.today():
        raise Refused(_("划转日期不能晚于今天。"))
    if to.pk == union.parent_id:
        raise Refused(_("现在就在%s下面。") % to)
    if to.closed or to.path.startswith(union.path):
        raise Refused(_("不能划转到%s下面。") % to, _("请选择在册的、不在自己下面的工会。"))
    _stand_under(union, to, on, reason)


def _stand_under(union, to, on, why):
    current = Place.objects.filter(org=union, ends=None).last()
    if current is None:
        since = union.founded or on - timedelta(days=1)  # the day of founding may be unknown
        current = Place.objects.create(org=union, parent=union.parent, starts=since)
    if on <= current.starts:
        raise Refused(_("划转日期要晚于上一次变动（%s）。") % current.starts)
    current.ends = on - timedelta(days=1)
    current.save()
    Place.objects.create(org=union, parent=to, starts=on, why=why)
    relocate(union, to)


@action(Union, may="unions.order", label="合并", guard=standing)
def merge(union, *, by, into, on, reason):
    """The members go over to ``into`` on the day, the offices end, the union is closed."""
    if into.pk == union.pk or into.closed or into.is_base != union.is_base:
        raise Refused(_("不能合并到%s。") % into, _("请选择另一个同级、在册的工会。"))
    _no_unions_below(union)
    spells = list(Membership.objects.of(union).on(on).select_related("person", "org"))
    _end_all(union, on - timedelta(days=1), Membership.Left.CLOSED)
    for old in spells:
        fresh = Membership(
            org=into, person=old.person, starts=on, kept=old.kept, member_no=old.member_no,
            entered=Membership.Entered.MOVED,
        )  # fmt: skip
        fresh.save()
        _sync(fresh)
    _close(union, on, reason)


@action(Union, may="unions.order", label="撤销", guard=standing)
def close(union, *, by, on, reason):
    """The unit has ended and the union with it; members keep their membership until they move on
    (rules 2.02), so the spells end and stay on record."""
    _no_unions_below(union)
    _end_all(union, on, Membership.Left.CLOSED)
    _close(union, on, reason)


def _no_unions_below(union):
    if Org.objects.filter(parent=union, closed=None).exists():
        raise Refused(_("下面还有在册的工会。"), _("请先划转或撤销下面的工会。"))


def _end_all(union, on, left):
    """End every spell and office that lasts beyond the day; access ends with it."""
    for row in Membership.objects.of(union).filter(ends=None).select_related("org", "person"):
        row.end(max(on, row.starts))
        row.left = left
        row.save()
        _sync(row)
    for row in Appointment.objects.of(union).filter(ends=None).select_related("org"):
        row.end(max(on, row.starts))
        row.save()


def _sync(spell):
    kind = records.kinds_by_code.get("people.membership")
    records.sync(kind.model.objects.get(pk=spell.pk)) if kind else None


def _close(union, on, why):
    if on > clock.today():
        raise Refused(_("日期不能晚于今天。"))
    union.closed = on
    place = Place.objects.filter(org=union, ends=None).last()
    if place:
        place.ends, place.why = on, why
        place.save()
