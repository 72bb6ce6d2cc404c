"""What the tests of the year share. Other domains are reached by the names of their verbs only."""

from datetime import date
from decimal import Decimal

from zhijia.desks.planning import actions
from zhijia.kernel.actions import actions as verbs

DAY = date(2026, 3, 10)


def do(code, subject, *, by, **given):
    """Use a verb of any domain, as its button would."""
    return verbs[code].run(subject, by=by, **given)


def event(cast, title, on=DAY, by=None, **more):
    """Something done, noted in the log."""
    given = {"kind": "activity", "persons": 10} | more
    return do("worklog.event.log", cast.first, by=by or cast.sun, title=title, on=on, **given)


def amend_event(cast, done, **more):
    given = {"kind": done.kind, "title": done.title, "on": done.on, "persons": done.persons} | more
    return do("worklog.event.amend", done, by=cast.sun, **given)


def visit(cast, person, on=DAY, amount="800.00", kind="festival", **more):
    """A visit made to one person, with what was brought."""
    given = {
        "form": "cash",
        "amount": Decimal(amount),
        "visitors": [cast.sun],
        "recipients": [person],
    }
    planned = do("care.visit.plan_round", cast.first, by=cast.sun, kind=kind, on=on, **given | more)
    return do("care.visit.finish", planned, by=cast.sun, on=on, amount=Decimal(amount))


def plan(cast, year=2026):
    return actions.start(cast.first, by=cast.sun, year=year)


def item(cast, title="教职工拔河比赛", months=(3, 3), of=None, **more):
    """A plan item; the plan is made if none is given."""
    of = of or plan(cast)
    first, last = months
    return actions.add_item(of, by=cast.sun, title=title, month_from=first, month_to=last, **more)


def fresh(obj):
    obj.refresh_from_db()
    return obj


def html(answer):
    return answer.content.decode()
