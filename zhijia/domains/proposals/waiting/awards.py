"""Who confirms what was found best, and who announces it."""

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from ..delegations import presidium_of
from ..models import Award


@waits(Award)
def of_award(award):
    there = url_of(award)
    if award.state == Award.State.PROPOSED:
        people = list(presidium_of(award.org))
        for person in people:
            yield Waiting(f"审定评优：{award}", there, "审定", person=person)
        if not people:
            yield Waiting(f"审定评优：{award}", there, "审定", power="proposals.confirm")
    elif award.state == Award.State.CONFIRMED:
        yield Waiting("公布评优结果", f"{url_of(award.call)}announce_best/", "公布",
                      note=str(award.call), power="proposals.award")  # fmt: skip
