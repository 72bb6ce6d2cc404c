"""The delegation a proposer belongs to and its head; who proposes where only delegates may.

While a staff congress sits, a delegate's head is the head of the delegation; everybody else's is the
leader of the group (rules 1.40, 5.02).
"""

from zhijia.domains.congress.models import Congress, Delegate, Session
from zhijia.kernel.people import Appointment, Membership, Person, Post

from .models import Proposers, rules_of


def group_of(org, person):
    spell = Membership.objects.of(org).filter(person=person).live().select_related("group").first()
    return spell.group if spell else None


def head_of(org, person, group):
    """The head of the person's delegation, or the leader of the group; None if there is neither."""
    seat = seats_of(org).filter(person=person).select_related("unit__delegation__head").first()
    delegation = seat.unit.delegation if seat and seat.unit else None
    if delegation and delegation.head:
        return delegation.head
    if group is None:
        return None
    there = Membership.objects.filter(group=group).live().values("person")
    posts = Appointment.objects.filter(org=group.org_id, post=Post.GROUP_LEADER, person__in=there)
    office = posts.live().select_related("person").first()
    return office.person if office else None


def seats_of(org):
    """The delegates in office of the staff congress that sits today."""
    sitting = Congress.objects.of(org).sitting().filter(body="staff")
    return Delegate.objects.in_office().filter(congress__in=sitting)


def only_delegates(org) -> bool:
    """Whether the school lets only delegates propose and second, and has any."""
    if rules_of(org).who != Proposers.DELEGATES:
        return False
    return Congress.objects.of(org).sitting().filter(body="staff", whole=False).exists()


def is_out(org, person) -> bool:
    """Whether the person may not propose or second, since only delegates do."""
    return only_delegates(org) and not seats_of(org).filter(person=person).exists()


def voters_of(org):
    """Who votes for the best proposals: the delegates where only they propose; None is every member
    with a vote."""
    if not only_delegates(org):
        return None
    return list(Person.objects.filter(pk__in=seats_of(org).values("person")))


def presidium_of(org):
    """The presidium of the last session that had one (rules 5.15: it decides disputes)."""
    held = Session.objects.of(org).filter(presidium__isnull=False).exclude(state="void")
    last = held.order_by("-on", "-pk").first()
    return last.presidium.all() if last else Person.objects.none()
