"""Who may do what about ballots. Being on the roll gives the vote; being a teller gives the count."""

from zhijia.kernel.access import declare
from zhijia.kernel.people import COMMITTEE_POSTS, Post

EVERYBODY = [Post.MEMBER, *COMMITTEE_POSTS, Post.GROUP_LEADER, Post.TREASURER, Post.FUNDS_REVIEW,
             Post.PARTY, Post.PRINCIPAL]  # fmt: skip


def ballot_of(obj):
    return getattr(obj, "ballot", obj)


def is_teller(obj, person):
    return person.pk in tellers_of(ballot_of(obj))


def tellers_of(ballot) -> dict:
    """Key → teller; asked once for one object, however many verbs and lines want to know."""
    held = ballot.__dict__.get("_tellers")
    if held is None:
        held = ballot.__dict__["_tellers"] = {t.pk: t for t in ballot.tellers.all()}
    return held


def is_on_roll(obj, person):
    return ballot_of(obj).roll.filter(person=person).exists()


declare("ballots.see", "查看投票", held_by=EVERYBODY)
declare("ballots.prepare", "组织投票", held_by=[Post.CHAIR, Post.VICE_CHAIR])
declare("ballots.vote", "投票", held_by=[], relations={"名册上的人": is_on_roll})
declare("ballots.tell", "监票计票", held_by=[], relations={"监票人": is_teller})
