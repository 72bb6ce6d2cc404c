"""What the invented school's people said, and what became of it: letters, suggestions, surveys, days of
listening; something in every state today."""

import random
from datetime import date, timedelta

from zhijia.domains.proposals.models import Call
from zhijia.domains.voice import actions, sheets, slot
from zhijia.domains.voice.actions import surveys
from zhijia.domains.voice.models import Channel, Participant, Survey
from zhijia.kernel import clock, codes

from .pictures import picture

# text, what is said in public, what was done
LETTERS = (
    ("晚自习值班回家太晚，末班公交只到九点四十，希望值班排班能照顾住得远的老师。",
     "有老师住得远，晚班回家不方便。", "已按住址调整值班表，并与公交公司商定延长末班车。"),
    ("三号楼二层女卫生间的门锁坏了两个星期，报修过一次没有人来，请尽快修好。",
     "教学楼卫生设施报修慢。", "当天修好，并公布报修电话，两日内必有回音。"),
    ("食堂的菜价比开学时高了不少，没有看到调价的说明，能不能把成本公布一下。",
     "食堂价格变动没有说明。", "每月公布采购成本和菜价，调价前征求意见。"),
)  # fmt: skip
MORE = (
    "年级群里半夜还在布置任务，第二天一早就要交，能不能约定一个不发工作消息的时间。",
    "新来的同事住宿舍，热水只供到晚上八点，下晚自习的老师总是洗不上热水。",
    "工会发的观影券只能在一家很远的影院使用，建议下次多几家可以选择的地方。",
    "办公室打印纸总是不够用，希望能按人数重新核定一下每个组的领用数量。",
)
JUNK = "低价代购手机和充值卡，加我微信，先到先得，量大从优，同事都说好。"
SUGGESTIONS = (
    ("设立共享雨伞架", "logistics", "雨天老师在各楼之间来回没有伞，建议在每栋楼门口放一个共享雨伞架。"),
    ("会议改为每月两次", "management", "例会一周一次占用较多备课时间，建议改为每月两次，能发通知的不开会。"),
    ("开放教师健身房早间时段", "welfare", "健身房现在只在下午开放，建议早上六点半到七点半也开放。"),
    ("建立代课互助名单", "teaching", "临时请假找不到人代课，建议各组建立互助名单，按次记工作量。"),
    ("教室多媒体统一开机流程", "teaching", "每间教室设备开机方法不同，建议统一流程并贴在讲台上。"),
    ("校内快递集中存放", "logistics", "快递堆在门卫室容易拿错，建议设一个有编号的货架集中存放。"),
    ("增加教师停车位标识", "campus", "新停车场没有标识，高峰时容易乱停，建议划线编号。"),
    ("工会活动提前一个月公布", "other", "活动通知时间太近，上课的老师来不及调课，建议提前一个月公布。"),
)  # fmt: skip


def events(school, year):
    if not hasattr(school, "boxes"):
        school.boxes, school.said = {}, random.Random(41)
        yield date(year, 1, 6), 80, lambda: boxes(school)
    last = year < school.today.year
    for number, month in enumerate((3, 5, 10)):
        yield date(year, month, 11), 81 + number, lambda n=number: answered_letter(school, n, last)
    yield date(year, 4, 20), 85, lambda: about_the_chair(school) if last else None
    yield date(year, 6, 9), 86, lambda: canteen(school, year)
    yield date(year, 4, 15), 87, lambda: forum(school, year)
    yield date(year, 3, 18), 90, lambda: called(school)
    yield date(year, 10, 20), 91, lambda: study(school)
    if not last:
        yield date(year, 5, 25), 89, lambda: promoted(school)
    for number in (0, 1) if last else (2,):
        yield date(year, 5, 20 + number), 88, lambda n=number: shown(school, n)


def boxes(school):
    who, chair = school.who, school.who["chair"]

    def box(key, owners, **given):
        school.boxes[key] = actions.open_channel(
            school.org, by=chair, owners=[who[o] for o in owners], **given
        )

    box("opinion", ("chair", "vice", "women"), kind="opinion", title="教职工意见箱",
        words="工作、生活、学校的事，都可以说。")  # fmt: skip
    box("principal", ("principal", "party"), kind="principal", title="校长信箱")
    box("chair", ("chair",), kind="chair", title="工会主席信箱", answer_days=5)
    box("old", ("vice", "care"), kind="student", title="毕业年级意见箱", anonymous=False)
    actions.close_channel(school.boxes["old"], by=chair)


def drop(school, box, text, **more):
    """An anonymous letter, taken out the next morning as it is with every box."""
    channel = Channel.objects.select_related("org").get(pk=school.boxes[box].pk)
    code = codes.new_code()
    slot.drop(channel, code, text, **more)
    slot.empty()
    return channel, code, slot.letter_of(channel, slot.digest_of(code))


def send(school, box, text, number, **more):
    return actions.send(school.boxes[box], by=school.working[40 + number], text=text, **more)


def answered_letter(school, number, last):
    text, said, done = LETTERS[number]
    vice = school.who["vice"]
    text = (
        text
        if last
        else text.replace("希望", "还是希望").replace("请", "麻烦").replace("能不能", "可否")
    )
    _channel, _code, message = drop(school, "opinion", text)
    actions.take(message, by=vice)
    actions.answer(
        message, by=vice, text="谢谢来信。情况已经核实，正在和有关部门一起解决，有结果会公布。"
    )
    actions.publish(message, by=vice, said=said, done=done)
    if last:
        actions.close(message, by=vice)


def about_the_chair(school):
    """About the chair: it reaches the others of the box, and the chair's own box never shows it."""
    chair, party = school.who["chair"], school.who["party"]
    _c, _code, message = drop(
        school, "chair", "主席把活动都排在自己方便的时间，别的组意见很大，请关注。", about=[chair]
    )
    actions.take(message, by=party)
    actions.answer(message, by=party, text="已经和本人谈过，今后活动时间先征求各组意见。")
    actions.close(message, by=party)


def canteen(school, year):
    """The same questions every June, so that the years can be compared."""
    vice = school.who["vice"]
    survey = surveys.draft(school.org, by=vice, title=f"{year}年食堂满意度调查", template="canteen",
                           closes=clock.today() + timedelta(days=10), by_group=True)  # fmt: skip
    surveys.send_out(survey, by=vice)
    answer(school, survey, 24, 0.55 if year == school.today.year else 0.4)
    with clock.at(min(clock.today() + timedelta(days=11), school.today)):
        surveys.publish(surveys.close(survey, by=vice), by=vice)
        surveys.raise_problem(survey, by=vice, text="午餐高峰排队时间过长", handler=school.who["principal"],
                              department="总务处")  # fmt: skip


def answer(school, survey, count, mood):
    """So many of the colleagues answer; those one can enter as are left to answer themselves."""
    dice, picks = school.said, list(survey.questions.all())
    asked = Participant.objects.filter(survey=survey).exclude(person__in=school.who.values())
    for one in asked.select_related("person").order_by("pk")[:count]:
        said = {}
        for q in picks:
            if q.form in ("one", "scale"):
                said[str(q.number)] = q.options[
                    min(int(dice.expovariate(1 / (1.6 - mood))), len(q.options) - 1)
                ]
            elif q.form == "many":
                said[str(q.number)] = dice.sample(q.options, 2)
            elif q.form == "number":
                said[str(q.number)] = str(dice.randint(2, 5))
            elif dice.random() < 0.4:
                said[str(q.number)] = dice.choice(
                    ("多一些清淡的菜", "早餐再早一点开", "增加一个打饭窗口", "水果可以便宜些")
                )
        sheets.answer(survey, one.person, sheets.new_token(), said)


def forum(school, year):
    vice = school.who["vice"]
    day = clock.today()
    made = actions.open_reception(school.org, by=vice, kind="forum", title="青年教师座谈会", on=day,
                                  host=vice, place="教工之家")  # fmt: skip
    actions.hold(
        made, by=vice, people=18, summary="围绕备课负担和住宿条件交流，提出的问题逐项交办。"
    )
    for text, head, done in (
        ("宿舍热水供应时间短", "sports", True),
        ("公用打印机太少", "care", year < school.today.year),
    ):
        one = actions.raise_issue(
            made, by=vice, text=text, handler=school.who[head], department="总务处"
        )
        actions.answer_issue(one, by=school.who[head], answer="已列入本学期整改，完成后公布。")
        if done:
            with clock.at(min(day + timedelta(days=16), school.today)):
                actions.finish_issue(one, by=school.who[head], result="已经解决，使用情况良好。")
    actions.confide(
        school.org,
        by=school.who["leader"],
        kind="talk",
        on=day,
        note="谈到孩子升学和备课压力，约定下月再聊。",
    )


def called(school):
    """Somebody rang; two working days later they were answered, and asked whether they are content."""
    day, vice, care = clock.today(), school.who["vice"], school.who["care"]
    call = actions.note_call(
        school.org, by=vice, text="报销的医药费一直没有到账", handler=care, caller=school.working[33]
    )
    with clock.at(min(day + timedelta(days=2), school.today)):
        actions.answer_issue(call, by=care, answer="已和财务核对，本周五随工资发放。")
        actions.grade_issue(call, by=vice, grade="satisfied", reason="回电说已经收到")


def study(school):
    vice = school.who["vice"]
    made = actions.open_reception(
        school.org, by=vice, kind="study", title="青年教师备课负担", on=clock.today(), host=vice,
        place="语文组、数学组", method="走访教研组、查看课表",
    )  # fmt: skip
    actions.hold(made, by=vice, people=9, summary="每周非教学会议四次，备课多在晚上。")
    actions.submit_report(
        made, by=vice, to="学校党支部", report="建议每周三下午不排会议，教研组集体备课计入工作量。"
    )


def suggest(school, number, **more):
    title, category, text = SUGGESTIONS[number]
    by = school.working[60 + number]
    return actions.suggest(school.org, by=by, title=title, text=text, category=category, **more)


def handled(school, number, **more):
    made = suggest(school, number, **more)
    return actions.thank(made, by=school.who["vice"], handler=school.who["care"])


def shown(school, number):
    made = handled(school, number)
    care = school.who["care"]
    actions.adopt(made, by=care, answer="建议很好，已安排落实，本月内完成。")
    if number != 1:
        with clock.at(min(clock.today() + timedelta(days=30), school.today)):
            actions.show_result(made, by=care, result="已经落实，各楼都能用上，反映很好。")


def leave_something(school):
    """Today: letters, suggestions, surveys and receptions in every state they can stand in."""
    with clock.at(school.today - timedelta(days=6)):
        open_letters(school)
        open_suggestions(school)
    chair, vice, today = school.who["chair"], school.who["vice"], school.today
    week = today + timedelta(days=7)
    slot.drop(
        Channel.objects.select_related("org").get(pk=school.boxes["opinion"].pk),
        codes.new_code(),
        MORE[3],
    )
    running = surveys.draft(school.org, by=vice, title="会员评家", template="union", closes=week)
    answer(school, surveys.send_out(running, by=vice), 9, 0.6)
    counted = surveys.draft(
        school.org, by=vice, title="秋游活动满意度", template="activity", closes=week
    )
    answer(school, surveys.send_out(counted, by=vice), 7, 0.7)
    surveys.close(counted, by=vice)
    surveys.draft(school.org, by=vice, title="三问调研", template="three", closes=week)
    receptions(school, chair, vice, week)
    assert Survey.objects.filter(org=school.org).values("state").distinct().count() == 4


def receptions(school, chair, vice, week):
    def day(title, on):
        return actions.open_reception(school.org, by=chair, kind="day", title=title, on=on, host=chair,
                                      place="工会办公室", slots="14:00 1\n14:30 1\n15:00 2")  # fmt: skip

    off = day("主席接待日（十一月）", clock.today())
    actions.cancel_reception(off, by=chair, reason="外出开会，改到下周")
    made = day("主席接待日", week)
    slots = list(made.slots.all())
    left = actions.book(made, by=school.working[20], slot=slots[1], topic="想问问疗休养的报名办法")
    actions.cancel_booking(left, by=school.working[20])
    actions.book(made, by=school.who["member"], slot=slots[0], topic="关于女教师哺乳时间的安排")
    mood = actions.confide(school.org, by=vice, kind="mood", on=clock.today(), people=12,
                           note="期末临近，毕业年级普遍觉得疲劳，建议减少会议。")  # fmt: skip
    assert mood.state == "held"
    one = actions.raise_issue(made, by=chair, text="接待日能否增加线上方式", handler=vice)
    assert one.state == "open"


def open_letters(school):
    """One in every state under a name, and two without."""
    vice, women, chair = (school.who[k] for k in ("vice", "women", "chair"))
    drop(school, "principal", MORE[0], files=[("门锁.jpg", picture("门锁", school.said))])
    _c, code, asked = drop(school, "opinion", MORE[1])
    actions.take(asked, by=vice)
    actions.ask(asked, by=vice, text="请问是哪一栋宿舍？我们去现场看一看。")
    slot.write_on(_c, code, "是北区三栋，一到四层都一样。", once="demo-north")
    slot.empty()
    new = send(school, "opinion", MORE[2], 0)
    handling, answered, closed, aside, accused = (
        send(school, "opinion", text, n) for n, text in enumerate((*MORE[:3], JUNK, JUNK[::-1]), 1)
    )
    for one in (handling, answered, closed, aside, accused):
        actions.take(one, by=vice)
    actions.mark_same(answered, by=vice, other=handling)
    for one in (answered, closed):
        actions.answer(one, by=vice, text="已经了解，正在办理，办好以后告诉您。")
    actions.close(closed, by=vice)
    actions.call_abuse(aside, by=vice, words="代购广告，和学校工作无关，一天寄来几十封。")
    actions.set_aside(aside, by=women)
    actions.call_abuse(accused, by=vice, words="文字颠倒，反复寄来，没有具体事情。")
    assert new.state == "new" and chair in new.readers.all()


def open_suggestions(school):
    care = school.who["care"]
    suggest(school, 3)
    handled(school, 4)
    actions.adopt(handled(school, 5), by=care, answer="采纳，货架已经采购，下周启用。")
    actions.adopt_partly(
        handled(school, 6), by=care, answer="先划线，编号等新学期车位重新分配后再做。"
    )
    actions.decline(
        handled(school, 7, named=False),
        by=care,
        answer="部分活动要等场地确认，只能做到提前两周公布。",
    )


def promoted(school):
    """A suggestion whose author would rather have it as a proposal."""
    by, text = school.working[70], "学期中后段压力较大，建议利用空教室设一间安静的放松室。"
    made = actions.suggest(
        school.org, by=by, title="增设教师心理放松室", text=text, category="welfare"
    )
    if call := Call.objects.of(school.org).open().first():
        actions.promote(made, by=by, call=call, matter=text,
                        measures="利用一间空教室，配简单桌椅和音响，轮流值班管理。")  # fmt: skip
