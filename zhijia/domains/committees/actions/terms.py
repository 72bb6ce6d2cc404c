"""The verbs of a term: found, open, note the approval, close, renew."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zhijia.kernel import clock, waiting
from zhijia.kernel.actions import action
from zhijia.kernel.people import COMMITTEE_POSTS, Appointment, Post
from zhijia.kernel.policy import PolicyRow
from zhijia.kernel.refusals import NeedsReason, Refused

from .. import standards
from ..fitness import place_of
from ..models import Committee, Seat
from .seats import expire, seat

C = Committee.State
DAY = timedelta(days=1)
POSTS = {
    Committee.Kind.COMMITTEE: COMMITTEE_POSTS,
    Committee.Kind.FUNDS_REVIEW: (Post.FUNDS_REVIEW,),
}


@action(Committee, creates=True, may="committees.organise", label="登记委员会", target=C.PREPARING)
def found(org, *, by, name, kind, term="", rules=""):
    """A committee the union has, or is about to have; the first term opens with the election."""
    if kind in Committee.ELECTED and Committee.objects.of(org).meeting().filter(kind=kind).exists():
        raise Refused(_("本会已有%s。") % Committee.Kind(kind).label, _("到期请用“换届”。"))
    return Committee(org=org, name=name, kind=kind, term=term, rules=rules)


@action(Committee, may="committees.organise", label="改", source=[C.PREPARING, C.CURRENT])
def amend(committee, *, by, name, term="", rules="", places=None, starts=None, until=None):
    """Put right what was written down; seats taken at the opening move with it."""
    if starts and until and until < starts:
        raise Refused(_("任期止早于任期起。"))
    committee.name, committee.term, committee.rules = name, term, rules
    committee.places = places or committee.places
    if committee.state != C.CURRENT:
        return
    committee.until = until or committee.until
    if starts and starts != committee.starts:
        _move_start(committee, starts)


def _move_start(committee, starts):
    """The term began on another day: whoever sat from its first day still does."""
    if starts > clock.today() or committee.seats.filter(ends__lt=starts).exists():
        raise Refused(_("任期起须在今天以前，并且不晚于已有委员的离任日期。"))
    for one in committee.seats.filter(starts=committee.starts).select_related("appointment", "org"):
        one.starts = starts
        one.save()
        if one.appointment:
            one.appointment.starts = starts
            one.appointment.save()
    committee.starts = starts


@action(
    Committee, may="committees.organise", label="登记选举结果", source=[C.PREPARING],
    target=C.CURRENT, main=True,
)  # fmt: skip
def open_term(
    committee, *, by, starts, term="", years=None, until=None, places=None, elected_by="",
    entitled=None, present=None, chair=None, vices=(), members=(), why="",
):  # fmt: skip
    """The election is held: the term begins that day, those elected take their seats (rules 2.03, 8.22).

    The term before ends the day before, and with it every seat and office of it.
    """
    if starts > clock.today():
        raise Refused(_("任期从选举之日算起，不能晚于今天。"))
    if committee.kind == Committee.Kind.COMMITTEE and not chair:
        raise Refused(_("请选新一届主席：没有主席，就没有人能办理以后的事。"))
    if words := standards.quorum_missed(committee.org, starts, entitled, present):
        raise Refused(words, _("请核对人数；到会不足的，应另行召开。"))
    elected = _elected(chair, vices, members)
    committee.term, committee.starts = term or committee.term, starts
    committee.until, committee.years = _length(committee, years, until)
    committee.elected_by, committee.entitled, committee.present = elected_by, entitled, present
    committee.places, committee.why = places, why
    if committee.is_elected:
        committee.places = places or len(elected) or None
    _hold_to_size(committee)
    _end_before(committee, by, elected)
    committee.state = C.CURRENT
    committee.save()
    for person, role in elected:
        seat(committee, by=by, person=person, role=role)
    waiting.sync(*Committee.objects.of(committee.org).meeting().select_related("org"))


def _elected(chair, vices, members):
    """(person, role) once each, the highest role first."""
    rows = [(chair, Seat.Role.CHAIR)] if chair else []
    rows += [(p, Seat.Role.VICE) for p in vices] + [(p, Seat.Role.MEMBER) for p in members]
    roles = {}
    for person, role in rows:
        roles.setdefault(person, role)
    return list(roles.items())


def _length(committee, years, until):
    """(last day, years): three or five for the union's committee; the others end with it (2.13)."""
    first, org = committee.starts, committee.org
    if committee.kind != Committee.Kind.COMMITTEE:
        main = Committee.objects.of(org).current().filter(kind=Committee.Kind.COMMITTEE).first()
        last = until or (main.until if main and main.until else None)
        if last is None and years:
            last = standards.last_day(first, years)
        if last and last < first:
            raise Refused(_("任期止早于任期起。"))
        return last, years
    allowed, row = standards.term_years(org, first)
    if years not in allowed:
        words = "、".join(map(str, allowed))
        raise Refused(
            _("每届任期为 %(years)s 年（%(source)s）。") % {"years": words, "source": row.cited}
        )
    return standards.last_day(first, years), years


def _hold_to_size(committee):
    """A size outside the range needs a word on why, where the rule is sure enough to ask for it."""
    span = standards.span(committee, committee.starts)
    words = span.misfit(committee.places) if committee.places else ""
    ask = span.row and span.row.strength != PolicyRow.Strength.WARN
    outside = committee.places and span.row and not span.low <= committee.places <= span.high
    if words and ask and outside and not committee.why:
        raise NeedsReason(words, _("确需如此的，请写明理由（如上级批准、会员大会减少名额）。"))


def _end_before(committee, by, elected):
    """The term before ends; so do offices of the same kind that were never tied to a seat."""
    before = committee.previous
    if before and before.state == C.CURRENT:
        close_term(before, by=by, ends=committee.starts - DAY)
    kept = {(person.pk, place_of(committee, role)) for person, role in elected}
    posts, yesterday = POSTS.get(committee.kind, ()), clock.today() - DAY
    loose = Appointment.objects.of(committee.org).filter(post__in=posts, seat=None, ends=None)
    for office in loose:
        if (office.person_id, office.post) in kept:
            continue
        last = committee.starts - DAY if office.starts < committee.starts else yesterday
        office.end(max(office.starts, last))
        office.save()


@action(Committee, may="committees.organise", label="登记上级批复", source=[C.CURRENT])
def note_approval(committee, *, by, approval, approved_on):
    """The next higher union has agreed to the result (rules 2.02, 8.22)."""
    if approved_on > clock.today():
        raise Refused(_("批复日期不能晚于今天。"))
    committee.approval, committee.approved_on = approval, approved_on


@action(Committee, may="committees.organise", label="届满", source=[C.CURRENT], target=C.ENDED)
def close_term(committee, *, by, ends):
    """The term is over; every seat and office it made ends on the same day."""
    if ends > clock.today() or (committee.starts and ends < committee.starts):
        raise Refused(_("届满日期须在任期起之后、今天以前。"))
    committee.ends, committee.state = ends, C.ENDED
    committee.save()
    for one in committee.seats.serving().select_related("org"):
        expire(one, by=by, ends=ends)


@action(
    Committee, creates=True, parent=Committee, may="committees.organise", label="换届",
    source=[C.CURRENT, C.ENDED], target=C.PREPARING,
)  # fmt: skip
def renew(committee, *, by, term):
    """Prepare the next term; nothing ends until its election is entered."""
    if Committee.objects.filter(previous=committee).exists():
        raise Refused(_("已经在筹备下一届。"))
    others = Committee.objects.of(committee.org).meeting().filter(kind=committee.kind)
    if committee.is_elected and others.exclude(pk=committee.pk).exists():
        raise Refused(_("本会已有%s在任或筹备中。") % committee.get_kind_display())
    following = Committee(
        org=committee.org, name=committee.name, kind=committee.kind, rules=committee.rules,
        term=term, places=committee.places, previous=committee,
    )  # fmt: skip
    following.save()
    waiting.sync(committee)
    return following
