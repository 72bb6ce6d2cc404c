"""A new union and its first chair, from the command line."""

from datetime import date

from django.db import transaction

from zhijia.domains.members.models import Member
from zhijia.kernel import clock, records
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Account, Appointment, Person, Post


class Unfit(Exception):
    """What was given cannot stand; the message is a Chinese sentence."""


@transaction.atomic
def found(name, code, chair, username, password) -> Org:
    """Create the union, the person, the account and the office."""
    if Org.objects.filter(code=code).exists():
        raise Unfit(f"代码 {code} 已经用过。")
    if Account.objects.filter(username=username).exists():
        raise Unfit(f"用户名 {username} 已经用过。")
    if len(password) < 8:
        raise Unfit("密码至少 8 位。")
    org = Org.objects.create(name=name, unit=name.removesuffix("工会"), code=code)
    who = Person.objects.create(name=chair)
    first = date(clock.today().year, 1, 1)
    records.sync(Member.objects.create(org=org, person=who, starts=first))
    Appointment.objects.create(org=org, person=who, post=Post.CHAIR, starts=first)
    Account.objects.create_user(username, who, password)
    return org
