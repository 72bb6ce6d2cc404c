"""The congress of a term, its units, delegations and delegates."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage, badge_of

from .. import standards
from ..models import Congress, Delegate, Delegation, Unit

ListPage(
    Congress,
    _("教代会届次"),
    [
        Column(_("名称"), str),
        Column(_("任期起"), lambda c: c.starts, "date"),
        Column(_("任期止"), lambda c: c.ends, "date"),
        Column(_("代表"), lambda c: c.count_ or c.seats, "number"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org)
        .annotate(count_=Count("delegates", filter=Q(delegates__state="in_office")))
        .order_by("-starts", "body")
    ),
    empty=_("还没有建教代会。先建一届，再划分选举单位、选举代表。"),
)


def more_of_congress(c, person):
    units = c.units.select_related("delegation").annotate(
        have=Count("delegates", filter=Q(delegates__state="in_office"))
    )
    rows = c.in_office.select_related("person", "unit__delegation").order_by(
        "unit", "person__strokes"
    )
    return {
        "units": list(units), "delegations": list(c.delegations.select_related("head")),
        "delegates": list(rows), "findings": standards.composition(c, clock.today()),
        "sessions": [p.session for p in c.parts.select_related("session").order_by("-session__on")],
    }  # fmt: skip


DetailPage(
    Congress,
    title=str,
    facts=lambda c, person: [
        (_("任期"), f"{c.starts} 至 {c.ends}"),
        (_("教职工（会员）总数"), f"{c.people} 人"),
        (_("代表名额"), "" if c.whole else f"{c.seats} 名"),
    ],
    template="congress/congress.html",
    more=more_of_congress,
)

DetailPage(
    Unit,
    title=str,
    facts=lambda u, person: [
        (_("教代会"), u.congress),
        (_("人数"), f"{u.people} 人"),
        (_("应得名额"), u.share),
        (_("名额"), f"{u.seats} 名"),
        (_("代表团"), u.delegation or ""),
    ],
    template="congress/unit.html",
    more=lambda u, person: {
        "votes": list(u.votes.all()),
        "delegates": list(
            u.delegates.select_related("person").order_by("state", "person__strokes")
        ),
    },
    related=("congress", "delegation"),
)

DetailPage(
    Delegation,
    title=str,
    facts=lambda d, person: [(_("教代会"), d.congress), (_("团长"), d.head or "")],
    template="congress/delegation.html",
    more=lambda d, person: {
        "delegates": list(
            Delegate.objects.in_office().filter(unit__delegation=d).select_related("person", "unit")
        )
    },
    related=("congress", "head"),
)

ListPage(
    Delegate,
    _("代表名册"),
    [
        Column(_("姓名"), str),
        Column(_("届次"), lambda d: d.congress),
        Column(_("选举单位"), lambda d: d.unit or ""),
        Column(_("当选日期"), lambda d: d.since, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("person", "congress", "unit").order_by("-congress__starts", "unit", "person__strokes")
    ),
    search=lambda rows, words: rows.filter(person__in=_named(words)),
    filters=[
        Filter("congress", "届次", lambda org: [(c.pk, str(c)) for c in Congress.objects.of(org)],
               lambda rows, v: rows.filter(congress=v)),
        Filter("state", "状态", lambda org: Delegate.State.choices, lambda rows, v: rows.filter(state=v)),
    ],
    empty=_("还没有选出代表。"),
)  # fmt: skip


def _named(words):
    from zhijia.kernel.people import Person

    return Person.objects.named(words).values("pk")


DetailPage(
    Delegate,
    title=str,
    facts=lambda d, person: [
        (_("教代会"), d.congress),
        (_("选举单位"), d.unit or ""),
        (_("得票"), "" if d.votes is None else f"{d.votes} 票"),
        (_("当选日期"), d.since),
        (_("教师"), _("是") if d.teacher else _("否")),
        (_("中层以上干部"), _("是") if d.leader else _("否")),
        (_("出缺"), f"{d.until} {d.get_left_display()}" if d.until else ""),
    ],
    related=("person", "congress", "unit"),
)
