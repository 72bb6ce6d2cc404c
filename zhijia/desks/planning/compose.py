"""Writing the summary: sentences over facts, chapter by chapter in the plan's order.

No sentence without a fact behind it, beyond the customary opening; person-times and persons kept
apart; amounts to the cent; last year beside this year where it exists; no name of a helped person,
since records hold none (requirements §6, §7; R-290, R-291, R-293).
"""

import re
from collections import defaultdict
from itertools import count

from zhijia.kernel.periods import year_bounds
from zhijia.kernel.records import Fact, Record, kinds, metrics
from zhijia.kernel.wording import words_of

from . import chapters
from .figures import Ledger
from .models import Plan, PlanItem
from .shortcomings import shortcomings

BRACED = re.compile(r"\{([a-z_.]+)\}")
MONTHS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def write(org, year: int, by_function=False):
    """(title, blocks, figures) of the union's summary of a year, by chapters or by the four functions."""
    return Writer(org, year, by_function).write()


class Writer:
    def __init__(self, org, year, by_function=False):
        self.org, self.year, self.by_function = org, year, by_function
        self.period, self.last = year_bounds(year), year_bounds(year - 1)
        self.ledger = Ledger(org)
        self.now, self.before = self.ledger.book(*self.period), self.ledger.book(*self.last)
        self.plan = Plan.objects.of(org).filter(year=year).first()
        self.items = list(PlanItem.objects.filter(org=org, year=year).select_related("plan"))
        self.done = self.done_titles()
        self.blocks, self._ids, self._chapter = [], count(1), 0

    def done_titles(self) -> dict[str, list]:
        """Metric → (month, title) of what was done, in order; one query for all sentences.

        A sentence names the records that its first figure counts, whichever domain they are of.
        """
        wanted = {_first(s) for kind in kinds.values() for s in kind.sentences if s.titles}
        rows = Fact.objects.of(self.org).filter(metric__in=wanted, on__range=self.period)
        found = defaultdict(list)
        for metric, on, title in rows.order_by("on", "record").values_list(
            "metric", "on", "record__title"
        ):
            found[metric].append((on.month, title))
        return found

    def add(self, kind, text):
        self.blocks.append({"id": f"b{next(self._ids)}", "kind": kind, "text": text})

    def head(self, title):
        self._chapter += 1
        self.add("h1", f"{chapters.numeral(self._chapter)}、{title}")

    def mark(self, metric, only=None):
        return self.ledger.mark(metric, *self.period, only)

    def write(self):
        self.opening()
        for title, keys in chapters.in_parts(self.plan, self.by_function):
            self.chapter(title, keys)
        self.problems()
        self.ahead()
        return f"{self.org.name}{self.year}年工作总结", self.blocks, self.ledger.figures

    def opening(self):
        led_by = words_of(self.org).party
        text = (
            f"{self.year}年，{self.org.name}在{led_by}和上级工会的领导下，围绕中心工作，"
            "履行维护、建设、参与、教育职能"
        )
        if self.plan and self.plan.theme:
            text += f"，突出“{self.plan.theme}”年度主题"
            if goals := self.plan.goals.splitlines():
                text += f"，抓好{'、'.join(goals)}"
        if self.items:
            text += f"。年初计划{self.mark('planning.items')}项工作，已办结{self.mark('planning.items_done')}项"
            for code, words in (("planning.items_postponed", "顺延"), ("planning.items_cancelled", "取消"),
                                ("planning.items_open", "在办")):  # fmt: skip
                if self.now.value(code):
                    text += f"，{words}{self.mark(code)}项"
        if self.now.value("people.members"):
            text += f"。现有会员{self.mark('people.members')}人"
        self.add("p", text + "。现将一年来的工作总结如下。")

    def chapter(self, title, keys):
        sentences = [
            sentence
            for kind in sorted(kinds.values(), key=lambda k: (k.order, k.code))
            for sentence in kind.sentences
            if self._chapter_of(kind, sentence) in keys and self.now.value(_first(sentence))
        ]
        if not sentences:
            return
        self.head(title)
        self.add("p", "。".join(self.sentence(s) for s in sentences) + "。")
        self.of_plan(keys)

    def _chapter_of(self, kind, sentence):
        return kind.chapter_of(sentence.topic) if sentence.topic else kind.chapter

    def sentence(self, sentence) -> str:
        """One sentence: clauses with figures above zero, last year's beside, parts, titles."""
        first = _first(sentence)
        clauses = [
            clause
            for clause in sentence.text.split("，")
            if all(self.now.value(code) for code in BRACED.findall(clause))
        ]
        text = BRACED.sub(lambda m: self.beside_last_year(m[1], m[1] == first), "，".join(clauses))
        text = re.sub(r"(（上年[^）]*）)([元人次场项件名个]+)", r"\2\1", text)
        parts = [(code, words) for code, words in sentence.parts if self.now.value(code)]
        if len(parts) > 1:
            listed = [f"{words}{self.mark(code)}{metrics[code].unit}" for code, words in parts]
            text += "，其中" + "、".join(listed)
        return text + (self.titles(sentence) if sentence.titles else "")

    def beside_last_year(self, code, compare) -> str:
        """The figure's mark; after the sentence's first one, what it was last year if otherwise."""
        mark, before = self.mark(code), self.before.value(code)
        if not compare or not before or before == self.now.value(code):
            return mark
        return f"{mark}（上年{self.ledger.mark(code, *self.last)}{metrics[code].unit}）"

    def titles(self, sentence) -> str:
        """The year's records behind the first figure by month: ，分别是三月“三八”节登山、九月教师节座谈."""
        found = list(dict.fromkeys(self.done.get(_first(sentence), ())))
        shown = [f"{MONTHS[month]}月{title}" for month, title in found[: sentence.titles]]
        if not shown:
            return ""
        if len(found) > len(shown):
            return "，主要有" + "、".join(shown) + "等"
        return ("，分别是" if len(shown) > 1 else "，即") + "、".join(shown)

    def of_plan(self, keys):
        """How the plan's own items of the part went, if it had several."""
        mine = [i for i in self.items if self._part_of(i, keys)]
        if len(mine) < 2:
            return
        rows = Record.objects.filter(kind="planning.item", source_id__in=[i.pk for i in mine])
        only = sorted(rows.values_list("pk", flat=True))
        text = f"本部分列入计划的{self.mark('planning.items', only)}项工作"
        left = [i.title for i in mine if i.state != PlanItem.State.DONE]
        if left:
            text += f"办结{self.mark('planning.items_done', only)}项，未办结的是"
            text += "、".join(left[:5]) + ("等" if len(left) > 5 else "")
        else:
            text += "全部办结"
        self.add("p", text + "。")

    def _part_of(self, item, keys) -> bool:
        functions = {chapters.SERVES.get(key) for key in keys} - {None}
        if self.by_function and item.serves:
            return item.serves in functions
        return chapters.OF_DOMAIN.get(item.domain) in keys

    def problems(self):
        found = shortcomings(self)
        if not found:
            return
        self.head("存在的问题和改进措施")
        for number, (problem, remedy) in enumerate(found, 1):
            self.add("p", f"{chapters.numeral(number)}是{problem}。改进措施：{remedy}。")

    def ahead(self):
        """Next year's lines: what was carried over, and the remedies as tasks."""
        carried = [i for i in self.items if i.state == PlanItem.State.POSTPONED]
        left = [i for i in self.items if i.state == PlanItem.State.OPEN]
        following = PlanItem.objects.filter(org=self.org, year=self.year + 1)
        lines = []
        if carried or left:
            names = "、".join(i.title for i in (carried + left)[:8])
            lines.append(f"把未完成的事项列入下一年计划，按月督办：{names}")
        fresh = [i.title for i in following if i.carried_from_id is None][:6]
        if fresh:
            lines.append("抓好已列入下一年计划的重点工作：" + "、".join(fresh))
        if lines:
            self.head("下一年工作打算")
            for number, line in enumerate(lines, 1):
                self.add(
                    "p", f"{chapters.numeral(number)}是{line}。" if len(lines) > 1 else f"{line}。"
                )


def _first(sentence) -> str:
    return BRACED.search(sentence.text)[1]
