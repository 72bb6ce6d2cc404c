"""What the tests of committees share: a day, a committee, a meeting in each of its states."""

from datetime import date

from zhijia.domains.committees import actions

DAY = date(2026, 3, 10)
SETTLED = "修订慰问办法｜孙丽华｜3月20日\n2、采购健身器材｜｜2026-04-01\n表扬志愿者"


def founded(cast, **more):
    given = {"name": "工会委员会", "kind": "committee", "term": "第八届"} | more
    return actions.found(cast.first, by=cast.li, **given)


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
