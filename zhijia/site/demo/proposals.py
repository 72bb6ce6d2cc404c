"""The invented school's proposals: last year's followed to the last promise, this year's on their
way, and between the sessions one in every state."""

from datetime import date, timedelta

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Category, ProposalSettings
from zhijia.kernel import clock
from zhijia.kernel.settings import save_settings

from . import ballots

C = Category
DEPARTMENTS = (("教务处", 70), ("总务处", 71), ("学校办公室", 72), ("德育处", 73))
# title, about, reason, measures, department, kind of answer
TEXTS = (
    ("改善教工食堂早餐供应", C.LOGISTICS, "早读值班的老师七点前到校，食堂七点二十才开门，许多人空腹上课。", "食堂提前到六点五十开门，增加两个窗口，公布一周菜单。", 1, "A"),
    ("增加教学楼饮水设备", C.CAMPUS, "三楼以上没有直饮水，课间往返打水来不及，夏天尤其不便。", "在三至五楼各装一台直饮水机，每月公布水质检测结果。", 1, "B"),
    ("减少非教学事务进课堂", C.TEACHING, "各类填表和打卡任务直接发到班主任，一周平均十余次，挤占备课时间。", "由教务处统一归口，能合并的合并，每月公布一次清单。", 0, "A"),
    ("建立青年教师导师制度", C.STAFF, "近三年入职的教师已占四成，新教师成长主要靠自己摸索。", "每位新教师配一名导师，每学期听评课不少于八次，计入工作量。", 0, "B"),
    ("优化校门口接送交通", C.MANAGEMENT, "放学时段校门口机动车和行人混行，老师下班和学生离校都不安全。", "分年级错峰放学，协调交警划定即停即走区。", 3, "B"),
    ("增设教工子女寒暑假托管", C.WELFARE, "寒暑假值班期间双职工家庭的孩子无人照看，老师请假调班频繁。", "利用空教室开设托管班，费用公开，自愿参加。", 2, "C"),
    ("更新办公室老旧电脑", C.CAMPUS, "语文、英语办公室有二十多台电脑使用超过八年，开机慢、死机多。", "分两年更换，先换使用最久的，旧机报废登记公开。", 1, "B"),
    ("公布代课和调课的统一办法", C.TEACHING, "代课安排各年级做法不同，代课费计算口径不一，老师有疑问。", "由教务处制定统一办法，每月公示代课情况。", 0, "A"),
)  # fmt: skip
NOW = (
    ("设立教工心理咨询室", "一线班主任压力大，想找人聊聊只能去校外。"), ("延长图书馆开放时间", "借书窗口四点半关，下课再去已经锁门。"),
    ("规范教研组公用经费使用", "各组买耗材的票据要求不一，垫付的钱半年才拿到。"), ("改善体育馆照明和通风", "场馆灯坏了三分之一，夏天闷热，排球课看不清球。"),
    ("增加无障碍停车位", "两位腿脚不便的教师每天从东门走八百米。"), ("设立哺乳和休息室", "返岗的母亲只能在储物间吸奶，没有冰箱。"),
    ("优化线上请假流程", "一张假条要四级点同意，病假常常补签。"), ("加强实验室安全培训", "化学组新进两人还没有学过危化品登记。"),
    ("改造教工宿舍热水系统", "三号楼晚上九点后放不出热水，冬天更甚。"), ("公开职称评审量化标准", "去年落选的人不知道差在哪一项，猜测很多。"),
    ("调整课后服务值班安排", "住得远的连排五天，到家已经七点半。"), ("更换操场破损地垫", "跑道内圈起皮翘边，上周两人绊倒。"),
    ("增加教工体检项目", "现有套餐没有甲状腺和颈椎，四十岁以上呼声高。"), ("统一办公软件和账号", "五个平台五套密码，同一份名单填五遍。"),
    ("改善雨天放学通道", "下雨时家长挤在西侧雨棚，出入口堵住。"), ("增加教师阅览室座位", "十二个位子中午坐满，批卷只好站着。"),
    ("延长教师阅览室开放时间", "周末备课没有地方，阅览室双休不开。"), ("优化监考安排办法", "期末同一个人连监六场，有的一场没有。"),
    ("增设快递存放点", "门卫室堆满包裹，丢过三次，门卫也为难。"), ("增加教师编制数", "三个教研组长期缺编，一人带两个年级。"),
    ("提高班主任津贴标准", "津贴标准十年没有调整，由区里统一核定。"),
)  # fmt: skip
REPLIES = {
    "A": "建议合理，已经采纳并落实。具体做法已向各组通报，执行中有问题随时反映。",
    "B": "建议很好，已列入工作计划，分步落实，完成后向全体教职工公布。",
    "C": "这件事目前受场地和编制限制，暂时不能解决。我们已经记录在案，条件具备时优先考虑，并在下次大会报告。",
}


class Case:
    """One proposal and what happens to it, so many days after it was written."""

    def __init__(self, school, start, text, proposer):
        self.school, self.start, self.text, self.who = school, start, text, proposer
        self.steps, self.kind, self.proposal = [], text[5], None

    def after(self, days, deed):
        self.steps.append((self.start + timedelta(days=days), deed))
        return self

    def door(self, days, name, by, /, **given):
        def deed():
            self.proposal.refresh_from_db()
            actions_by = self.people()[by] if isinstance(by, str) else by
            getattr(actions, name)(
                self.proposal,
                by=actions_by,
                **{k: v() if callable(v) else v for k, v in given.items()},
            )

        return self.after(days, deed)

    def people(self):
        lead = self.school.departments[self.text[4]]
        return self.school.who | {"proposer": self.who, "lead": lead.head, "assist": self.assisting.head,
                                  "signer": lead.leader or self.school.who["principal"]}  # fmt: skip

    @property
    def assisting(self):
        return self.school.departments[(self.text[4] + 1) % 4]

    def written(self, seconds=2):
        title, about, reason, measures, *_rest = self.text
        helpers = [p for p in self.school.working[40:60] if p != self.who][: seconds + 1]

        def write():
            self.proposal = actions.draft(
                self.school.org, by=self.who, call=self.school.call_on(self.start), title=f"关于{title}的提案", matter=reason,
                measures=measures, about=about,
            )  # fmt: skip

        self.after(0, write).door(1, "ask_second", "proposer", people=helpers)
        for number in range(seconds):
            self.door(2 + number, "second", helpers[number])
        return self

    def handed_in(self):
        return self.written().door(5, "submit", "proposer").after(6, self.precheck)

    def precheck(self):
        self.proposal.refresh_from_db()
        if self.proposal.state == "precheck":
            actions.precheck(self.proposal, by=self.proposal.head)

    def filed(self):
        self.handed_in().door(25, "accept", "vice")
        return self.door(
            27, "instruct", "principal", instruction="请认真研究，按期答复，当面听取提案人意见。"
        )

    def assigned(self, assisting=False):
        lead = lambda: self.school.departments[self.text[4]]  # noqa: E731
        helpers = (lambda: [self.assisting]) if assisting else ()
        return self.filed().door(29, "assign", "vice", lead=lead, assisting=helpers)

    def received(self, assisting=False):
        return self.assigned(assisting).door(31, "receive", "lead")

    def talked(self, assisting=False):
        self.received(assisting).door(40, "contact", "lead", on=lambda: clock.today(), way="face",
                                      words="与提案人当面交流，说明了现状和打算。")  # fmt: skip
        if assisting:
            self.door(42, "contribute", "assist", opinion="同意，所需经费由我部门一并列入预算。")
        return self

    def drafted(self, assisting=False):
        def promised():
            if self.kind != "B":
                return []
            return [{"text": f"{self.text[0]}落实到位", "due": clock.today() + timedelta(days=90)}]

        done = "方案已经公布，从本月起执行。" if self.kind == "A" else ""
        return self.talked(assisting).door(50, "draft_reply", "lead", kind=self.kind,
                                           text=REPLIES[self.kind], measures=done, promised=promised)  # fmt: skip

    def delivered(self):
        return self.drafted().door(54, "sign", "signer").door(56, "deliver", "lead")

    def rated(self, result="satisfied", words=""):
        return self.delivered().door(
            60, "rate", "proposer", attitude="satisfied", result=result, words=words
        )

    def kept(self, days):
        """The promise is reported and confirmed so long after the answer."""

        def deed():
            for promise in self.proposal.promises.all():
                actions.report_promise(
                    promise, by=promise.department.head, evidence="已经完成，现场查看属实。"
                )
                actions.confirm_promise(promise, by=self.school.who["vice"])

        return self.after(56 + days, deed)

    def report(self):
        """The department says it is done; nobody has looked yet."""
        for promise in self.proposal.promises.all():
            by = promise.department.head
            actions.report_promise(promise, by=by, evidence="已配备导师 23 名，名单已公布。")

    def in_two_parts(self):
        return [{"text": f"{self.text[0]}分两批完成", "due": clock.today() + timedelta(days=60)}]

    def heard_again(self):
        self.rated("unsatisfied", "只说了打算，没有时间表。").door(
            63, "hear_again", "vice", reason="答复没有时间表，请重新研究。"
        )
        self.door(
            70,
            "contact",
            "lead",
            on=lambda: clock.today(),
            way="visit",
            words="和提案人一起到现场看了一遍。",
        )
        promised = self.in_two_parts
        self.door(80, "draft_reply", "lead", kind="B", text=REPLIES["B"], promised=promised)
        self.door(82, "sign", "signer").door(83, "deliver", "lead")
        return self.door(86, "rate", "proposer", attitude="satisfied", result="basic")


def events(school, year):
    """(day, turn, deed) of the year, as the school's story takes them."""
    if not hasattr(school, "cases"):
        school.cases, school.calls = [], {}
        school.call_on = lambda day: school.calls[day.year, day.month in (3, 4)]
        yield date(year, 1, 4), 0, lambda: departments(school)
        tell(school, year)
    yield date(year, 3, 1), 80, lambda: call(school, year, True)
    yield date(year, 3, 11), 80, lambda: for_session(school, year)
    yield date(year, 1, 5), 80, lambda: call(school, year, False)
    if year < school.today.year:
        yield date(year, 6, 28), 80, lambda: best(school, year)
        yield date(year, 6, 30), 80, lambda: announce(school, year)
    for number, case in enumerate(school.cases):
        for day, deed in case():
            if day.year == year:
                yield day, 100 + number, deed


def departments(school):
    given = {"leader_precheck": True, "countersign": True, "pass_upward": True, "followers": True}
    save_settings(school.org, ProposalSettings(**given))
    vice = school.working[80]
    by = school.who["chair"]
    school.departments = [
        actions.add_department(
            school.org,
            by=by,
            name=name,
            head=school.working[head],
            leader=vice if head != 72 else None,
        )
        for name, head in DEPARTMENTS
    ]


def call(school, year, session):
    """The call before the session in spring; between sessions one that stays open all year."""
    number = "第八届第二次" if year == school.today.year else "第八届第一次"
    given = {
        "title": f"{year}年教代会提案征集",
        "opens": clock.today(),
        "closes": date(year, 3, 31),
    }
    if not session:
        given = {"title": f"{year}年闭会期间提案", "opens": clock.today(), "closes": None}
    school.calls[year, session] = actions.open_call(
        school.org,
        by=school.who["vice"],
        session=number,
        notice="一事一案，写清案由和建议。",
        **given,
    )


def for_session(school, year):
    """The session is being prepared: the call is for it, and over when it sits."""
    made = school.calls[year, True]
    actions.amend_call(
        made, by=school.who["vice"], title=made.title, opens=made.opens, meeting=school.session,
        notice=made.notice,
    )  # fmt: skip


def person(school, number):
    """A proposer: by key of the cast, or one of the colleagues who lead no group."""
    return school.who[number] if isinstance(number, str) else school.working[8 + number]


def tell(school, first):
    """Every case as a function of the moment it is told, since people are known only then."""

    def later(start, text, number, make):
        made = {}

        def steps():
            case = made.setdefault("case", Case(school, start, text, person(school, number)))
            if not case.steps:
                make(case)
            return case.steps

        school.cases.append(steps)

    for year in (first, school.today.year):
        for number, text in enumerate(TEXTS[: 5 if year == first else 4]):
            start = date(year, 3, 3 + number)
            ends = lambda c, n=number: spring(c, n)  # noqa: E731
            later(start, text, 2 + number, ends)
    for number, ((title, reason), make) in enumerate(zip(NOW, STATES, strict=True)):
        wish = f"请有关部门调研后提出{title}的办法，明确时间，并向教职工公布。"
        text = (title, list(C)[number % 6], reason, wish, number % 4, "B")
        days, body = make
        who = "member" if number == 13 else 2 + number
        later(school.today - timedelta(days=days), text, who, body)
    twins(school, later)


def spring(case, number):
    if number == 4:
        return case.heard_again().kept(70)
    case.rated("basic" if number == 0 else "satisfied")
    if number == 3 and case.start.year == case.school.today.year:
        return case.after(150, case.report)
    if case.kind == "B":
        case.kept(80 if number != 1 else 130)
    if number == 2 and case.start.year == case.school.today.year:
        case.door(100, "award", "chair").after(110, lambda: confirm(case.school, case.start.year))
    return case


def best(school, year):
    """Last year's proposals were voted on: secret, counted, certified, and so on the board."""
    chair, tellers = school.who["chair"], [school.who["vice"], school.who["review"]]
    poll = actions.hold_poll(
        school.calls[year, True], by=chair, of="proposals", seats=1, tellers=tellers
    )
    ballots.actions.open_(poll.ballot, by=chair)
    poll.ballot.refresh_from_db()
    ticks = ("o3", "o3", "o1", "o3", "o3")
    ballots.vote(poll.ballot, ballots.voters_of(poll.ballot, len(ticks)),
                 lambda n: {"a": {"1": {"yes": [ticks[n]], "no": [], "write": []}}})  # fmt: skip
    ballots.finish(school, poll.ballot)


def confirm(school, year):
    """The presidium stands by what was found best."""
    for award in school.calls[year, True].awards.filter(state="proposed"):
        actions.confirm_award(award, by=school.session.presidium.order_by("pk").first())


def announce(school, year):
    """Confirmed, and read out where the congress had sat."""
    confirm(school, year)
    chair, made = school.who["chair"], school.calls[year, True]
    actions.announce_best(made, by=chair, session=made.meeting)


def twins(school, later):
    """Two of the same matter; the second is merged into the first."""
    school.pair = {}

    def first(case):
        case.filed()
        case.after(0, lambda: school.pair.setdefault("into", case))

    def second(case):
        case.handed_in()
        case.door(12, "merge", "vice", into=lambda: school.pair["into"].proposal, reason="同一件事")

    text = ("增加教师阅览室开放座位", C.CAMPUS, "教师阅览室只有十二个座位，中午常常坐满，备课没有地方。",
            "调整布局，增加二十个座位，延长开放时间。", 0, "B")  # fmt: skip
    other = ("增加教师阅览室座位和插座", *text[1:])
    day = school.today - timedelta(days=26)
    later(day, text, 30, first)
    later(day, other, 31, second)


def no(case, verb, /, **given):
    return case.handed_in().door(20, verb, "vice", **given)


UPWARD = {
    "to": "authority",
    "name": "区教育局人事科",
    "reason": "编制和津贴标准由区里核定，学校没有权限。",
}
# How old a case is today, and how far it has come: one for every state that it can stand in.
STATES = (
    (47, lambda c: drafted_only(c)),
    (3, lambda c: c.written(1)),
    (9, lambda c: c.written().door(5, "submit", "proposer")),
    (24, lambda c: c.handed_in()),
    (21, lambda c: no(c, "dispute", reason="委员意见不一，是否属于教代会职权请裁定。")),
    (26, lambda c: c.handed_in().door(25, "accept", "vice")),
    (28, lambda c: c.filed()),
    (30, lambda c: c.assigned(True)),
    (41, lambda c: c.talked(True)),
    (
        45,
        lambda c: c.received().door(
            38, "clarify", "lead", question="请说明主要是哪几天、哪个时段有困难。"
        ),
    ),
    (51, lambda c: c.drafted(True)),
    (52, lambda c: c.drafted()),
    (55, lambda c: c.drafted().door(54, "sign", "signer")),
    (58, lambda c: c.delivered()),
    (62, lambda c: c.rated("unsatisfied", "没有说明什么时候能办。")),
    (90, lambda c: c.talked()),
    (22, lambda c: no(c, "refer", reason="不属于大会职权，转有关部门研究答复。")),
    (
        23,
        lambda c: no(c, "decline", ground="unlawful", reason="与现行政策不一致，已向提案人说明。"),
    ),
    (18, lambda c: c.handed_in().door(10, "withdraw", "proposer", reason="学校已经解决")),
    (21, lambda c: no(c, "forward", **UPWARD)),
    (
        40,
        lambda c: no(c, "forward", **UPWARD).door(
            35,
            "relay",
            "vice",
            on=lambda: clock.today(),
            kind="C",
            text="津贴标准由市里统一核定，今年已列入调研，调整前维持现行标准。",
        ),
    ),
)


def drafted_only(case):
    case.written()
    del case.steps[1:]
    return case
