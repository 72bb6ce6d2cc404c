"""What a session needs before, during and after, each held against its rule: the list that prepares
it, and afterwards the list by which its quality is judged (R-041, R-039)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from . import standards
from .calendars import report_due
from .models import AgendaItem, Opinion, Session

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


@dataclass(frozen=True)
class Stand:
    """The session and all that the checks look at, read once."""

    session: Session
    parts: list  # (part, how many it has, how many are in the hall, its gate)
    items: list
    opinions: list

    @classmethod
    def of(cls, session):
        return cls(session, parts_of(session), items_of(session), list(session.opinions.all()))


def parts_of(session):
    """(part, how many it has, how many are in the hall, its gate) of each part."""
    found = []
    for part in session.parts.select_related("congress"):
        due, there = part.due_number, part.present() if part.total else 0
        found.append((part, due, there, part.gate(there, due)))
    return found


def items_of(session):
    return list(session.items.select_related("part__congress", "ballot"))


def checks(stand: Stand) -> list[Check]:
    """In the order in which they fall due; what does not apply to this kind of meeting is left out."""
    before = _before(stand)
    if not stand.session.decides:
        return before if stand.session.asks_party else [before[0], before[-1]]
    return [*before, *_in_hall(stand), *_after(stand)]


def _before(stand) -> list[Check]:
    session = stand.session
    days = int(standards.rule("congress.papers_days", session.org, session.on).value)
    early = session.on - timedelta(days=days)
    listed = any(i.state != A.WITHDRAWN for i in stand.items)
    papers = standards.papers_in_time(session)
    agreed = session.approved
    return [
        Check(_("列出议题"), early - timedelta(days=7), listed, _("会前征集职工意见，学校研究确定，大会表决通过。")),
        Check(_("党组织批准议程"), early - timedelta(days=3), agreed is not None, f"{agreed or ''}"),
        Check(_("发会议通知和材料"), early, papers.kept, papers.sentence),
    ]  # fmt: skip


def _in_hall(stand) -> list[Check]:
    session = stand.session
    people = list(session.presidium.all())
    fits = standards.presidium_fits(session, people) if people else []
    tellers = len(session.tellers.all())
    voted = [i for i in stand.items if i.votes and i.state != A.WITHDRAWN]
    left = sum(i.state not in AgendaItem.SETTLED for i in voted)
    opened = session.opened is not None
    there = "".join(gate.sentence for _part, _due, _there, gate in stand.parts)
    rule = _("三分之二以上代表到会才能开会、表决。")
    return [
        Check(_("主席团"), session.on, bool(fits) and all(f.kept for f in fits),
              "".join(f.sentence for f in fits) or _("还没有定。")),
        Check(_("监票人"), session.on, tellers >= 2, _("已定 %d 位，至少两位。") % tellers),
        Check(_("到会人数"), session.on, opened, there if session.state in Session.IN_HALL else rule),
        Check(_("表决事项都有结果"), session.on, opened and not left, _("还有 %d 项。") % left if left else ""),
    ]  # fmt: skip


def _after(stand) -> list[Check]:
    session, due = stand.session, report_due(stand.session)
    left = sum(o.state == Opinion.State.RAISED for o in stand.opinions)
    late = bool(session.reported and due and session.reported > due)
    row = standards.rule("congress.report_days", session.org, session.on)
    return [
        Check(_("记录和决议签署"), None, session.state == S.SIGNED),
        Check(_("报告上级工会"), due, session.reported is not None and not late,
              _("闭会后 %(n)s 个工作日内（%(src)s）。") % {"n": row.value, "src": row.cited}),
        Check(_("代表意见逐条答复"), None, session.state == S.SIGNED and not left,
              _("共 %(all)d 条，待答复 %(open)d 条。") % {"all": len(stand.opinions), "open": left}),
    ]  # fmt: skip
