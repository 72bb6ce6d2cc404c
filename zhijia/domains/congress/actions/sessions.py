"""Preparing a session: when and where, who is asked, who presides, and the papers."""

from django.db.models import Max
from django.utils.translation import gettext as _

from zhijia.kernel import clock, waiting
from zhijia.kernel.actions import action
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.refusals import NeedsReason, Refused

from .. import standards
from ..models import AgendaItem, Attendee, Body, Congress, Part, Receipt, Session

S = Session.State
BEFORE = [S.PREPARING, S.CALLED]


@action(Session, creates=True, may="congress.prepare", label="筹备一次会议")
def call(
    org, *, by, congresses, on, kind=Session.Kind.REGULAR, at=None, place="", ground="", title=""
):  # fmt: skip
    """Begin a session of one body, or of both in one sitting (双代会): each is a part of its own."""
    congresses = sorted(congresses, key=lambda c: c.body != Body.STAFF)
    idle = [str(c) for c in congresses if c.state != Congress.State.SITTING]
    if not congresses or idle:
        raise Refused(_("%s还没有选出代表，或者已经届满。") % "、".join(idle or [_("所选的会议")]))
    if len({c.body for c in congresses}) < len(congresses):
        raise Refused(_("一次会议里同一个会只能有一届。"))
    if kind == Session.Kind.EXTRA and not ground:
        raise NeedsReason(_("临时会议要写明由谁提议、为什么召开。"),
                          _("学校、学校工会或者三分之一以上的代表可以提议。"))  # fmt: skip
    session = Session(org=org, kind=kind, on=on, at=at, place=place, ground=ground, title="·")
    session.save()
    counted = kind in (Session.Kind.REGULAR, Session.Kind.EXTRA)
    parts = [
        Part.objects.create(session=session, congress=c, number=next_number(c) if counted else 0)
        for c in congresses
    ]
    session.title = title or title_of(session, parts)
    waiting.sync(*congresses)
    return session


def next_number(congress) -> int:
    """Sessions are numbered within the term; meetings of heads and trainings are not counted."""
    held = congress.parts.exclude(session__state=S.VOID)
    return (held.aggregate(n=Max("number"))["n"] or 0) + 1


def title_of(session, parts) -> str:
    if not session.decides:
        return f"{parts[0].congress}{session.get_kind_display()}"
    return "暨".join(str(part) for part in parts)


@action(Session, may="congress.prepare", label="修改", source=BEFORE)
def amend(session, *, by, title, on, at=None, place="", ground=""):
    session.title, session.on, session.at = title, on, at
    session.place, session.ground = place, ground


@action(Session, may="congress.prepare", label="请人列席", source=[*BEFORE, *Session.IN_HALL])
def invite(session, *, by, people, role=Attendee.Role.OBSERVER):
    """Observers and guests: they speak, and are never counted (rules 1.41)."""
    if role == Attendee.Role.DELEGATE:
        raise Refused(_("代表由选举产生，不能邀请。"))
    part = session.parts.first()
    own = {d.person_id for p in session.parts.all() for d in p.congress.in_office}
    if inside := [p.name for p in people if p.pk in own]:
        raise Refused(_("%s是代表，不用邀请。") % "、".join(inside))
    part.attendees.guests().filter(role=role, came=None).exclude(person__in=people).delete()
    there = set(part.attendees.values_list("person", flat=True))
    Attendee.objects.bulk_create(
        Attendee(org=session.org, org_path=session.org.path, part=part, person=p, role=role)
        for p in people
        if p.pk not in there
    )
    call_lines(session)


@action(Session, may="congress.prepare", label="定主席团", source=[*BEFORE, *Session.IN_HALL])
def name_presidium(session, *, by, people, reason=""):
    """The presidium comes from the delegates (rules 1.55); the meeting confirms it by vote."""
    _delegates_only(session, people)
    wants = [f for f in standards.presidium_fits(session, people) if not f.kept]
    if any(f.stops or f.wants_reason for f in wants) and not reason:
        raise NeedsReason(wants[0].sentence, _("确需这样的，请写明理由。"))
    session.presidium.set(people)


@action(Session, may="congress.prepare", label="定监票人", source=[*BEFORE, *Session.IN_HALL])
def name_tellers(session, *, by, people):
    """At least two delegates watch over the votes (rules 8.17)."""
    if len(people) < 2:
        raise Refused(_("至少要有两位监票人。"))
    _delegates_only(session, people)
    session.tellers.set(people)


def _delegates_only(session, people):
    own = {pk for part in session.parts.all() for pk in delegate_ids(part.congress)}
    if outside := [p.name for p in people if p.pk not in own]:
        raise Refused(_("%s不是代表。") % "、".join(outside))


def delegate_ids(congress) -> list[int]:
    """Keys of all who count in the body today: its delegates, or everybody in a whole meeting."""
    if congress.whole:
        spells = Membership.objects.of(congress.org).live().full()
        return list(spells.values_list("person", flat=True))
    return list(congress.in_office.values_list("person", flat=True))


def head_ids(congress) -> list[int]:
    """Keys of the heads of the delegations: they alone sit in a joint meeting (rules 1.62)."""
    rows = congress.delegations.exclude(head=None)
    return list(rows.values_list("head", flat=True).distinct())


def why_not_agree(session, by) -> str:
    if not session.items.exclude(state=AgendaItem.State.WITHDRAWN).exists():
        return _("还没有列议题。")
    return _("议程已经批准。") if session.approved else ""


@action(Session, may="congress.approve", label="批准议程", source=[S.PREPARING], main=True,
        guard=why_not_agree)  # fmt: skip
def approve_agenda(session, *, by):
    """The Party organisation of the school agrees to the agenda (rules 1.04)."""
    session.approved = clock.today()


def why_not_send(session, by) -> str:
    if not session.items.exclude(state=AgendaItem.State.WITHDRAWN).exists():
        return _("还没有列议题。")
    if session.asks_party and session.approved is None:
        return _("议程要先由党组织批准。")
    return ""


@action(Session, may="congress.prepare", label="发会议通知和材料", source=[S.PREPARING], target=S.CALLED,
        main=True, guard=why_not_send, tells=lambda s: roll_people(s))  # fmt: skip
def send_papers(session, *, by, reason=""):
    """Call the delegates and send them the papers, early enough to be read (rules 1.53)."""
    session.papers_sent = clock.today()
    early = standards.papers_in_time(session)
    if (early.stops or early.wants_reason) and not reason:
        raise NeedsReason(early.sentence, _("确需缩短的，请写明理由。"))
    for part in session.parts.all():
        fill_roll(part)
    session.state = S.CALLED
    call_lines(session)


def call_lines(session):
    """Bring up to date what waits for everybody on the roll, as the session now stands."""
    lines = list(Attendee.objects.at(session).select_related("person", "org", "part"))
    for line in lines:
        line.part.session = session
    if lines:
        waiting.sync(*lines)


def fill_roll(part):
    """The roll of a part as its body stands today; whom it had already keeps the line."""
    have = set(part.attendees.delegates().values_list("person", flat=True))
    heads_only = part.session.kind == Session.Kind.JOINT
    now = head_ids(part.congress) if heads_only else delegate_ids(part.congress)
    part.attendees.delegates().exclude(person__in=now).filter(came=None).delete()
    part.attendees.filter(person__in=now).guests().delete()
    seats = {
        d.person_id: d for d in part.congress.in_office.select_related("unit__delegation", "person")
    }
    people = Person.objects.filter(pk__in=set(now) - have).order_by("strokes")
    org = part.congress.org
    Attendee.objects.bulk_create(
        Attendee(org=org, org_path=org.path, part=part, person=p, delegate=seats.get(p.pk),
                 delegation=_delegation(seats.get(p.pk)))
        for p in people
    )  # fmt: skip


def _delegation(delegate) -> str:
    unit = delegate.unit if delegate else None
    return str(unit.delegation or unit) if unit else ""


def roll_people(session):
    lines = Attendee.objects.at(session)
    return Person.objects.filter(pk__in=lines.values("person"))


@action(Session, may="congress.attend", label="已阅材料", source=[S.CALLED, *Session.IN_HALL],
        hidden=True)  # fmt: skip
def read_papers(session, *, by):
    """A delegate says that the papers have come and been read."""
    Receipt.objects.get_or_create(session=session, person=by, defaults={"at": clock.now()})
    mine = Attendee.objects.at(session).filter(person=by)
    waiting.sync(*mine.select_related("person", "org", "part__session"))


@action(Session, may="congress.prepare", label="取消会议", source=[*BEFORE, S.GATHERING], target=S.VOID,
        tells=lambda s: roll_people(s))  # fmt: skip
def call_off(session, *, by, reason):
    """The session does not take place; the reason stays."""
    session.state = S.VOID
    call_lines(session)
    Session.objects.filter(pk=session.pk).update(state=S.VOID)  # the terms ask the table
    waiting.sync(*[p.congress for p in session.parts.select_related("congress__org")])
