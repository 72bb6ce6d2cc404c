"""Giving places: who fits, who waits, who is next. Called with the row of the activity locked.

The row of the activity is the one door: whoever holds its lock sees all quotas as they are, so no
place is given twice and none stays empty while somebody waits for it.
"""

from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from zhijia.kernel import clock, waiting
from zhijia.kernel.actions import url_of
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Membership

from ..fixtures.draw import draw
from ..models import Quota, Rule, SignUp
from ..models.activities import moment_words
from ..models.audiences import years_before
from ..models.signups import HOLDING

S = SignUp.State
LATE = 1_000_000  # in line behind everybody who was there when places were allotted


class Room:
    """The quotas of one activity as they stand now."""

    def __init__(self, activity):
        self.quotas = list(activity.quotas.select_related("slot"))
        self.changed = set()

    def reaching(self, signup):
        """The quotas that all must have room for this sign-up."""
        for quota in self.quotas:
            if quota.slot_id in (None, signup.slot_id) and quota.group_id in (
                None,
                signup.group_id,
            ):
                yield quota

    def full(self, signup) -> Quota | None:
        """The first quota that has no room, or None when the sign-up fits."""
        for quota in self.reaching(signup):
            if need(quota, signup) > quota.room:
                return quota
        return None

    @property
    def gone(self) -> bool:
        """Whether a quota is used up that reaches everybody and counts everybody."""
        return any(
            quota.room <= 0 and quota.counts != Quota.Counts.COMPANIONS
            for quota in self.quotas
            if quota.slot_id is None and quota.group_id is None
        )

    def move(self, signup, sign) -> None:
        """Take (+1) or give back (-1) what the sign-up needs."""
        for quota in self.reaching(signup):
            if count := need(quota, signup):
                quota.taken += sign * count
                self.changed.add(quota)

    def save(self) -> None:
        for quota in self.changed:
            Quota.objects.filter(pk=quota.pk).update(taken=quota.taken)
        self.changed.clear()


def need(quota, signup) -> int:
    if quota.counts == Quota.Counts.MEMBERS:
        return 1
    if quota.counts == Quota.Counts.COMPANIONS:
        return signup.companions
    return signup.heads


def last_number(activity) -> int:
    """The highest number given so far; the row of the activity is locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(number) FROM activities_signup WHERE activity_id = %s", [activity.pk]
        )
        return cursor.fetchone()[0] or 0


class Desk:
    """Where people sign up: what must be known of an activity, and of those who come, to give them
    places. Read once for one person or for everybody who came in the same moment."""

    def __init__(self, activity, people):
        self.activity, self.room = activity, Room(activity)
        self.slots = {q.slot_id: q.slot for q in self.room.quotas if q.slot_id}
        keys = [person.pk for person in people]
        rows = SignUp.objects.filter(activity=activity, person__in=keys)
        self.had = {s.person_id: s for s in rows}
        self.last = last_number(activity)
        spells = Membership.objects.filter(org=activity.org_id).live()
        if activity.audience_id:
            spells = activity.audience.spells().filter(closed=None)
        spells = spells.filter(person__in=keys).order_by()
        self.groups = dict(spells.values_list("person", "group"))

    def place(self, signup) -> None:
        """Give a sign-up its place, its place in line, or let it wait for the allotment."""
        activity, self.last = self.activity, self.last + 1
        signup.number, signup.rank = self.last, 0
        signup.rank_words = signup.moved_up = ""
        signup.offered_until = None
        if activity.waits_for_allotment:
            signup.state = S.ENTERED
            return
        if activity.drawn:
            signup.rank = LATE
        if self.room.full(signup):
            signup.state = S.WAITING
            return
        signup.state = S.TAKEN
        self.room.move(signup, 1)


def give_back(activity, signup, *, passing=True) -> None:
    """The sign-up leaves: what it held is free for the next in line."""
    room = Room(activity)
    if signup.state in HOLDING:
        room.move(signup, -1)
    # so that the one who leaves is not found in the line again
    SignUp.objects.filter(pk=signup.pk).update(state=S.CANCELLED)
    if passing:
        offer_places(activity, room)
    room.save()


def offer_places(activity, room=None) -> list:
    """Offer what is free to those in line, in order; whoever needs more than there is is passed over.

    An offer holds its place until ``offered_until``. The offered are returned.
    """
    own = room is None
    room = room or Room(activity)
    now = clock.now()
    until = min(now + timedelta(hours=activity.offer_hours), activity.starts)
    if until <= now or activity.waits_for_allotment or activity.state not in ("open", "closed"):
        return []
    offered = []
    for signup in activity.signups.waiting().select_related("person"):
        if room.gone:
            break
        if room.full(signup):
            continue
        room.move(signup, 1)
        signup.state, signup.offered_until = S.OFFERED, until
        offered.append(signup)
    SignUp.objects.bulk_update(offered, ["state", "offered_until"])
    if own:
        room.save()
    tell_offered(activity, offered, until)
    return offered


def tell_offered(activity, offered, until):
    for signup in offered:
        signup.activity = activity
        title = _("轮到您了：%(what)s，请在%(until)s前确认") % {
            "what": activity.title, "until": moment_words(until),
        }  # fmt: skip
        tell([signup.person], activity.org, title, url_of(signup), until.date(), urgent=True)
    if offered:
        waiting.sync(*offered)


# --- allotting all at once --------------------------------------------------------------------


def entry_of(signup, numbers) -> str:
    """What a person is called in the draw: fixed long before, so nobody can bend their own luck."""
    person = signup.person
    return " ".join(filter(None, (person.name, person.staff_no or numbers.get(person.pk, ""))))


def entries_of(signups) -> dict[str, SignUp]:
    """Entry → sign-up. Two of one name and without a number are told apart by their order."""
    people = [s.person_id for s in signups]
    spells = Membership.objects.filter(person__in=people, ends=None).exclude(member_no="")
    numbers = dict(spells.values_list("person", "member_no"))
    found = {}
    for signup in sorted(signups, key=lambda s: s.person_id):
        entry, again = entry_of(signup, numbers), 1
        while (key := entry if again == 1 else f"{entry} ({again})") in found:
            again += 1
        found[key] = signup
    return found


def rested(activity, signups, years) -> set[int]:
    """Those of the persons who took part in nothing of the kind for so many years."""
    since = years_before(activity.on, years)
    busy = SignUp.objects.of(activity.org).came().filter(
        person__in=[s.person_id for s in signups], activity__kind=activity.kind,
        activity__state="done", activity__on__gte=since, activity__on__lt=activity.on,
    )  # fmt: skip
    return {s.person_id for s in signups} - set(busy.values_list("person", flat=True))


def order_of(activity, signups, years) -> list[tuple[SignUp, str]]:
    """(sign-up, why it stands there), by the rule declared beforehand and the published seed."""
    entries = entries_of(signups)
    drawn = {key: at for at, key in enumerate(draw(list(entries), activity.seed), 1)}
    fresh = rested(activity, signups, years) if activity.rule == Rule.REST else set()
    words = {
        True: _("%d 年内没有参加过同类活动") % years,
        False: _("%d 年内参加过同类活动") % years,
    }
    ranked = []
    for key, signup in entries.items():
        first = activity.rule == Rule.REST and signup.person_id in fresh
        lot = _("抽签第 %d 位") % drawn[key]
        why = f"{words[first]}；{lot}" if activity.rule == Rule.REST else lot
        ranked.append(((not first, drawn[key]), signup, why))
    return [(signup, why) for _key, signup, why in sorted(ranked, key=lambda r: r[0])]


def allot(activity, years) -> list[SignUp]:
    """Give the places to those entered, in order; the rest wait in that same order."""
    entered = activity.signups.filter(state=S.ENTERED).select_related("person")
    room, told = Room(activity), []
    for rank, (signup, why) in enumerate(order_of(activity, list(entered), years), 1):
        signup.rank, signup.rank_words = rank, why
        signup.state = S.WAITING if room.full(signup) else S.TAKEN
        if signup.state == S.TAKEN:
            room.move(signup, 1)
        told.append(signup)
    SignUp.objects.bulk_update(told, ["state", "rank", "rank_words"], batch_size=500)
    room.save()
    return told
