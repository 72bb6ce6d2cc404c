"""Slips on paper. Whoever prints somebody's slip is noted: the person can see it."""

from django.db import transaction

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.documents.registry import document
from zhijia.kernel.people import Appointment
from zhijia.kernel.privacy import look

from .models import Batch, Invitation
from .slips.sheet import sheet


@document(Batch, "slips", "登录凭条", may="accounts.invite")
def slips(batch, by):
    """The whole sheet."""
    return _printed(batch, list(batch.slips.select_related("person")), by)


@document(Invitation, "slip", "凭条", may="accounts.invite")
def slip(invitation, by):
    """One alone, for whoever lost theirs before cutting."""
    return _printed(invitation.batch, [invitation], by)


def _printed(batch, rows, by):
    """Codes of office-holders only for chair and vice chair: a slip is as good as their account."""
    hidden = set()
    if not can(by, "accounts.rest", batch):
        people = [row.person_id for row in rows]
        held = Appointment.objects.filter(person__in=people).on(clock.today())
        hidden = set(held.values_list("person", flat=True))
    with transaction.atomic():
        for row in rows:
            if row.person_id not in hidden:
                look(by, row.person, "登录凭条", row)
    return sheet(batch, rows, hidden)
