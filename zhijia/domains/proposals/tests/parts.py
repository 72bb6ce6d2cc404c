"""What the tests of proposals share: a school with departments, and a proposal brought so far."""

from datetime import date, timedelta
from types import SimpleNamespace

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import ProposalSettings
from zhijia.kernel import clock
from zhijia.kernel.people import Post
from zhijia.kernel.settings import save_settings
from zhijia.kernel.testing import member, office, person

DAY = date(2026, 3, 2)  # a Monday
TEXT = {
    "title": "关于改善教工食堂早餐供应的提案",
    "reason": "早读值班的老师七点前到校，食堂七点二十才开门。",
    "measures": "食堂提前到六点五十开门，并公布一周菜单。",
}


def rule(cast, **given):
    """Set the school's own way."""
    save_settings(cast.first, ProposalSettings(**given))


def school(cast):
    """Two departments, their leader in charge, a principal, a call that is open."""
    s = SimpleNamespace(cast=cast)
    s.gao = person("高校长", "F090")
    s.fu = person("付副校长", "F091")
    s.wu = person("吴主任", "F092")
    for who in (s.gao, s.fu, s.wu):
        member(cast.first, who)
    office(cast.first, s.gao, Post.PRINCIPAL)
    s.call = actions.open_call(
        cast.first, by=cast.sun, title="2026年教代会提案征集", session="第五届第三次", opens=DAY,
        closes=DAY + timedelta(days=20),
    )  # fmt: skip
    s.lead = actions.add_department(
        cast.first, by=cast.sun, name="总务处", head=cast.tian, leader=s.fu
    )
    s.other = actions.add_department(cast.first, by=cast.sun, name="教务处", head=s.wu, leader=s.fu)
    return s


def words(**more):
    """The text as the verbs take it."""
    given = TEXT | more
    return given | {"matter": given.pop("reason")}


def drafted(s, **more):
    given = words(**{"call": s.call} | more)
    return actions.draft(s.cast.first, by=given.pop("by", s.cast.qian), **given)


def seconded(s, by=None, **more):
    p = drafted(s, **more)
    actions.ask_second(p, by=p.proposer, people=by or [s.cast.zhao, s.cast.hua])
    for who in by or [s.cast.zhao, s.cast.hua]:
        actions.second(p, by=who)
    return p


def submitted(s, **more):
    p = seconded(s, **more)
    return actions.submit(p, by=p.proposer)


def filed(s, **more):
    p = actions.accept(submitted(s, **more), by=s.cast.sun)
    return actions.instruct(p, by=s.gao, instruction="请按期答复") if p.state == "instruct" else p


def assigned(s, assisting=(), lead=None, **more):
    return actions.assign(filed(s, **more), by=s.cast.sun, lead=lead or s.lead, assisting=assisting)


def received(s, assisting=(), **more):
    return actions.receive(assigned(s, assisting, **more), by=s.cast.tian)


def talked(s, assisting=(), way="face", **more):
    p = received(s, assisting, **more)
    return actions.contact(p, by=s.cast.tian, on=clock.today(), way=way, words="当面说明")


def answer(p, s, **more):
    given = {
        "kind": "A",
        "text": "建议合理，已经采纳，下周起执行。",
        "measures": "已调整开门时间",
    } | more
    return actions.draft_reply(p, by=s.cast.tian, **given)


def promised(days=30, text="增设两个窗口"):
    return [{"text": text, "due": clock.today() + timedelta(days=days)}]


def answered(s, assisting=(), against=None, **more):
    return answer(talked(s, assisting, against=against), s, **more)


def delivered(s, **more):
    p = actions.sign(answered(s, **more), by=s.fu)
    return actions.deliver(p, by=s.cast.tian)


def rated(s, result="satisfied", **more):
    words = "没有说明时间" if result == "unsatisfied" else ""
    return actions.rate(
        delivered(s, **more), by=s.cast.qian, attitude="satisfied", result=result, words=words
    )


def later(days):
    return clock.at(clock.today() + timedelta(days=days))


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)
