"""The pages of committees and of the seats on them."""

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.people import by_words
from zhijia.ui.pages import Column, DetailPage, ListPage, badge_of

from .. import standards
from ..models import Committee, Seat
from ..waiting import of_committee
from .parts import kinds, states, words

SERVING = Count("seats", filter=Q(seats__state=Seat.State.SERVING))

ListPage(
    Committee,
    _("委员会"),
    [
        Column(_("名称"), str),
        Column(_("类别"), lambda c: c.get_kind_display()),
        Column(_("在任委员"), lambda c: c.serving or "", "number"),
        Column(_("任期起"), lambda c: c.starts, "date"),
        Column(_("任期止"), lambda c: c.ends or c.until, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).annotate(serving=SERVING).order_by("kind", "-pk")
    ),
    filters=[kinds(Committee), states(Committee)],
    empty=_("还没有登记委员会。登记以后就可以召集会议；选举以后登记结果。"),
)


def committee_facts(c, person):
    years = f"（{c.years}年）" if c.years else ""
    presence = _("应到 %s 人，实到 %s 人") % (c.entitled, c.present) if c.entitled else ""
    return [
        (_("类别"), c.get_kind_display()),
        (_("任期"), f"{words(c.starts)}—{words(c.until)}{years}" if c.starts else ""),
        (_("实际届满"), words(c.ends)),
        (_("产生方式"), c.get_elected_by_display()),
        (_("选举大会"), presence),
        (_("委员名额"), c.places or ""),
        (_("人数规定"), size_words(c)),
        (_("超出规定的理由"), c.why),
        (_("上级批复"), f"{c.approval}（{words(c.approved_on)}）" if c.approval else ""),
        (_("议事规则"), c.rules),
    ]


def size_words(c):
    span = standards.span(c, c.starts or clock.today())
    if span.row is None:
        return ""
    odd = _("，单数") if span.odd else ""
    return f"{span.low}—{span.high} 人{odd}（{span.row.cited}）"


def alerts(committee):
    """What the rules say of the committee today: the same lines that wait on the chair's page."""
    today = clock.today()
    return [
        line for line in of_committee(committee)
        if (line.since or today) <= today <= (line.until or today)
    ]  # fmt: skip


DetailPage(
    Committee,
    title=str,
    facts=committee_facts,
    template="committees/committee.html",
    more=lambda c, person: {
        "seats": c.seats.select_related("person", "committee").in_order(),
        "alerts": alerts(c),
        "chain": [o for o in (c.previous, getattr(c, "successor", None)) if o],
        "may_organise": can(person, "committees.organise", c),
        "meetings": c.meetings.all().visible_to(person)[:20],
        "may_convene": c.state != Committee.State.ENDED and can(person, "committees.convene", c),
    },
)

ListPage(
    Seat,
    _("席位"),
    [
        Column(_("姓名"), lambda s: s.person.name),
        Column(_("委员会"), lambda s: str(s.committee)),
        Column(_("职务"), lambda s: s.role_word),
        Column(_("分工"), lambda s: s.duty),
        Column(_("任职"), lambda s: s.starts, "date"),
        Column(_("离任"), lambda s: s.ends, "date"),
        Column(_("状态"), badge_of, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org)
        .select_related("person", "committee")
        .order_by("state", "-starts", "person__pinyin")
    ),
    search=lambda rows, typed: rows.filter(by_words(typed, "person__")),
    filters=[states(Seat)],
    intro=_("历届委员和他们的任期。"),
    empty=_("还没有席位；登记选举结果以后就有了。"),
)


def seat_facts(s, person):
    left = f"{words(s.ends)}（{s.get_left_display()}）" if s.ends else ""
    consents = [str(s.consent) if s.consent else "", s.consent_above]
    return [
        (_("委员会"), str(s.committee)),
        (_("职务"), s.role_word),
        (_("分工"), s.duty),
        (_("岗位职责"), s.tasks),
        (_("产生"), s.get_how_display()),
        (_("会议决定"), f"{s.decision}（{words(s.decision.meeting.on)}）" if s.decision else ""),
        (_("任职日期"), words(s.starts)),
        (_("离任"), left),
        (_("两级同意"), "；".join(filter(None, consents))),
    ]


DetailPage(Seat, title=lambda s: f"{s.person} · {s.role_word}", facts=seat_facts)
