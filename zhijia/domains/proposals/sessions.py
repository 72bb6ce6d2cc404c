"""The sessions of the congress, as calls for proposals see them."""

from zhijia.domains.congress.models import Session
from zhijia.kernel import numerals

S = Session.State
DECIDES = (Session.Kind.REGULAR, Session.Kind.EXTRA)


def prepared(org):
    """Those being prepared, to which proposals may be called for and a report handed."""
    rows = Session.objects.of(org).filter(state__in=(S.PREPARING, S.CALLED), kind__in=DECIDES)
    return rows.order_by("on", "pk")


def sat(org):
    """Those that have opened, the latest first."""
    rows = Session.objects.of(org).filter(opened__isnull=False, kind__in=DECIDES)
    return rows.exclude(state=S.VOID).order_by("-on", "-pk")


def words_of(session) -> str:
    """第八届第三次, of the staff's part where two bodies sit together."""
    part = session.parts.select_related("congress").order_by("pk").first()
    return f"第{numerals.say(part.congress.number)}届第{numerals.say(part.number)}次"
