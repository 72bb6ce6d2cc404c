"""Which ways in are offered to whom, before anybody has signed in."""

from ..models import WayIn


def ways_at(org) -> list[WayIn]:
    """The buttons of the sign-in page.

    Those that reach the union whose code stands in the address; without one, those of the only
    union that has any, so a house with one school needs no code.
    """
    if org is not None:
        return list(WayIn.objects.reaching(org))
    ways = list(WayIn.objects.on()[:12])
    return ways if len({way.org_id for way in ways}) == 1 else []
