"""Who may not stand for a union office: the head of the unit, the legal representative, whoever is married
to one of them (rules 8.09); and kept members, who have no vote (rules 2.23)."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from .people import Appointment, Membership, Person, Post

LEGAL = ("法定代表人", "法人代表")


def not_over(day, prefix="") -> Q:
    """Spells in force on the day or to begin later; one ended at once leaves its last day free."""
    open_ = Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gt": day})
    return open_ | Q(**{f"{prefix}ends": day, f"{prefix}closed": None})


def heads_of(org, day) -> dict[int, str]:
    """Person id → what bars them: being the head or legal representative, or married to one."""
    legal = Q(post=Post.PRINCIPAL)
    for word in LEGAL:
        legal |= Q(duty__contains=word)
    rows = Appointment.objects.of(org).filter(not_over(day)).filter(legal).select_related("person")
    barred = {}
    for office in rows:
        word = _("行政主要负责人") if office.post == Post.PRINCIPAL else _("法定代表人")
        barred[office.person_id] = word
        if office.person.spouse_id:
            barred.setdefault(office.person.spouse_id, _("%s的配偶") % word)
    married = Person.objects.filter(spouse__in=list(barred)).values_list("pk", "spouse")
    for pk, spouse in married:
        barred.setdefault(pk, _("%s的配偶") % barred[spouse])
    return barred


def barred_names(org, names, day: date) -> dict[str, str]:
    """Name → the sentence why nobody of that name at this union may be a candidate."""
    people = Person.objects.members_of(org, day) | Person.objects.filter(
        pk__in=list(heads_of(org, day))
    )
    here = {p.pk: p.name for p in people.filter(name__in=list(names)).distinct()}
    heads = heads_of(org, day)
    kept = Membership.objects.of(org).on(day).filter(person__in=list(here), kept=True)
    found = {
        here[pk]: _("%(name)s是%(who)s") % {"name": here[pk], "who": heads[pk]}
        for pk in here
        if pk in heads
    }
    for pk in kept.values_list("person", flat=True):
        found.setdefault(here[pk], _("%s是保留会籍，没有被选举权") % here[pk])
    return found
