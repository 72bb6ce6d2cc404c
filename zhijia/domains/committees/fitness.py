"""Who may hold which post: every rule a function of one case, with its source.

A :class:`Case` holds what is known of one person for one place; :func:`objections` gathers it in a
fixed number of look-ups and gives the sentences of the rules that say no. The same rules are asked
whichever of two incompatible posts comes first. The page of rules is drawn from ``RULES``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel import clock
from zhijia.kernel.barred import LEGAL, heads_of, not_over
from zhijia.kernel.people import Appointment, Deputy, Membership, Person, Post
from zhijia.kernel.policy import PolicyRow

from .models import Committee, Seat

# Places that are no office of the kernel's: they give no power.
WOMEN, WOMEN_HEAD, SPECIAL = "women", "women_head", "special"
SEATS = (Post.CHAIR, Post.VICE_CHAIR, Post.COMMITTEE, Post.FUNDS_REVIEW, WOMEN, WOMEN_HEAD, SPECIAL)
LEADING = (Post.CHAIR, Post.VICE_CHAIR)
MONEY = ("财务", "会计", "出纳", "采购", "资产", "保管")  # who handles money or goods (rules 2.14)


@dataclass(frozen=True)
class Case:
    """One person and one place. ``held``: (post, duty) of what they hold then or later."""

    name: str
    place: str
    duty: str = ""
    sex: str = ""
    member: bool = True
    kept: bool = False
    held: tuple = ()
    heads: tuple = ()  # names of the head, the legal representative: the person or their spouse
    chair: str = ""  # another who is chair

    @property
    def seated(self):
        return self.place in SEATS


@dataclass(frozen=True)
class Rule:
    """What the page of rules prints. ``sure``: V read in the text, V2 in a secondary one, K known."""

    code: str
    title: str
    source: str
    sure: str
    says: Callable[[Case], str]

    @property
    def sure_words(self):
        return PolicyRow.Confidence(self.sure).label


def handles_money(post, duty) -> bool:
    return post == Post.TREASURER or ("审" not in duty and any(word in duty for word in MONEY))


def not_a_member(case):
    if case.seated and not case.member:
        return _("%s当日不是本会会员，不能任职。") % case.name
    return ""


def only_kept(case):
    if case.seated and case.kept:
        return _("%s是保留会籍，没有选举权和被选举权，不能任职。") % case.name
    return ""


def head_or_family(case):
    """Head, legal representative and spouse keep out, whichever post comes first."""
    if case.seated and case.heads:
        words = {"name": case.name, "who": "、".join(case.heads)}
        return _("%(name)s是%(who)s，不能进入委员会，也不能列为候选人。") % words
    if case.place == Post.PRINCIPAL or any(word in case.duty for word in LEGAL):
        taken = [post for post, _duty in case.held if post in SEATS]
        if taken:
            return _("%s或其配偶现任工会委员会职务，须先办理离任。") % case.name
    return ""


def reviews_own_money(case):
    """The funds are not reviewed by who leads, or handles money or goods."""
    held = [post for post, _duty in case.held]
    if case.place == Post.FUNDS_REVIEW:
        if any(post in LEADING for post in held):
            return _("%s是工会主席或副主席，不能兼任经审委员。") % case.name
        if any(handles_money(post, duty) for post, duty in case.held):
            return _("%s经手工会财务或实物，不能兼任经审委员。") % case.name
        if handles_money("", case.duty):
            return _("经审委员不能分管财务、采购、资产或保管。")
    elif Post.FUNDS_REVIEW in held:
        if case.place in LEADING:
            return _("%s是经审委员，不能担任工会主席、副主席。") % case.name
        if handles_money(case.place, case.duty):
            return _("%s是经审委员，不能经手工会财务或实物。") % case.name
    return ""


def one_chair(case):
    if case.place == Post.CHAIR and case.chair:
        return _("%s已是工会主席，同一时间只能有一位主席。") % case.chair
    return ""


def woman_leads_women(case):
    if case.place == WOMEN_HEAD and case.sex != Person.Sex.FEMALE:
        return _("女职工委员会主任须由女性担任。")
    return ""


RULES = (
    Rule("member", gettext_lazy("任职的人须是本会会员"),
         "《中国工会章程》；规则2.20", "V2", not_a_member),
    Rule("kept", gettext_lazy("保留会籍的人（离退休等）不能任职"),
         "《中国工会章程》第八条、《工会会员会籍管理办法》；规则2.23", "V2", only_kept),
    Rule("head", gettext_lazy("单位行政主要负责人、法定代表人及其配偶不得进入委员会或列为候选人"),
         "《工会法》第十条、《工会基层组织选举工作条例》；规则2.04、8.09", "K", head_or_family),
    Rule("review", gettext_lazy("主席、副主席、财务人员和经手钱物的人不得担任经审委员，反之亦然"),
         "《中国工会章程》第十三条、选举工作条例问答；规则2.14", "V2", reviews_own_money),
    Rule("chair", gettext_lazy("同一时间只有一位工会主席"),
         "《工会法》第十七、十八条；规则2.06", "V", one_chair),
    Rule("women", gettext_lazy("女职工委员会主任由女主席、女副主席或相应条件的女性担任"),
         "《工会女职工委员会工作条例》；规则2.12", "V2", woman_leads_women),
)  # fmt: skip


# --- gathering a case ---------------------------------------------------------------------------


def place_of(committee, role) -> str:
    """The post a seat makes, or the name of a place that gives no power."""
    kind, head = committee.kind, role == Seat.Role.CHAIR
    if kind == Committee.Kind.COMMITTEE:
        posts = {Seat.Role.CHAIR: Post.CHAIR, Seat.Role.VICE: Post.VICE_CHAIR}
        return posts.get(role, Post.COMMITTEE)
    if kind == Committee.Kind.FUNDS_REVIEW:
        return Post.FUNDS_REVIEW
    if kind == Committee.Kind.WOMEN:
        return WOMEN_HEAD if head else WOMEN
    return SPECIAL


def held_by(org, people, day) -> tuple:
    """(post, duty) of the offices these people hold, stand in for or sit on, on the day or later."""
    offices = Appointment.objects.of(org).filter(not_over(day), person__in=people)
    lent = Deputy.objects.of(org).filter(
        not_over(day), not_over(day, "appointment__"), person__in=people
    )
    seats = Seat.objects.of(org).filter(person__in=people, appointment=None)
    seats = seats.filter(Q(ends=None) | Q(ends__gt=day))
    return (
        *offices.values_list("post", "duty"),
        *lent.values_list("appointment__post", "appointment__duty"),
        *((SPECIAL, duty) for duty in seats.values_list("duty", flat=True)),
    )


def family_of(person):
    """The person and whoever is married to them, whichever of the two says so."""
    married = Person.objects.filter(Q(pk=person.spouse_id) | Q(spouse=person))
    return [person.pk, *married.values_list("pk", flat=True)]


def other_chair(org, person, day) -> str:
    """Somebody else who is chair on the day, or still is."""
    rows = Appointment.objects.of(org).filter(post=Post.CHAIR).exclude(person=person)
    rows = rows.filter(Q(starts__lte=day) & not_over(day) | not_over(clock.today()))
    other = rows.select_related("person").first()
    return other.person.name if other else ""


def case_of(org, person, place, day, duty="", lent=False) -> Case:
    """What is known, in a fixed number of look-ups. ``lent``: a deputy, who stands beside a chair."""
    spells = Membership.objects.of(org).on(day).filter(person=person)
    kept = list(spells.values_list("kept", flat=True))
    head = place == Post.PRINCIPAL or any(word in duty for word in LEGAL)
    heads = heads_of(org, day)
    return Case(
        name=person.name, place=place, duty=duty, sex=person.sex, member=bool(kept),
        kept=bool(kept) and all(kept),
        held=held_by(org, family_of(person) if head else [person.pk], day),
        heads=(heads[person.pk],) if person.pk in heads else (),
        chair=other_chair(org, person, day) if place == Post.CHAIR and not lent else "",
    )  # fmt: skip


def objections(org, person, place, day, duty="", lent=False) -> list[str]:
    """The sentences of every rule that says no; none means the person may."""
    case = case_of(org, person, place, day, duty, lent)
    return [f"{words}（{r.source}）" for r in RULES if (words := r.says(case))]


def eligible(org, day):
    """Whom a candidate list may name: full members, neither head nor married to one (rules 8.09)."""
    full = Membership.objects.of(org).on(day).full().values("person")
    return Person.objects.filter(pk__in=full).exclude(pk__in=list(heads_of(org, day)))
