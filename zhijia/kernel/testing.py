"""The cast: the people every test knows.

First School: chair Li, vice chair Lin, committee member Sun, treasurer Wang, delegate Qian, member
Zhao and his wife Hua, retired Tian, Party secretary Dang. The stranger is chair Zhou of Second
School; district officer Chen stands above both.
"""

import threading
from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace

from django.db import connection

from . import clock
from .orgs import Org
from .people import Account, Appointment, Group, Membership, Person, Post
from .refusals import Refused

LONG_AGO = date(2015, 9, 1)
PASSWORD = "correct horse battery"


def union(name, code, kind=Org.Kind.SCHOOL, parent=None):
    return Org.objects.create(
        name=name, unit=name.removesuffix("工会"), code=code, kind=kind, parent=parent
    )


def person(name, no, sex="m", **more):
    return Person.objects.create(name=name, staff_no=no, sex=sex, **more)


def member(org, who, group=None):
    return Membership.objects.create(org=org, person=who, group=group, starts=LONG_AGO)


def office(org, who, post, duty=""):
    return Appointment.objects.create(org=org, person=who, post=post, duty=duty, starts=LONG_AGO)


def cast() -> SimpleNamespace:
    """Two schools in one district, and their people, in a dozen statements: every test pays for them."""
    c = SimpleNamespace()
    c.district = union("东城区教育工会", "dongcheng", Org.Kind.DISTRICT)
    c.first = union("第一小学工会", "first", parent=c.district)
    c.second = union("第二小学工会", "second", parent=c.district)
    c.group = Group.objects.create(org=c.first, name="语文组")
    people = {
        "li": ("李建国", "m"), "lin": ("林秀英", "f"), "sun": ("孙丽华", "f"),
        "wang": ("王会计", "f"), "qian": ("钱学文", "m"), "zhao": ("赵明", "m"),
        "hua": ("华小梅", "f"), "tian": ("田老师", "m"), "dang": ("党书记", "m"),
    }  # fmt: skip
    rows = {
        key: Person(name=name, staff_no=f"F{n:03d}", sex=sex, birthday=date(1980, n, 15))
        for n, (key, (name, sex)) in enumerate(people.items(), 1)
    }
    rows["zhou"] = Person(name="周主席", staff_no="S001", sex="m")
    rows["chen"] = Person(name="陈干事", staff_no="D001", sex="f")
    for who in rows.values():
        who.derive()
    Person.objects.bulk_create(rows.values())
    vars(c).update(rows)
    for one, other in ((c.zhao, c.hua), (c.hua, c.zhao)):
        one.spouse = other
        Person.objects.filter(pk=one.pk).update(spouse=other)
    _spells(Membership, [
        *({"org": c.first, "person": rows[key], "group": c.group} for key in people),
        {"org": c.second, "person": c.zhou},
    ])  # fmt: skip
    _spells(Appointment, [
        {"org": org, "person": who, "post": post, "duty": "生活委员" if who is c.sun else ""}
        for org, who, post in (
            (c.first, c.li, Post.CHAIR), (c.first, c.lin, Post.VICE_CHAIR), (c.first, c.sun, Post.COMMITTEE),
            (c.first, c.wang, Post.TREASURER), (c.first, c.dang, Post.PARTY), (c.second, c.zhou, Post.CHAIR),
            (c.district, c.chen, Post.OFFICER),
        )
    ])  # fmt: skip
    return c


def _spells(model, rows):
    model.objects.bulk_create(
        model(starts=LONG_AGO, org_path=given["org"].path, **given) for given in rows
    )


def enter_as(client, who):
    """Sign a person in on a Django test client."""
    account = Account.objects.filter(person=who).first()
    account = account or Account.objects.create(username=f"u{who.pk}", person=who)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at_once(*deeds, moment=None) -> list:
    """Run all in threads of their own, each with a connection, started together; what each came to: its
    answer, or the refusal. Any other fault fails the test. For PostgreSQL, in a test that commits."""
    barrier, found = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(n, deed):
        try:
            with clock.at(moment) if moment else nullcontext():
                barrier.wait(10)
                found[n] = deed()
        except Exception as fault:
            found[n] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not [f for f in found if isinstance(f, Exception) and not isinstance(f, Refused)], found
    return found


def names_of(c) -> list[str]:
    """Every name of the cast, for checking that public words hold none of them."""
    return [v.name for v in vars(c).values() if isinstance(v, Person)]
