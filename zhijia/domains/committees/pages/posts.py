"""Who holds which post today, the rules of holding one, and the terms of the unions below."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Membership, by_words
from zhijia.ui.pages import Column, DetailPage, Filter, ListPage

from .. import standards
from ..fitness import RULES
from ..models import Committee, Deputising, Group, Office, Premises, Seat
from ..models.posts import badge_of_spell
from .parts import words

NOW = Filter(
    "now", _("状态"), lambda org: [("open", _("在任")), ("over", _("已结束"))],
    lambda rows, v: rows.open() if v == "open" else rows.over(),
)  # fmt: skip
BY_NAME = lambda rows, typed: rows.filter(by_words(typed, "person__"))  # noqa: E731

ListPage(
    Office,
    _("任职"),
    [
        Column(_("姓名"), lambda o: o.person.name),
        Column(_("职务"), lambda o: o.words),
        Column(_("任职"), lambda o: o.starts, "date"),
        Column(_("离任"), lambda o: o.ends, "date"),
        Column(_("状态"), badge_of_spell, "badge"),
    ],
    rows=lambda rows, request: (
        rows.of(request.org).select_related("person").order_by("-starts", "pk")
    ),
    search=BY_NAME,
    filters=[NOW],
    intro=_("权限随任职而来，任职结束当日即止。"),
    empty=_("还没有任职。"),
)

DetailPage(
    Office,
    title=lambda o: f"{o.person} · {o.get_post_display()}",
    facts=lambda o, person: [
        (_("职务"), o.words),
        (_("任职日期"), words(o.starts)),
        (_("离任日期"), words(o.ends)),
    ],
    template="committees/office.html",
    more=lambda o, person: {
        "lent": Deputising.objects.filter(appointment=o).select_related("person")
    },
)

ListPage(
    Deputising,
    _("代理"),
    [
        Column(_("代理人"), lambda d: d.person.name),
        Column(
            _("代理的职务"), lambda d: f"{d.appointment.person}　{d.appointment.get_post_display()}"
        ),
        Column(_("从"), lambda d: d.starts, "date"),
        Column(_("到"), lambda d: d.ends, "date"),
        Column(_("原因"), lambda d: d.reason),
        Column(_("状态"), badge_of_spell, "badge"),
    ],
    rows=lambda rows, request: rows.of(request.org).select_related("person", "appointment__person"),
    search=BY_NAME,
    filters=[NOW],
    empty=_("没有代理。在“任职”里打开自己的职务，可以委托别人代理几天。"),
)

DetailPage(
    Deputising,
    title=lambda d: str(d),
    facts=lambda d, person: [
        (_("任职的人"), d.appointment.person.name),
        (_("代理的职务"), d.appointment.get_post_display()),
        (_("起止"), f"{words(d.starts)}—{words(d.ends)}"),
        (_("原因"), d.reason),
    ],
)


@login_required
@require_GET
def officers(request):
    """谁在任: every post, what its holder answers for, and who stands in until when (R-008)."""
    org, today = request.org, clock.today()
    if not org or not can(request.person, "committees.roster", org):
        raise Http404
    lent = {
        d.appointment_id: d
        for d in Deputising.objects.of(org).live().select_related("person", "appointment")
    }
    members = set(Membership.objects.of(org).live().values_list("person", flat=True))
    seats = Seat.objects.of(org).serving().select_related("person", "committee").in_order()
    bodies = {}
    for seat in seats:
        seat.deputy, seat.gone = lent.get(seat.appointment_id), seat.person_id not in members
        bodies.setdefault(seat.committee, []).append(seat)
    offices = list(Office.objects.of(org).live().filter(seat=None).select_related("person"))
    for office in offices:
        office.deputy = lent.get(office.pk)
    order = list(Committee.Kind.values)
    for committee, some in bodies.items():
        committee.shows = {
            k for k in ("duty", "tasks", "deputy") if any(getattr(s, k) for s in some)
        }
    context = {
        "bodies": sorted(bodies.items(), key=lambda row: (order.index(row[0].kind), row[0].pk)),
        "others": [o for o in offices if o.post != "group_leader"],
        "groups": groups_of(org, offices, today),
        "premises": Premises.objects.of(org).first(),
        "may_organise": can(request.person, "committees.organise", org),
        "mine": [o for o in Office.objects.of(org).open().filter(person=request.person)],
    }
    return render(request, "committees/officers.html", context)


def groups_of(org, offices, today):
    """Groups in use with their size and leader."""
    spell = Q(spells__starts__lte=today) & (Q(spells__ends=None) | Q(spells__ends__gte=today))
    rows = Group.objects.of(org).in_use().select_related("profile")
    rows = list(rows.annotate(size=Count("spells", filter=spell)))
    leaders = {o.duty: o for o in offices if o.post == "group_leader"}
    for group in rows:
        group.leader = leaders.get(group.name)
    return rows


@login_required
@require_GET
def rules(request):
    """Every rule of holding a post, and every figure that governs a committee, with its source."""
    if not request.org:
        raise Http404
    names = standards.shipped()  # in the order of the pack
    rows = [
        standards.rule(n.removeprefix("committees."), request.org, clock.today()) for n in names
    ]
    return render(request, "committees/rules.html", {"rules": RULES, "rows": rows})


@login_required
@require_GET
def below(request):
    """The terms of the unions below: due, overdue, not entered (rules 2.03)."""
    org, today = request.org, clock.today()
    if not org:
        raise Http404
    unions = Org.objects.within(org).exclude(pk=org.pk).filter(closed=None, kind__in=Org.BASE_KINDS)
    if not can(request.person, "committees.terms_below", org):
        unions = unions.none()
    rows = Committee.objects.within(org).current().select_related("org")
    have = {}
    for committee in rows.annotate(
        serving=Count("seats", filter=Q(seats__state=Seat.State.SERVING))
    ):
        have.setdefault(committee.org_id, {})[committee.kind] = committee
    lines = [(union, have.get(union.pk, {})) for union in unions]
    table = [(u, h.get("committee"), "funds_review" in h, "women" in h) for u, h in lines]
    table.sort(key=lambda row: (row[1].until is None, row[1].until) if row[1] else (True, today))
    context = {"lines": table, "today": today, "soon": standards.months_after(today, 6)}
    return render(request, "committees/below.html", context)


urlpatterns = [
    path("committees/officers/", officers, name="committees-officers"),
    path("committees/rules/", rules, name="committees-rules"),
    path("committees/below/", below, name="committees-below"),
]
