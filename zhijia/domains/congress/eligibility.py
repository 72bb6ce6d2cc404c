"""Who may take out a paper: a delegate of the part that votes, in office and in the hall
(rules 1.38, 1.41, 1.50)."""

from django.utils.translation import gettext as _

from zhijia.domains.ballots.gates import gate, hall

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
    seated = Attendee.objects.filter(pk=line.pk).seated().exists()
    return "" if seated else _("您已不是代表，不能参加表决。")


@hall(AgendaItem)
def hall_of(item_id):
    """The gate of the part that votes, and how many of its delegates are there (rules 1.50): asked
    again whenever a ballot is opened, on whichever page that is."""
    from .actions.votes import why_no_vote

    item = AgendaItem.objects.select_related("session", "part__congress").get(pk=item_id)
    return why_no_vote(item), item.part.present()
