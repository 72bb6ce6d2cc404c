"""Who is told what, once, and not of their own doing."""

from datetime import date

from zhijia.kernel import notices
from zhijia.kernel.notices import Notice, read_all, tell

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


def test_channels_hear_of_it_on_commit_only(
    cast, settings, monkeypatch, django_capture_on_commit_callbacks
):
    heard = []

    class Channel:
        deliver = staticmethod(heard.extend)

    settings.NOTICE_CHANNELS = ["some.channel"]
    monkeypatch.setattr(notices, "import_module", lambda name: Channel)
    with django_capture_on_commit_callbacks(execute=True):
        tell([cast.li], cast.first, "标题")
        assert heard == []
    assert [n.person for n in heard] == [cast.li]
