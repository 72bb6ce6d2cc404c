"""Who is told what, once, and not of their own doing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhijia.kernel.contacts import Preference
from zhijia.kernel.notices import Notice, Sort, read_all, read_one, tell
from zhijia.kernel.people import Person

DAY = date(2026, 3, 10)


def test_each_is_told_once_and_not_the_doer(cast):
    people = [cast.li, cast.li, cast.sun, None, cast.lin]
    tell(people, cast.first, "标题", "/x/", DAY, besides=cast.sun)
    rows = Notice.objects.all()
    assert sorted(n.person_id for n in rows) == sorted([cast.li.pk, cast.lin.pk])
    assert {(n.title, n.url, n.due, n.read, n.org_path) for n in rows} == {
        ("标题", "/x/", DAY, None, cast.first.path)
    }


def test_a_long_title_is_cut(cast):
    tell([cast.li], cast.first, "长" * 300)
    assert len(Notice.objects.get().title) == 120


def test_reading_all_reads_one_s_own(cast):
    tell([cast.li, cast.sun], cast.first, "标题")
    assert read_all(cast.li) == 1 and read_all(cast.li) == 0
    assert Notice.objects.get(person=cast.sun).read is None


def test_one_reads_only_one_s_own(cast):
    tell([cast.li], cast.first, "标题")
    notice = Notice.objects.get()
    assert read_one(cast.sun, notice.pk) is None
    notice.refresh_from_db()
    assert notice.read is None
    assert read_one(cast.li, notice.pk).read


@pytest.mark.parametrize(
    ("given", "sort", "kind"),
    [
        ({"url": "/care/visit/3/"}, Sort.KNOW, "care.visit"),
        ({"url": "/care/visit/3/", "due": DAY}, Sort.TODO, "care.visit"),
        ({"kind": "care.visit.plan", "urgent": True}, Sort.URGENT, "care.visit.plan"),
        ({"sort": Sort.PUBLIC}, Sort.PUBLIC, ""),
    ],
)
def test_a_notice_has_a_kind_and_a_sort(cast, given, sort, kind):
    tell([cast.li], cast.first, "标题", **given)
    notice = Notice.objects.get()
    assert (notice.sort, notice.kind, notice.urgent) == (sort, kind, sort == Sort.URGENT)


def everybody(cast, count):
    people = [Person(name=f"人{n}", token=f"t{n}") for n in range(count)]
    Person.objects.bulk_create(people)
    return Person.objects.filter(token__in=[p.token for p in people])


@pytest.mark.parametrize("count", [1, 500])
def test_telling_many_costs_as_little_as_telling_one(cast, count):
    people = everybody(cast, count)
    with CaptureQueriesContext(connection) as seen:
        tell(people, cast.first, "标题", "/x/y/1/")
    assert len(seen) <= 6, [q["sql"][:80] for q in seen]
    assert Notice.objects.count() == count


def test_who_wants_no_reminder_finds_it_read_unless_something_is_asked(cast):
    quiet = {"know": {"inbox": "never"}, "todo": {"inbox": "never"}, "urgent": {"inbox": "never"}}
    Preference.objects.create(org=cast.first, person=cast.li, routes=quiet)
    tell([cast.li, cast.sun], cast.first, "知悉")
    tell([cast.li], cast.first, "要办", due=DAY)
    tell([cast.li], cast.first, "紧急", urgent=True)
    unread = set(Notice.objects.filter(person=cast.li, read=None).values_list("title", flat=True))
    assert unread == {"要办", "紧急"}
    assert Notice.objects.get(person=cast.sun).read is None
