"""Every form of the congress with what people mistype: a Chinese sentence with 422, nothing done, nothing of
what was typed lost; and what is typed well is done. A neighbour's chair finds no such form."""

from datetime import timedelta

import pytest

from zhijia.domains.ballots.tests.mistyping import mistyped
from zhijia.domains.congress import actions
from zhijia.kernel import clock
from zhijia.kernel.people import Post
from zhijia.kernel.testing import office, person
from zhijia.ui.forms import forms_by_action

from . import parts

TODAY, SOON, PAST = (f"{clock.today() + timedelta(days=n)}" for n in (0, 9, -9))
HANDS = {"title": "评优办法", "power": "pass", "method": "hands", "reason": "人少"}


class World:
    """One school with a congress in office; what a verb needs is lived up to when it is asked for."""

    def __init__(self, cast):
        self.cast, self.people = cast, parts.crowd(cast.first, 9)
        self.congress = parts.seated(cast, self.people)
        self.principal = person("高校长", "P001")
        office(cast.first, self.principal, Post.PRINCIPAL)

    @property
    def org(self):
        return self.cast.first

    @property
    def preparing(self):
        return actions.call(self.org, by=self.cast.li, congresses=[self.congress], on=clock.today())

    @property
    def listed(self):
        return actions.put(self.preparing, by=self.cast.li, title="工作报告", power="reports")

    @property
    def drafted(self):
        return actions.put(self.preparing, by=self.cast.li, title="薪酬方案", power="pass")

    @property
    def agreed(self):
        """Approved by the Party and not yet sent."""
        session = self.listed.session
        return actions.approve_agenda(session, by=self.cast.dang)

    @property
    def called(self):
        return parts.called(self.cast, self.congress)

    @property
    def gathering(self):
        return parts.gathered(self.cast, self.congress)

    @property
    def opened(self):
        return parts.opened(self.cast, self.congress)

    @property
    def heard(self):
        return parts.on_floor(self.cast, self.opened)

    @property
    def by_hands(self):
        return parts.on_floor(self.cast, parts.opened(self.cast, self.congress, items=[HANDS]))

    @property
    def by_ballot(self):
        given = {"title": "福利办法", "power": "pass"}
        return parts.on_floor(self.cast, parts.opened(self.cast, self.congress, items=[given]))

    @property
    def voting(self):
        return actions.start_vote(self.by_ballot, by=self.cast.li)

    @property
    def adopted(self):
        item = self.by_hands
        return actions.count_hands(item, by=self.cast.li, yes=9, no=0, abstain=0)

    @property
    def in_force(self):
        return actions.put_in_force(self.adopted, by=self.cast.li, effective=clock.today())

    @property
    def closed(self):
        return actions.close(self.opened, by=self.cast.li)

    @property
    def opinion(self):
        return actions.raise_opinion(self.called, by=self.people[0], text="请写明时限")

    @property
    def resolution(self):
        return actions.resolve(self.closed, by=self.cast.li, text="印发办法", owner=self.cast.sun)

    @property
    def delegate(self):
        return self.congress.delegates.order_by("pk").first()

    @property
    def delegation(self):
        actions.form_delegations(self.congress, by=self.cast.li, delegations=[("一团", ["全校"])])
        return self.congress.delegations.get()

    @property
    def unit(self):
        return actions.leave(self.delegate, by=self.cast.li, left="moved").unit

    @property
    def electing(self):
        return actions.set_up(
            self.org, by=self.cast.li, body="members", number=3, starts=clock.today(), people=90
        )


def keys(*names):
    """Keys of people, found when the world is there."""
    return lambda w: [getattr(w.cast, n).pk for n in names]


def own(*places):
    return lambda w: [w.people[n].pk for n in places]


REASON = [({"reason": ""}, "必填"), ({"reason": " "}, "必填"), ({"reason": "由" * 501}, "500")]
WHEN = [({"on": ""}, "必填"), ({"on": "2026-02-30"}, "日期"), ({"on": "明天"}, "日期")]
ITEM = [
    ({"title": ""}, "必填"), ({"title": "题" * 121}, "120"), ({"power": "everything"}, "everything"),
    ({"power": ""}, "必填"), ({"power": "pass", "method": "none"}, "不能用“听取，不表决”"),
    ({"power": "reports", "method": "secret"}, "可以用：听取，不表决、举手表决"),
    ({"power": "election"}, "请写候选人或被评议人的名单"), ({"power": "appraise", "options": "、、"}, "请写候选人"),
    ({"power": "pass", "method": "hands"}, "请写明理由"), ({"seats": "0"}, "1"), ({"seats": "201"}, "200"),
    ({"seats": "两"}, "整数"), ({"presenter": "人" * 41}, "40"), ({"criteria": "德" * 201}, "200"),
    ({"words": "字" * 20_001}, "20000"), ({"method": "shout"}, "shout"),
]  # fmt: skip
# verb → (what it is used on, who, what is typed well, [(what is mistyped, words of the answer)])
CASES = {
    "congress.congress.set_up": ("org", "li", {"body": "members", "number": "9", "starts": TODAY, "years": "5"}, [
        ({"number": ""}, "必填"), ({"number": "0"}, "1"), ({"number": "100"}, "99"), ({"number": "八"}, "整数"),
        ({"starts": ""}, "必填"), ({"starts": "2026-13-01"}, "日期"), ({"years": "4"}, "每届为 3 或 5 年"),
        ({"years": "6"}, "5"), ({"body": "parents"}, "parents"), ({"people": "0"}, "1"),
        ({"people": "9" * 12}, "100000"), ({"people": "90000", "seats": "50000"}, "9999"),
        ({"people": "30", "seats": "31"}, "代表 31 名，多于 30 人"), ({"reason": "由" * 301}, "300"),
        ({"body": "staff", "people": "60", "seats": "30"}, "一般召开教职工大会"),
    ]),
    "congress.congress.end": ("congress", "li", {"on": TODAY}, [
        ({"on": "昨天"}, "日期"), ({"on": "2020-01-01"}, "早于任期起"),
    ]),
    "congress.congress.approve": ("electing", "li", None, [({"reason": ""}, "还差"), ({"reason": "由" * 301}, "300")]),
    "congress.unit.record_vote": ("unit", "li", None, [
        ({"on": SOON, "entitled": "40", "voted": "40", "candidates": "赵明 30"}, "还没有到"),
        ({"on": "", "entitled": "40", "voted": "40", "candidates": "赵明 30"}, "必填"),
        ({"on": TODAY, "entitled": "0", "voted": "0", "candidates": "赵明 0"}, "1"),
        ({"on": TODAY, "entitled": "400", "voted": "266", "candidates": "赵明 201"}, "须有 267 人参加"),
        ({"on": TODAY, "entitled": "400", "voted": "400", "candidates": "代表003 399"}, "已经是这一届的代表"),
    ]),
    "congress.delegate.leave": ("delegate", "li", {"left": "resigned", "on": TODAY}, [
        *WHEN, ({"left": "recalled"}, "recalled"), ({"left": ""}, "必填"), ({"on": SOON}, "还没有到"),
        ({"on": "2020-01-01"}, "早于当选日期"),
    ]),
    "congress.delegate.recall": ("delegate", "li", {"entitled": "400", "votes": "201", "reason": "长期不履职"}, [
        *REASON, ({"votes": "200"}, "过半数 201 人赞成，现有 200 人"), ({"votes": "401"}, "多于全体 400 人"),
        ({"votes": "-1"}, "0"), ({"votes": ""}, "必填"), ({"entitled": "100001"}, "100000"), ({"entitled": "0"}, "1"),
    ]),
    "congress.delegation.name_head": ("delegation", "li", {"head": own(2)}, [
        ({"head": ""}, "必填"), ({"head": keys("zhao")}, "选"), ({"head": keys("zhou")}, "选"), ({"head": "x"}, "选"),
    ]),
    "congress.session.call": ("org", "li", {"congresses": lambda w: [w.congress.pk], "kind": "regular", "on": SOON}, [
        *WHEN, ({"congresses": []}, "必填"), ({"congresses": ["0"]}, "0"), ({"congresses": ["x"]}, "x"),
        ({"kind": "extra"}, "临时会议要写明由谁提议"), ({"kind": "party"}, "party"), ({"at": "25:00"}, "时间"),
        ({"place": "地" * 61}, "60"), ({"ground": "由" * 301}, "300"), ({"title": "名" * 121}, "120"),
    ]),
    "congress.session.amend": ("preparing", "li", {"title": "大会", "on": SOON, "place": "礼堂"}, [
        *WHEN, ({"title": ""}, "必填"), ({"title": "名" * 121}, "120"), ({"at": "八点"}, "时间"),
    ]),
    "congress.session.invite": ("preparing", "li", {"role": "guest", "people": keys("zhao", "hua")}, [
        ({"people": []}, "必填"), ({"people": keys("zhou")}, "选"), ({"people": ["x"]}, "x"),
        ({"role": "delegate"}, "delegate"), ({"people": own(1)}, "是代表，不用邀请"),
    ]),
    "congress.session.name_presidium": ("preparing", "li", {"people": own(0, 1, 2, 3, 4)}, [
        ({"people": []}, "必填"), ({"people": keys("zhao")}, "选"), ({"people": keys("zhou")}, "选"),
        ({"reason": "由" * 301}, "300"),
    ]),
    "congress.session.name_tellers": ("preparing", "li", {"people": own(0, 1)}, [
        ({"people": []}, "必填"), ({"people": own(0)}, "至少要有两位监票人"), ({"people": keys("sun", "zhao")}, "选"),
    ]),
    "congress.session.send_papers": ("agreed", "li", {"reason": "来不及"}, [({"reason": "由" * 301}, "300")]),
    "congress.session.call_off": ("gathering", "li", {"reason": "改期"}, REASON),
    "congress.session.adjourn": ("opened", "li", {"reason": "分组讨论"}, [({"reason": "由" * 201}, "200")]),
    "congress.session.put": ("preparing", "li", {"title": "工作报告", "power": "reports", "words": "全文如下。"}, ITEM),
    "congress.agendaitem.change": ("listed", "li", {"title": "工作报告", "power": "plans", "words": "全文如下。"}, ITEM),
    "congress.agendaitem.withdraw": ("listed", "li", {"reason": "未备齐"}, REASON),
    "congress.agendaitem.finish_hearing": ("heard", "li", {"notes": "三人发言。"}, [({"notes": "字" * 8001}, "8000")]),
    "congress.agendaitem.count_hands": ("by_hands", "li", {"yes": "5", "no": "3", "abstain": "1", "notes": "清点两遍"}, [
        ({"yes": ""}, "必填"), ({"yes": "-1"}, "0"), ({"no": "三"}, "整数"), ({"abstain": "1.5"}, "整数"),
        ({"yes": "6"}, "三项合计 10 人，多于在场代表 9 人"), ({"notes": "字" * 8001}, "8000"),
    ]),
    "congress.agendaitem.start_vote": ("by_ballot", "li", {"grade": "secret"}, [
        ({"grade": ""}, "必填"), ({"grade": "named"}, "named"),
    ]),
    "congress.agendaitem.call_off_vote": ("voting", "li", {"reason": "题目写错"}, REASON),
    "congress.agendaitem.put_in_force": ("adopted", "li", {"effective": SOON}, [
        ({"effective": ""}, "必填"), ({"effective": "下月"}, "日期"), ({"effective": PAST}, "早于教代会通过的日期"),
    ]),
    "congress.agendaitem.repeal": ("in_force", "li", {"on": SOON, "reason": "由新办法代替"}, [
        *WHEN, *REASON, ({"on": PAST}, "早于施行日期"),
    ]),
    "congress.session.raise_opinion": ("called", 0, {"text": "食堂排队太久"}, [
        ({"text": ""}, "必填"), ({"text": "\n \n"}, "必填"), ({"text": "意" * 4001}, "4000"), ({"item": "0"}, "选"),
        ({"item": lambda w: [w.listed.pk]}, "选"),
    ]),
    "congress.opinion.answer_opinion": ("opinion", "principal", {"outcome": "not", "answer": "超出学校权限"}, [
        ({"outcome": ""}, "必填"), ({"outcome": "maybe"}, "maybe"), ({"answer": ""}, "要向代表说明理由"),
        ({"outcome": "partly", "answer": "  "}, "要向代表说明理由"), ({"answer": "由" * 4001}, "4000"),
    ]),
    "congress.session.write_minutes": ("closed", "li", {"minutes": "记录全文", "resolution": "决议全文"}, [
        ({"minutes": ""}, "必填"), ({"resolution": " "}, "必填"), ({"minutes": "字" * 40_001}, "40000"),
        ({"resolution": "字" * 20_001}, "20000"),
    ]),
    "congress.session.report_up": ("closed", "li", {"on": TODAY}, [
        *WHEN, ({"on": PAST}, "早于闭会日期"), ({"on": SOON}, "还没有到"),
    ]),
    "congress.session.resolve": ("closed", "li", {"text": "印发办法", "department": "办公室", "due": SOON}, [
        ({"text": ""}, "必填"), ({"text": "字" * 201}, "200"), ({"owner": keys("zhou")}, "选"), ({"item": "0"}, "选"),
        ({"due": "年底"}, "日期"), ({"department": "部" * 41}, "40"),
    ]),
    "congress.resolution.report_progress": ("resolution", "sun", {"words": "已征求意见"}, [
        ({"words": ""}, "必填"), ({"words": "字" * 1001}, "1000"),
    ]),
    "congress.resolution.carry_out": ("resolution", "sun", {"words": "已印发", "on": TODAY}, [
        *WHEN, ({"words": ""}, "必填"), ({"words": "字" * 1001}, "1000"), ({"on": SOON}, "还没有到"),
    ]),
    "congress.resolution.drop": ("resolution", "li", {"reason": "并入新办法"}, REASON),
}  # fmt: skip


@pytest.fixture
def world(cast):
    return World(cast)


@pytest.mark.parametrize("code", list(CASES), ids=lambda code: code.removeprefix("congress."))
def test_a_form_takes_what_fits_and_says_of_the_rest_what_is_wrong(world, enter, code):
    place, who, good, bad = CASES[code]
    by = world.people[who] if isinstance(who, int) else getattr(world.cast, who, world.principal)
    mistyped(enter, world, code, getattr(world, place), by, good, bad)


def test_no_form_of_the_congress_is_left_out():
    """A new form says here what is mistyped in it, or is tested line by line in a file of its own."""
    elsewhere = {"congress.congress.divide", "congress.congress.form_delegations",
                 "congress.session.put_usual", "congress.agendaitem.join_making"}  # fmt: skip
    forms_ = {code for code in forms_by_action if code.startswith("congress.")}
    assert forms_ == set(CASES) | elsewhere


@pytest.mark.parametrize("foreign", ["congress", "session", "item", "opinion"])
def test_what_belongs_to_another_union_cannot_be_put_into_a_form(world, enter, foreign):
    """Keys of a neighbour in a field are as if they did not exist."""
    cast = world.cast
    members = parts.crowd(cast.second, 3, "邻校")
    from zhijia.domains.congress.models import Congress, Delegate

    theirs = Congress.objects.create(
        org=cast.second, body="staff", number=1, starts=parts.FROM, seats=3, people=9, state="sitting",
        ends=clock.today() + timedelta(days=400),
    )  # fmt: skip
    Delegate.objects.create(org=cast.second, congress=theirs, person=members[0], since=parts.FROM)
    session = actions.call(cast.second, by=cast.zhou, congresses=[theirs], on=clock.today())
    item = actions.put(session, by=cast.zhou, title="邻校的事", power="reports")
    client = enter(cast.li)
    if foreign == "congress":
        given = {"congresses": [theirs.pk], "kind": "regular", "on": TODAY}
        answer = client.post("/congress/session/call/", given)
    elif foreign == "session":
        answer = client.post(f"/congress/session/{session.pk}/amend/", {"title": "改", "on": TODAY})
    elif foreign == "item":
        there = f"/congress/session/{world.closed.pk}/resolve/"
        answer = client.post(there, {"text": "事项", "item": item.pk})
    else:
        there = f"/congress/session/{world.called.pk}/raise_opinion/"
        answer = enter(world.people[0]).post(there, {"text": "意见", "item": item.pk})
    assert answer.status_code == (404 if foreign == "session" else 422)
    assert "邻校的事" not in answer.content.decode()
