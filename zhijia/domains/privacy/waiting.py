"""Whom a request about personal data calls on: the keepers by its day, the second who confirms."""

from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Correction, Erasure


@waits(Correction)
def to_answer(correction):
    if correction.state == Correction.State.ASKED:
        yield Waiting(str(correction), url_of(correction), "办理", correction.due, "15 个工作日内答复本人",
                      power="privacy.answer", besides=correction.person)  # fmt: skip


@waits(Erasure)
def to_confirm(erasure):
    if erasure.state == Erasure.State.ASKED:
        yield Waiting(str(erasure), url_of(erasure), "确认", None, "须由另一位主席或副主席确认",
                      power="privacy.erase", besides=erasure.asked_by)  # fmt: skip
