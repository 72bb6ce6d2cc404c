"""What the tests of committees share: a day, a committee, a meeting in each of its states."""

from datetime import date

from zhijia.domains.committees import actions
from zhijia.domains.committees.models import Committee

DAY = date(2026, 3, 10)
SETTLED = "修订慰问办法｜孙丽华｜3月20日\n2、采购健身器材｜｜2026-04-01\n表扬志愿者"


ELECTED = date(2026, 3, 2)


def founded(cast, **more):
    """The union's committee; the one that stands if there is one."""
    given = {"name": "工会委员会", "kind": "committee", "term": "第八届"} | more
    standing = Committee.objects.of(cast.first).meeting().filter(kind=given["kind"]).first()
    return standing or actions.found(cast.first, by=cast.li, **given)


def opened(cast, **more):
    """Li leads, Lin is vice chair, Sun a member: three seats for nine members."""
    given = {
        "starts": ELECTED, "years": 5, "chair": cast.li, "vices": [cast.lin], "members": [cast.sun],
    } | more  # fmt: skip
    return actions.open_term(founded(cast), by=cast.li, **given)


def reviewers(cast, **more):
    """The funds review: Qian leads, Tian and Zhao sit."""
    body = founded(cast, name="经费审查委员会", kind="funds_review")
    given = {"starts": ELECTED, "years": 5, "chair": cast.qian, "members": [cast.tian, cast.zhao]}
    return actions.open_term(body, by=cast.li, **(given | more))


def seat_of(committee, person):
    return committee.seats.get(person=person, state="serving")


def called(cast, committee=None, **more):
    given = {
        "kind": "committee", "on": DAY, "place": "会议室", "agenda": "讨论慰问办法",
        "invited": [cast.li, cast.lin, cast.sun], "recorded_by": cast.lin,
    } | more  # fmt: skip
    return actions.convene(
        cast.first, by=given.pop("by", cast.li), committee=committee or founded(cast), **given
    )


def held(cast, attended=None, **more):
    meeting = called(cast, **more)
    present = [cast.li, cast.sun] if attended is None else attended
    return actions.hold(meeting, by=cast.lin, on=meeting.on, attended=present)


def minuted(cast, decisions=SETTLED, **more):
    return actions.minute(
        held(cast, **more), by=cast.lin, minutes="大家同意。", decisions=decisions
    )
