"""A new union and its first chair, from the command line or the first page of an empty house."""

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from zhijia.domains.members.models import Member
from zhijia.kernel import clock, records
from zhijia.kernel.actions import Step
from zhijia.kernel.names import initials_of
from zhijia.kernel.orgs import Org, Place
from zhijia.kernel.people import Account, Appointment, Person, Post

K = Org.Kind
ROOTS = (K.SCHOOL, K.KINDERGARTEN, K.UNIVERSITY, K.BUREAU, K.COMPANY)  # a branch stands under one
LEVELS = (
    ("自治区", K.PROVINCE),
    ("省", K.PROVINCE),
    ("区", K.DISTRICT),
    ("县", K.DISTRICT),
    ("市", K.CITY),
)


class Unfit(Exception):
    """What was given cannot stand; the message is a Chinese sentence."""


def suggested_code(name: str) -> str:
    """The initials of the unit, with a number behind where they are taken."""
    base = "".join(c for c in initials_of(name.removesuffix("工会")) if c.isalnum()) or "gh"
    code, number = base, 1
    while Org.objects.filter(code=code).exists():
        number += 1
        code = f"{base}{number}"
    return code


@transaction.atomic
def found(
    name, code, chair, username, password, *, kind=K.SCHOOL, unit="", founded=None, upper="",
    since=None, staff_no="",
) -> Org:  # fmt: skip
    """Create the union, the person, the account and the office.

    ``since``: from when the chair holds office; a chair is a member by then at the latest.
    """
    if Org.objects.filter(code=code).exists():
        raise Unfit(f"代码 {code} 已经用过。")
    if Account.objects.filter(username=username).exists():
        raise Unfit(f"用户名 {username} 已经用过。")
    if len(password) < 8:
        raise Unfit("密码至少 8 位。")
    today = clock.today()
    if any(day and day > today for day in (founded, since)):
        raise Unfit("日期不能晚于今天。")
    org = Org.objects.create(
        name=name, unit=unit or name.removesuffix("工会"), code=code, kind=kind, founded=founded,
        parent=_above(upper),
    )  # fmt: skip
    if org.parent:
        Place.objects.create(org=org, parent=org.parent, starts=founded or today)
    who = Person.objects.create(name=chair, staff_no=staff_no)
    first = since or date(today.year, 1, 1)
    records.sync(Member.objects.create(org=org, person=who, starts=first))
    Appointment.objects.create(org=org, person=who, post=Post.CHAIR, starts=first)
    Account.objects.create_user(username, who, password)
    Step.objects.create(
        org=org, source="unions.union", source_id=org.pk, verb="found", label="建会", by=who
    )
    return org


def _above(name):
    """The upper union of that name: a place in the tree, to which nobody is appointed here."""
    if not name:
        return None
    known = Org.objects.filter(name=name, closed=None).exclude(kind__in=Org.BASE_KINDS).first()
    kind = next((kind for word, kind in LEVELS if word in name), K.DISTRICT)
    unit = name.removesuffix("教育工会").removesuffix("工会")
    return known or Org.objects.create(name=name, unit=unit, code=suggested_code(name), kind=kind)


def give_password(username, ask) -> None:
    """A new password from the console, where nobody in the house may help; ``ask()`` gives it."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Unfit(f"没有用户名 {username}。")
    password = ask()
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Unfit("；".join(error.messages)) from error
    account.set_password(password)
    account.save()
