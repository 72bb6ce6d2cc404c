"""An activity from the plan's item to the register, by the pages people use: what the stories share."""

import io
from datetime import date, timedelta

import docx

from zhijia.domains.activities.models import Activity, Contest
from zhijia.kernel import clock, measures
from zhijia.kernel.actions import actions as verbs
from zhijia.kernel.actions import url_of
from zhijia.kernel.records import Entry, Record, rebuild

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def words_of(data) -> str:
    paper = docx.Document(io.BytesIO(data))
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    return "\n".join([p.text for p in paper.paragraphs] + cells)


class Story:
    """Sun of the committee arranges everything, each member signs up alone."""

    def __init__(self, cast, enter):
        self.cast, self.enter, self.item = cast, enter, None

    def plan(self, title, month=3):
        """An item of the year's plan, to be found done in the end."""
        made = verbs["planning.plan.start"].run(self.cast.first, by=self.cast.sun, year=2026)
        given = {"title": title, "month_from": month, "month_to": month}
        self.item = verbs["planning.plan.add_item"].run(made, by=self.cast.sun, **given)

    def post(self, obj, verb, given=None, who=None):
        """Fill in a form; the page must take it."""
        there = obj if isinstance(obj, str) else url_of(obj)
        answer = self.enter(who or self.cast.sun).post(f"{there}{verb}/", given or {})
        assert answer.status_code == 302, answer.content.decode()[-6000:]
        return answer

    def open(self, title, kind, on="2026-03-12", hours=("14:00", "16:00"), **given):
        """Drafted and published by its organiser."""
        given = {
            "sign_up_needed": "on",
            "names_shown": "on",
            "rule": "arrival",
            "fund": "union",
        } | given
        given |= {
            "kind": kind,
            "title": title,
            "starts": f"{on}T{hours[0]}",
            "ends": f"{on}T{hours[1]}",
        }
        self.post("/activities/activity/", "draft", given)
        activity = Activity.objects.latest("pk")
        self.post(activity, "publish")
        return activity

    def join(self, activity, *people, **given):
        for who in people:
            self.post(activity, "sign_up", given, who)

    def hold(self, activity, **given):
        """Everybody with a place came; noted the same evening."""
        with clock.at(activity.ends + timedelta(hours=1)):
            given = {"everybody": "on", "result": "顺利"} | given
            self.post(activity, "finish", {k: v for k, v in given.items() if v})
        activity.refresh_from_db()
        return activity

    def contest(self, activity, **given):
        """An item of it, with its entries; drawn."""
        entries = given.pop("entries")
        given = {"title": "个人项目", "form": "judged", "unit": "次"} | given
        self.post(activity, "add_contest", given)
        made = Contest.objects.latest("pk")
        self.post(made, "enter", {"entries": "\n".join(entries)})
        self.post(made, "draw")
        return made

    def page(self, obj, who=None) -> str:
        there = obj if isinstance(obj, str) else url_of(obj)
        answer = self.enter(who or self.cast.sun).get(there)
        assert answer.status_code == 200
        return answer.content.decode()

    def paper(self, name, obj) -> str:
        answer = self.enter(self.cast.sun).get(f"/paper/{name}/{obj.pk}.docx")
        assert answer.status_code == 200
        return words_of(answer.content)

    def totals(self, year=2026) -> dict:
        return measures.totals(self.cast.first, date(year, 1, 1), date(year, 12, 31))

    def figures(self, *names, year=2026) -> tuple:
        """These figures of activities, in this order."""
        totals = self.totals(year)
        return tuple(totals.get(f"activities.{name}", 0) for name in names)

    def summary(self) -> str:
        made = verbs["planning.summary.draft"].run(self.cast.first, by=self.cast.sun, year=2026)
        return self.paper("summary", made)

    def recorded(self, activity, book="文体活动"):
        """In the register's book, in the plan as done, paid for once, derivable again."""
        record = Record.objects.get(kind="activities.activity", source_id=activity.pk)
        page = self.page(f"/planning/register/?year=2026&book={book}")
        assert record.stage == "done" and record.title in page
        paid = sum(e.amount for e in Entry.objects.filter(record=record))
        assert paid == activity.spent
        if self.item:
            self.item.refresh_from_db()
            assert self.item.state == "done"
        found = {f.kind: (f.changed, f.orphans) for f in rebuild(check=True)}
        assert found["activities.activity"] == (0, 0)
