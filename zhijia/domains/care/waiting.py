"""Whom an occasion or a visit calls on."""

from datetime import timedelta

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Occasion, Visit

WEEK = timedelta(days=7)


@waits(Occasion)
def to_arrange(occasion):
    if occasion.state == Occasion.State.REPORTED:
        url = f"{url_of(occasion)}plan/"
        yield Waiting(f"安排走访：{occasion}", url, "安排", occasion.due, power="care.arrange")


@waits(Visit)
def to_visit(visit):
    """Made by its visitors, followed up by them, approved by somebody else than planned it."""
    who = visit.occasion.person.name if visit.occasion else visit.get_kind_display()
    if visit.state == Visit.State.AWAITING:
        title = f"批准超标准慰问：{visit.words}"
        yield Waiting(title, url_of(visit), "查看", visit.on, visit.rule, power="care.approve",
                      besides=visit.planned_by)  # fmt: skip
    for visitor in visit.visitors.all():
        if visit.state == Visit.State.PLANNED:
            title = f"走访：{who}（{visit.get_kind_display()}）"
            url = f"{url_of(visit)}finish/"
            yield Waiting(title, url, "登记", visit.on, visit.rule, person=visitor)
        elif visit.state == Visit.State.DONE and visit.follow_up and not visit.followed:
            yield Waiting(f"回访：{who}", f"{url_of(visit)}follow/", "登记", visit.follow_up,
                          person=visitor, since=visit.follow_up - WEEK)  # fmt: skip
