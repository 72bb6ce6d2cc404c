"""What a session needs before, during and after, each held against its rule: the list that prepares
it, and afterwards the list by which its quality is judged (R-041, R-039)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhijia.kernel.policy import rule

from . import standards
from .calendars import report_due
from .models import AgendaItem, Session

S, A = Session.State, AgendaItem.State


@dataclass(frozen=True)
class Check:
    """A line of the list: what, by when, whether it is done, and the sentence of its rule."""

    what: str
    due: date | None
    done: bool
    words: str = ""

    @property
    def tone(self):
        return "done" if self.done else "due"


def checks(session, parts=None) -> list[Check]:
    """In the order in which they fall due; what does not apply to this kind of meeting is left out."""
    parts = parts if parts is not None else list(session.parts.select_related("congress"))
    if not session.decides:
        return _before(session)[:1] + _before(session)[-1:]
    return [*_before(session), *_in_hall(session, parts), *_after(session)]


def _before(session) -> list[Check]:
    days = int(rule("congress.papers_days", session.org, session.on).value)
    early = session.on - timedelta(days=days)
    listed = session.items.exclude(state=A.WITHDRAWN).exists()
    papers = standards.papers_in_time(session)
    return [
        Check(_("列出议题"), early - timedelta(days=7), listed, _("会前征集职工意见，学校研究确定，大会表决通过。")),
        Check(_("党组织批准议程"), early - timedelta(days=3), session.approved is not None,
              f"{session.approved or ''}"),
        Check(_("发会议通知和材料"), early, papers.kept, papers.sentence),
    ]  # fmt: skip


def _in_hall(session, parts) -> list[Check]:
    people = list(session.presidium.all())
    fits = standards.presidium_fits(session, people) if people else []
    tellers = session.tellers.count()
    voted = session.items.filter(method__in=("hands", "secret")).exclude(state=A.WITHDRAWN)
    unsettled = voted.exclude(state__in=A_SETTLED).count()
    counted = session.opened is not None
    return [
        Check(_("主席团"), session.on, bool(fits) and all(f.kept for f in fits),
              "".join(f.sentence for f in fits) or _("还没有定。")),
        Check(_("监票人"), session.on, tellers >= 2, _("已定 %d 位，至少两位。") % tellers),
        Check(_("到会人数"), session.on, counted,
              "".join(p.gate().sentence for p in parts) if session.state in Session.IN_HALL
              else _("三分之二以上代表到会才能开会、表决。")),
        Check(_("表决事项都有结果"), session.on, counted and not unsettled,
              _("还有 %d 项。") % unsettled if unsettled else ""),
    ]  # fmt: skip


A_SETTLED = ("adopted", "returned", "elected", "heard")


def _after(session) -> list[Check]:
    open_ = session.opinions.filter(state="raised").count()
    all_ = session.opinions.count()
    due = report_due(session)
    late = bool(session.reported and due and session.reported > due)
    row = rule("congress.report_days", session.org, session.on)
    return [
        Check(_("记录和决议签署"), None, session.state == S.SIGNED),
        Check(_("报告上级工会"), due, session.reported is not None and not late,
              _("闭会后 %(n)s 个工作日内（%(src)s）。") % {"n": row.value, "src": row.cited}),
        Check(_("代表意见逐条答复"), None, session.state == S.SIGNED and not open_,
              _("共 %(all)d 条，待答复 %(open)d 条。") % {"all": all_, "open": open_}),
    ]  # fmt: skip
