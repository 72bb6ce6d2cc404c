"""People who come and go: applications, moves from one union to another, a kept membership."""

from datetime import date, timedelta

from zhijia.domains.members import actions as members
from zhijia.domains.members.models import Member
from zhijia.domains.unions import actions as unions
from zhijia.domains.unions.models import Union
from zhijia.kernel import clock, records
from zhijia.kernel.people import Account, Appointment, Person, Post

WORDS = "我自愿加入中国工会，遵守工会章程，执行工会决议，积极参加工会活动。"


def live(school):
    """Called when the story is told, on the school's today."""
    neighbour = found_neighbour(school)
    chair, vice = school.who["chair"], school.who["vice"]
    with clock.at(school.first_day):
        unions.describe(
            Union.objects.get(pk=school.org.pk), by=chair, approval="云教工〔2008〕5号",
            approved_on=date(2008, 9, 1), credit_code="", certificate_ends=None, campuses="本部、东校区",
        )  # fmt: skip
    with clock.at(date(school.today.year, 9, 10)):
        made = members.apply(
            school.org, by=school.who["leader"], name="梁书言", sex="f", staff_no="T900",
            words=WORDS, signed=clock.today(),
        )  # fmt: skip
        members.approve(made, by=chair, starts=clock.today(), decided="工会委员会会议")
    with clock.at(school.today):
        members.apply(
            school.org, by=vice, name="沈一鸣", sex="m", staff_no="T901", words=WORDS,
            signed=clock.today() - timedelta(days=1),
        )  # fmt: skip
        leaving = Member.objects.of(school.org).live().get(person=school.working[80])
        members.move_out(leaving, by=chair, to=neighbour, reason="因工作调动")
        coming = Member.objects.of(neighbour).live().exclude(person=school.neighbour_chair).first()
        members.move_out(coming, by=school.neighbour_chair, to=school.org, reason="因工作调动")
        parent = Member.objects.of(school.org).live().get(person=school.working[6])
        members.add_child(parent, by=chair, born=school.today.year - 7, consented=clock.today())


def retire(school):
    """The retired keep their membership, without a vote."""
    for who in school.retired:
        spell = Member.objects.of(school.org).live().get(person=who)
        members.keep(spell, by=school.who["chair"], on=clock.today(), reason="退休")


def found_neighbour(school):
    """A second school of the district, so that people can move."""
    officer = Account.objects.get(username="demo-district").person
    with clock.at(school.first_day):
        made = unions.found(
            school.district, by=officer, name="云溪区第二小学工会", kind="school", code="yunxi-2",
            founded=date(2010, 9, 1), approval="云教工〔2010〕3号",
        )  # fmt: skip
        chair = Person.objects.create(name="顾清和", staff_no="Y001", sex="f")
        Appointment.objects.create(org=made, person=chair, post=Post.CHAIR, starts=school.first_day)
        records.sync(Member.objects.create(org=made, person=chair, starts=clock.today()))
        members.admit(made, by=chair, name="方子衿", staff_no="Y002", sex="m", starts=clock.today())
    school.neighbour_chair = chair
    return made
