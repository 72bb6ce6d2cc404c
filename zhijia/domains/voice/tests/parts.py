"""What the tests share: a school with boxes, a letter brought so far, a survey sent out."""

from datetime import date, timedelta
from types import SimpleNamespace

from zhijia.domains.voice import actions, sheets, slot
from zhijia.domains.voice.actions import surveys
from zhijia.kernel import clock, codes
from zhijia.kernel.people import Post
from zhijia.kernel.testing import member, office, person

DAY = date(2026, 3, 2)  # a Monday
TEXT = "晚自习值班回家太晚，末班公交只到九点四十，希望排班照顾住得远的老师。"


def boxes(cast):
    """An opinion box of three, a principal's of two, a chair's of one."""
    s = SimpleNamespace(
        cast=cast, org=cast.first, li=cast.li, lin=cast.lin, sun=cast.sun, dang=cast.dang
    )
    s.gao = person("高校长", "F090")
    s.wu = person("吴经审", "F091")
    for who, post in ((s.gao, Post.PRINCIPAL), (s.wu, Post.FUNDS_REVIEW)):
        member(s.org, who)
        office(s.org, who, post)
    s.box = open_box(s, "教职工意见箱", [s.li, s.lin, s.sun])
    s.head = open_box(s, "校长信箱", [s.gao, s.dang], kind="principal")
    s.chair = open_box(s, "主席信箱", [s.li], kind="chair")
    return s


def open_box(s, title, owners, **more):
    return actions.open_channel(s.org, by=s.li, title=title, owners=owners, **more)


def dropped(s, box=None, text=TEXT, **more):
    """A letter without a name, taken out of its box: (letter, code)."""
    code = codes.new_code()
    slot.drop(box or s.box, code, text, **more)
    slot.empty()
    return letter(box or s.box, code), code


def letter(box, code):
    return slot.letter_of(box, slot.digest_of(code))


def signed(s, box=None, by=None, text=TEXT, **more):
    return actions.send(box or s.box, by=by or s.cast.zhao, text=text, **more)


def taken(s, by=None, **more):
    return actions.take(dropped(s, **more)[0], by=by or s.lin)


def answered(s, **more):
    return actions.answer(taken(s, **more), by=s.lin, text="已按住址调整排班，谢谢来信。")


LINES = "食堂总体评价｜满意度\n不满意在哪里｜问答｜｜可不答｜第1题=不满意、很不满意\n常在几号窗口｜单选｜一号、二号"


def survey(s, lines=LINES, **more):
    """A survey out in the school."""
    given = {"title": "食堂调查", "closes": clock.today() + timedelta(days=7)} | more
    made = surveys.draft(s.org, by=s.lin, **given)
    if lines:
        surveys.ask_questions(made, by=s.lin, lines=lines)
    return surveys.send_out(made, by=s.lin)


def say(one, who, token=None, **said):
    """``say(survey, zhao, a1="满意")`` answers in one request."""
    answers = {name[1:]: value for name, value in said.items()}
    token = token or sheets.new_token()
    sheets.answer(one, who, token, answers)
    return token


def crowd(s, count, group=None):
    people = [person(f"同事{n:03d}", f"K{group.pk if group else 0}{n:03d}") for n in range(count)]
    for who in people:
        member(s.org, who, group)
    return people


def later(days):
    return clock.at(clock.today() + timedelta(days=days))


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def closed_with(one, people, said, by):
    """Each of the people answers in turn; then it is counted."""
    for who, answers in zip(people, said, strict=True):
        say(one, who, **answers)
    return surveys.close(fresh(one), by=by)
