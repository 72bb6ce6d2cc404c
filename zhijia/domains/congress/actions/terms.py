"""Setting up a term: who it is for, how many delegates, from which units; and its approval."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Group, Membership, Person
from zhijia.kernel.refusals import NeedsReason, Refused

from .. import standards
from ..calendars import last_day
from ..models import Body, Congress, Delegation, Unit

C = Congress.State


@action(Congress, creates=True, may="congress.organise", label="建一届教代会")
def set_up(
    org, *, by, body, number, starts, years=5, whole=False, people=None, seats=None, reason=""
):  # fmt: skip
    """Begin a term. ``people``: all who are represented, the members of today if not given;
    ``seats``: by the union's own settings if not given (rules 1.02, 1.05, 1.31)."""
    row = standards.rule("congress.term_years", org, starts)
    if years not in [int(n) for n in row.value.split(",")]:
        raise Refused(_("每届为 %(said)s 年（%(source)s），不能是 %(years)d 年。") % {
            "said": row.value.replace(",", " 或 "), "source": row.cited, "years": years})  # fmt: skip
    if people is None:
        people = Membership.objects.of(org).on(starts).full().count()
    if body == Body.STAFF:
        form = standards.form_fits(whole, people, org, starts)
        if form.wants_reason and not reason:
            raise NeedsReason(form.sentence, _("确需这样的，请写明理由。"))
    seats = people if whole else seats or standards.seats_for(org, people)
    if seats > people:
        raise Refused(
            _("代表 %(seats)d 名，多于 %(people)d 人。") % {"seats": seats, "people": people}
        )
    return Congress(
        org=org, body=body, number=number, starts=starts, ends=last_day(starts, years), whole=whole,
        people=people, seats=seats,
    )  # fmt: skip


def why_not_divide(congress, by) -> str:
    if congress.whole:
        return _("全体大会不选代表，人人都是。")
    if congress.delegates.exists():
        return _("已经有选出的代表，选举单位不能再改。")
    return ""


@action(Congress, may="congress.organise", label="划分选举单位", source=[C.ELECTING],
        guard=why_not_divide)  # fmt: skip
def divide(congress, *, by, units):
    """Lay out the electoral units and allot the seats by their people: largest remainders, shown.

    ``units``: [(name, people)]; a unit named like a group of the union is tied to it.
    """
    names = [name for name, _people in units]
    if not units or len(set(names)) != len(names):
        raise Refused(_("选举单位没有写，或者有重名。"))
    congress.units.all().delete()
    groups = {g.name: g for g in Group.objects.of(congress.org)}
    given = standards.allot([n for _name, n in units], congress.seats)
    for (name, people), (seats, share) in zip(units, given, strict=True):
        unit = Unit.objects.create(
            org=congress.org, congress=congress, name=name, people=people, seats=seats,
            share=f"{float(share):.2f}",
        )  # fmt: skip
        if name in groups:
            unit.groups.add(groups[name])
    congress.people = sum(n for _name, n in units)


@action(Congress, may="congress.organise", label="组成代表团", source=[C.ELECTING, C.SITTING])
def form_delegations(congress, *, by, delegations):
    """Which units sit together: [(name, [unit names])]; their heads are named on the next page."""
    units = {u.name: u for u in congress.units.all()}
    unknown = [n for _name, parts in delegations for n in parts if n not in units]
    if unknown:
        raise Refused(_("没有这个选举单位：%s。") % "、".join(unknown))
    kept = {d.name: d for d in congress.delegations.all()}
    congress.units.update(delegation=None)
    for name, parts in delegations:
        row = kept.pop(name, None) or Delegation.objects.create(
            org=congress.org, congress=congress, name=name
        )
        congress.units.filter(pk__in=[units[n].pk for n in parts]).update(delegation=row)
    congress.delegations.filter(pk__in=[d.pk for d in kept.values()]).delete()


def why_not_approve(congress, by) -> str:
    if congress.whole:
        return ""
    have = congress.in_office.count()
    if have < congress.seats:
        return _("应选 %(seats)d 名代表，还差 %(left)d 名。") % {
            "seats": congress.seats, "left": congress.seats - have}  # fmt: skip
    stops = [f for f in standards.composition(congress, clock.today()) if f.stops]
    return stops[0].sentence if stops else ""


@action(Congress, may="congress.prepare", label="代表资格审查通过", source=[C.ELECTING], target=C.SITTING,
        main=True, guard=why_not_approve,
        tells=lambda c: Person.objects.filter(pk__in=c.in_office.values("person")))  # fmt: skip
def approve(congress, *, by, reason=""):
    """The delegates are examined and take office (rules 1.32–1.34, 1.42)."""
    wants = [f for f in standards.composition(congress, clock.today()) if f.wants_reason]
    if wants and not reason:
        raise NeedsReason(wants[0].sentence, _("确需这样的，请写明理由。"))


@action(Congress, may="congress.prepare", label="本届届满", source=[C.SITTING], target=C.OVER)
def end(congress, *, by, on=None):
    """The term is over: a new congress has been elected."""
    if on and on < congress.starts:
        raise Refused(_("届满日期早于任期起 %s。") % f"{congress.starts:%Y-%m-%d}")
    congress.ends = min(congress.ends, on or clock.today())
