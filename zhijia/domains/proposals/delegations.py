"""The delegation a proposer belongs to, and its head: for now the union's groups and their leaders."""

from zhijia.kernel.people import Appointment, Membership, Post


def group_of(org, person):
    spell = Membership.objects.of(org).filter(person=person).live().select_related("group").first()
    return spell.group if spell else None


def head_of(group):
    """The leader of the group: who holds that office and belongs to it; None if nobody does."""
    if group is None:
        return None
    there = Membership.objects.filter(group=group).live().values("person")
    posts = Appointment.objects.filter(org=group.org_id, post=Post.GROUP_LEADER, person__in=there)
    office = posts.live().select_related("person").first()
    return office.person if office else None


def voters_of(org):
    """Who votes for the best proposals; None is every member with a vote."""
    return None
