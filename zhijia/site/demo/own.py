"""What each of the invented people keeps of their own: how they hear of things, what is held of them."""

from datetime import date, timedelta

from django.db.models import F

from zhijia.domains.members.models import Member
from zhijia.domains.notices import actions as notices
from zhijia.domains.privacy import actions as privacy
from zhijia.kernel import clock, reach, records
from zhijia.kernel.contacts import keep_trusted
from zhijia.kernel.notices import Notice
from zhijia.kernel.people import Account, Person

# A made-up mail server, switched off: the demo school never writes to anybody.
MAIL = {"host": "smtp.example.cn", "port": "465", "safety": "ssl", "user": "gonghui", "password": "demo",
        "sender": "gonghui@example.cn"}  # fmt: skip


def live(school):
    """Called when the story is told, on the school's today."""
    hear(school)
    hold(school)


def hear(school):
    """A channel, some addresses, and the members nobody reaches."""
    with clock.at(school.today):
        Account.objects.filter(username__startswith="demo-").update(last_login=clock.now())
        notices.configure(
            school.org, by=school.who["chair"], channel="mail", on=False, values=dict(MAIL)
        )
        for key in ("chair", "care", "member"):
            keep_trusted(school.who[key], school.org, "mail", f"{key}@example.cn")
        old = Notice.objects.filter(created__lt=clock.now() - timedelta(days=10))
        old.update(read=F("created"))
        reach.refresh()


def hold(school):
    """A consent, a field to put right, one who left long ago to be erased, the log taken out once."""
    member, chair = school.who["member"], school.who["chair"]
    with clock.at(school.today - timedelta(days=3)):
        privacy.give(school.org, by=member, purpose="photos.publish")
        privacy.give(school.org, by=chair, purpose="honour.publish")
        privacy.ask(
            school.org, by=member, field="kernel.person.phone", right="13900008866", why="换了号码"
        )
        privacy.export_log(school.org, by=chair, rows=0, asked={})
        gone = Person.objects.create(
            name="远行健", staff_no="Y999", sex="m", birthday=date(1961, 5, 6)
        )
        spell = Member.objects.create(
            org=school.org, person=gone, starts=school.first_day, ends=date(school.today.year - 1, 6, 30),
            left="moved",
        )  # fmt: skip
        records.sync(spell)
        privacy.ask_erasure(school.org, by=chair, person=gone, reason="调离满一年，本人申请")
