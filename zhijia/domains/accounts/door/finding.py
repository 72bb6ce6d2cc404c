"""Which account is meant by what somebody typed: a username, or a staff number."""

from django.db.models import Q

from zhijia.kernel import clock
from zhijia.kernel.access import offices
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Account

from ..standing import standing_at

MOST = 20


def accounts_called(words, org=None) -> list[Account]:
    """Every account whose username or whose person's staff number this is; at one union if given.

    A username counts as exactly one person's, unless somebody else carries the same words as their
    staff number: then the union decides, since nobody may take a colleague's number for a name.
    """
    words = words.strip()
    if not words:
        return []
    named = list(Account.objects.filter(username=words))
    numbers = {words, words.upper()}
    others = Account.objects.filter(person__staff_no__in=numbers)
    found = named + list(others.exclude(pk__in=[a.pk for a in named])[:MOST])
    if len(found) > 1 and org is not None:
        here = set(
            standing_at(org)
            .filter(pk__in=[a.person_id for a in found])
            .values_list("pk", flat=True)
        )
        found = [a for a in found if a.person_id in here]
        found = [a for a in found if a.username == words] or found
    return found


def unions_of(accounts):
    """Where these people stand today: what is offered when one number stands in two schools."""
    pks = {org for account in accounts for _path, _post, org in offices(account.person)}
    return Org.objects.filter(pk__in=pks).order_by("path")


def org_called(code):
    """The union whose code stands in the address, or None."""
    return (
        Org.objects.filter(Q(closed=None) | Q(closed__gt=clock.today()), code=code).first()
        if code
        else None
    )
