"""What the rules ask of a congress, each with its row and a sentence (rules 1A–1D).

Seats are allotted by largest remainders and the remainders are shown. A *finding* holds one rule
against what is; its strength says whether it stops, asks a reason or warns.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _

from zhijia.kernel.policy import PolicyRow, rules

from .models import Congress, rules_of


def rule(code, org, on) -> PolicyRow:
    """The row in force; all rules of the congress are read in one query for one union's object."""
    held = org.__dict__.setdefault("_congress_rules", {})
    if on not in held:
        held[on] = rules("congress.", org, on)
    return held[on][code]


@dataclass(frozen=True)
class Finding:
    """One rule and how it stands: ``kept``, the strength of the row, the sentence with its source."""

    kept: bool
    strength: str
    sentence: str

    @property
    def stops(self):
        return not self.kept and self.strength == PolicyRow.Strength.BLOCK

    @property
    def wants_reason(self):
        return not self.kept and self.strength == PolicyRow.Strength.REASON

    @property
    def tone(self):
        return "done" if self.kept else "late" if self.strength == "block" else "due"


def found(kept, row, words) -> Finding:
    return Finding(kept, row.strength, f"{words}（{row.cited}）。")


# --- seats ----------------------------------------------------------------------------------------


def seats_for(org, people: int) -> int:
    """How many delegates the union's own settings give for so many people, never more than there are."""
    rules = rules_of(org)
    return min(people, max(rules.least, -(-people * rules.share // 100)))


def allot(people: list[int], seats: int) -> list[tuple[int, Fraction]]:
    """(seats, exact share) of each unit by its people: whole parts first, the rest by the largest
    remainders, of equal ones the larger unit first, then the one that stands first. A unit with
    people gets at least one seat where there are enough."""
    whole = sum(people)
    if not whole or not seats:
        return [(0, Fraction(0)) for _each in people]
    shares = [Fraction(n * seats, whole) for n in people]
    given = [share.numerator // share.denominator for share in shares]
    least = [1 if n else 0 for n in people]
    if sum(least) <= seats:
        given = [max(had, low) for had, low in zip(given, least, strict=True)]
    by_rest = sorted(range(len(people)), key=lambda i: (given[i] - shares[i], -people[i], i))
    while sum(given) < seats:
        for i in by_rest:
            if sum(given) == seats:
                break
            given[i] += 1
    while sum(given) > seats:  # the floors of one took more than there are: from the best served
        i = max(
            (i for i in range(len(people)) if given[i] > 1), key=lambda i: (given[i] - shares[i], i)
        )
        given[i] -= 1
    return list(zip(given, shares, strict=True))


# --- who the delegates are ------------------------------------------------------------------------


def composition(congress: Congress, on: date) -> list[Finding]:
    """The make-up of the delegates in office against rules 1.31–1.34."""
    rows = list(congress.in_office.select_related("person"))
    total = len(rows)
    if congress.whole or not total:
        return []
    org = congress.org
    teachers, leaders = sum(d.teacher for d in rows), sum(d.leader for d in rows)
    women = sum(d.person.sex == "f" for d in rows)
    line = rules_of(org).young_age
    young = sum(age_of(d.person.birthday, congress.starts, line) for d in rows)
    findings = []
    if congress.body == "staff":
        findings.append(_floor("congress.teacher_percent", org, on, teachers, total, _("教师代表")))
    findings.append(_ceiling("congress.leader_percent", org, on, leaders, total))
    findings.append(
        _floor("congress.young_percent", org, on, young, total, _("不满%d岁的代表") % line)
    )
    findings.append(_women(org, on, women, total))
    return findings


def age_of(birthday, on, line) -> bool:
    """Whether somebody is younger than ``line`` years on the day; unknown birthdays do not count."""
    if birthday is None:
        return False
    years = on.year - birthday.year - ((on.month, on.day) < (birthday.month, birthday.day))
    return years < line


def _floor(code, org, on, number, total, who):
    row = rule(code, org, on)
    words = _("%(who)s %(n)d 人，占代表 %(total)d 人的 %(share)s%%，规定不少于 %(limit)s%%")
    return found(100 * number >= int(row.value) * total, row, words % {
        "who": who, "n": number, "total": total, "share": percent(number, total), "limit": row.value})  # fmt: skip


def _ceiling(code, org, on, number, total):
    row = rule(code, org, on)
    words = _("中层以上干部 %(n)d 人，占代表 %(total)d 人的 %(share)s%%，一般不超过 %(limit)s%%")
    return found(100 * number <= int(row.value) * total, row, words % {
        "n": number, "total": total, "share": percent(number, total), "limit": row.value})  # fmt: skip


def _women(org, on, number, total):
    from zhijia.kernel.people import Membership

    row = rule("congress.women_share", org, on)
    staff = Membership.objects.of(org).on(on).full()
    everyone, women = staff.count(), staff.filter(person__sex="f").count()
    words = _("女代表 %(n)d 人，占 %(share)s%%，女会员占全体会员的 %(all)s%%，两者应相适应")
    kept = row.value == "no" or number * everyone >= women * total
    return found(kept, row, words % {
        "n": number, "share": percent(number, total), "all": percent(women, everyone)})  # fmt: skip


def percent(part, whole) -> str:
    """To one place, cut and not rounded: a share is never made to look like more than it is."""
    tenths = part * 1000 // whole if whole else 0
    return f"{tenths // 10}.{tenths % 10}"


# --- the election in a unit -----------------------------------------------------------------------


def unit_vote(org, on, entitled: int, voted: int) -> Finding:
    """Whether enough of the unit took part (rules 1.36)."""
    row = rule("congress.unit_took_part", org, on)
    share = Fraction(row.value)
    need = -(-entitled * share.numerator // share.denominator)
    words = _("应参加 %(all)d 人，实际参加 %(n)d 人，须有 %(need)d 人参加") % {
        "all": entitled, "n": voted, "need": need}  # fmt: skip
    return found(voted >= need, row, words)


# --- the session ----------------------------------------------------------------------------------


def form_fits(congress_whole: bool, people: int, org, on) -> Finding:
    """Staff congress or whole-staff meeting: the line of size (rules 1.02)."""
    row = rule("congress.size_line", org, on)
    large = people >= int(row.value)
    if large and congress_whole:
        words = _("教职工 %(n)d 人，达到 %(line)s 人，应当建立教职工代表大会")
    elif not large and not congress_whole:
        words = _("教职工 %(n)d 人，不足 %(line)s 人，一般召开教职工大会")
    else:
        words = _("教职工 %(n)d 人，以 %(line)s 人为界，形式合适")
    return found(large != congress_whole, row, words % {"n": people, "line": row.value})


def papers_in_time(session) -> Finding:
    """Whether the papers went out early enough (rules 1.53)."""
    row = rule("congress.papers_days", session.org, session.on)
    last = session.on - timedelta(days=int(row.value))
    if session.papers_sent is None:
        words = _("会议材料应在 %s 之前发给代表") % f"{last:%Y-%m-%d}"
        return found(False, row, words)
    words = _("会议材料 %(sent)s 发出，开会前 %(n)d 天，规定提前 %(need)s 天") % {
        "sent": f"{session.papers_sent:%Y-%m-%d}", "n": (session.on - session.papers_sent).days,
        "need": row.value}  # fmt: skip
    return found(session.papers_sent <= last, row, words)


def presidium_fits(session, people) -> list[Finding]:
    """Size and make-up of the presidium (rules 1.55)."""
    row = rule("congress.presidium", session.org, session.on)
    low, high = map(int, row.value.split("-"))
    n = len(people)
    words = _("主席团 %(n)d 人，一般为 %(low)d 至 %(high)d 人，单数") % {
        "n": n,
        "low": low,
        "high": high,
    }
    findings = [found(low <= n <= high and n % 2 == 1, row, words)]
    teachers = sum(p.category == "teacher" for p in people)
    words = _("主席团中教师 %(t)d 人，应占多数") % {"t": teachers}
    return [*findings, found(2 * teachers > n, row, words)]
