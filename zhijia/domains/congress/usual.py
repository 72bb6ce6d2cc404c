"""What every congress hears and passes (R-028): its usual agenda, in the words of the school, to tick.

The report of an outgoing committee (R-006) is drafted from the figures of its whole term.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from zhijia.kernel.measures import Book
from zhijia.kernel.metrics import metrics
from zhijia.kernel.records import kinds
from zhijia.kernel.wording import words_of

from .models import AgendaItem, Congress, Method, Power

BRACED = re.compile(r"\{([a-z_.]+)\}")
TERM = "term"


@dataclass(frozen=True)
class Usual:
    """A matter as it usually stands on the agenda."""

    key: str
    title: str
    power: str
    presenter: str = ""
    method: str = ""

    @property
    def given(self) -> dict:
        return {"title": self.title, "power": self.power, "presenter": self.presenter, "method": self.method}  # fmt: skip


def usual_for(org) -> list[Usual]:
    """In the order in which a session takes them up (rules 1.56)."""
    say, chair = words_of(org), _("工会主席")
    return [
        Usual("order", _("会议议程和监票人名单"), Power.PROCEDURE),
        Usual("work", _("%s工作报告") % say.unit, Power.REPORTS, say.head),
        Usual("money", _("财务预决算报告"), Power.REPORTS),
        Usual("union", _("工会工作报告"), Power.REPORTS, chair),
        Usual(TERM, _("本届工会委员会届满工作报告"), Power.REPORTS, chair),
        Usual("open", _("%s工作报告") % say.disclosure, Power.REPORTS, method=Method.HANDS),
        Usual("plan", _("%s发展规划") % say.unit, Power.PLANS, say.head),
        Usual("next", _("下一年度工作计划"), Power.REPORTS, say.head),
        Usual("pay", _("结构工资（绩效工资）实施方案"), Power.PASS),
        Usual("appraise", _("民主评议干部方案"), Power.PASS),
        Usual("assess", _("%s考核方案") % say.staff, Power.PASS),
        Usual("resolution", _("大会决议"), Power.PROCEDURE),
    ]


def not_yet(session) -> dict[str, Usual]:
    """What is not on the session's agenda."""
    listed = session.items.exclude(state=AgendaItem.State.WITHDRAWN)
    have = set(listed.values_list("title", flat=True))
    return {one.key: one for one in usual_for(session.org) if one.title not in have}


def words_for(one: Usual, session) -> str:
    return term_words(session) if one.key == TERM else ""


def term_of(session):
    """(first, last day) of the term that is reported on: of the congress before, whose committee goes,
    or of this one where there was none."""
    part = session.parts.select_related(
        "congress"
    ).last()  # the members' where both sit (rules 8.03)
    rows = Congress.objects.of(session.org).filter(body=part.congress.body)
    before = rows.filter(starts__lt=part.congress.starts).order_by("-starts").first()
    first = before if part.number == 1 and before else part.congress
    return first.starts, max(first.starts, session.on - timedelta(days=1))


def term_words(session) -> str:
    """What was done in the term, a line a kind of work, from the records; to be edited."""
    start, end = term_of(session)
    book = Book(session.org, start, end)
    lines = [
        said
        for kind in sorted(kinds.values(), key=lambda k: (k.order, k.code))
        for sentence in kind.sentences
        if (said := say(sentence.text, book))
    ]
    head = _("%(a)s至%(b)s，本届工会委员会主要做了以下工作。") % {
        "a": month(start),
        "b": month(end),
    }
    return "\n".join([head, *lines])


def month(day) -> str:
    return f"{day.year}年{day.month}月"


def say(text, book) -> str:
    """The clauses of a sentence whose figures are above zero; nothing where its first one is not."""
    codes = BRACED.findall(text)
    if not codes or not book.value(codes[0]):
        return ""
    clauses = [c for c in text.split("，") if all(book.value(code) for code in BRACED.findall(c))]
    return BRACED.sub(lambda m: figure(m[1], book.value(m[1])), "，".join(clauses)) + "。"


def figure(code, value) -> str:
    return f"{value:.2f}" if metrics[code].money else f"{value.normalize():f}"
