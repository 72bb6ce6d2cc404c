"""Who may take out a paper: a delegate of the part that votes, who is in the hall (rules 1.41, 1.50)."""

from django.utils.translation import gettext as _

from zhijia.domains.ballots.gates import gate

from .models import AgendaItem, Attendee


@gate(AgendaItem)
def why_not(item_id, person) -> str:
    line = Attendee.objects.filter(part__items=item_id, person=person).delegates().first()
    if line is None:
        return _("您不是这次表决的代表。")
    if line.state == Attendee.State.EXPECTED:
        return _("您还没有签到。请先签到，再领票。")
    if line.state == Attendee.State.GONE:
        return _("您已登记离会。回到会场后请先到签到处，再领票。")
    return ""
