"""Whom applications and arrivals call on."""

from django.utils.translation import gettext as _

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Application, Arrival


@waits(Application)
def applications(application):
    if application.state == Application.State.SUBMITTED:
        yield Waiting(_("入会申请待批准：%s") % application.name, url_of(application), _("去批准"),
                      power="members.admit")  # fmt: skip


@waits(Arrival)
def arrivals(arrival):
    if arrival.state == Arrival.State.WAITING:
        words = _("会籍转入待接收：%(name)s（%(from)s）") % {
            "name": arrival.name,
            "from": arrival.came_from,
        }
        yield Waiting(words, url_of(arrival), _("去办理"), power="members.move")
