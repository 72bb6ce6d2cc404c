"""The invented union's committees, posts and groups, made through the actions people use."""

from datetime import date, timedelta

from zhijia.domains.committees import actions as committees
from zhijia.domains.committees.models import Decision, Group, Office
from zhijia.kernel import clock
from zhijia.kernel.people import Post

# key of the cast → what they answer for, one a line
DUTIES = {
    "chair": (
        "主持全面工作",
        "主持工会委员会工作，召集会议\n代表教职工参加学校重要会议\n对工会经费和资产负总责",
    ),
    "vice": ("民主管理、宣传", "筹备教代会，跟踪提案办理\n编发工会简报，管理台账和档案"),
    "care": ("生活福利", "落实五必访，登记走访慰问\n提出节日慰问方案，由委员会集体讨论决定"),
    "sports": ("文体", "组织文体活动，落实安全预案\n管理教工之家和活动器材"),
    "women": ("女职工", "联系女教职工，组织“三八”活动\n反映女教职工的意见和困难"),
}
GROUP_TASKS = (
    "组织本组会员学习和参加活动\n本组有人生病、遇到困难，当天报工会\n收集意见，转达工会的决定"
)
UNITS = ("语文", "数学", "英语", "理化生", "政史地", "音体美")
NAMED = (("treasurer", Post.TREASURER), ("party", Post.PARTY), ("principal", Post.PRINCIPAL))
OWN_WORDS = {
    "study": "学习了工会法和学校民主管理的规定，参加区教育工会业务培训两次。",
    "duty": "按分工完成全年工作，活动前有方案、活动后有记录。",
    "integrity": "慰问品和奖品采购都由委员会集体讨论，没有为自己谋利，接受经审会监督。",
    "faults": "到各小组走动不够，明年每月至少去一个小组听意见。",
}


def organise(school):
    """The first election, the named posts, the groups; everything on the school's first day."""
    chair, day = school.who["chair"], school.first_day
    school.committee = elect(
        school, "工会委员会", "committee", chair, ["vice"], ["care", "sports", "women"]
    )
    for key, (duty, tasks) in DUTIES.items():
        seat = school.committee.seats.get(person=school.who[key])
        committees.divide(seat, by=chair, duty=duty, tasks=tasks)
    women = [p for p in school.working if p.sex == "f"]
    elect(school, "经费审查委员会", "funds_review", school.who["review"], [], school.working[50:52])
    elect(school, "女职工委员会", "women", school.who["vice"], ["women"], ["care", *women[30:32]])
    school.special = elect(
        school, "文体委员会", "special", school.who["sports"], [], school.working[60:64]
    )
    for key, post in NAMED:
        committees.appoint(school.org, by=chair, person=school.who[key], post=post, starts=day)
    lead_groups(school, chair, day)
    committees.move_in(school.org, by=chair, room="行政楼 203 教工之家", plaque=day, chart=day,
                       archive="学校档案室工会专柜")  # fmt: skip


def elect(school, name, kind, head, vices, members):
    """Found a committee and enter its election; people by key of the cast or themselves."""

    def people(given):
        return [school.who[p] if isinstance(p, str) else p for p in given]

    term = "" if kind == "special" else "第五届"
    committee = committees.found(
        school.org, by=school.who["chair"], name=name, kind=kind, term=term
    )
    counted = (
        {"entitled": 57, "present": 54, "elected_by": "delegates"}
        if term
        else {"elected_by": "committee"}
    )
    committees.open_term(
        committee, by=school.who["chair"], starts=school.first_day, years=3, chair=head,
        vices=people(vices), members=people(members), **counted,
    )  # fmt: skip
    if term:
        committees.note_approval(committee, by=school.who["chair"], approval="云教工复〔示例〕12号",
                                 approved_on=school.first_day)  # fmt: skip
    return committee


def lead_groups(school, chair, day):
    """Each group's unit, and a leader out of its own members."""
    taken = {p.pk for p in school.who.values()} - {school.who["leader"].pk}
    for number, group in enumerate(Group.objects.of(school.org).order_by("pk")):
        kind = "subject" if number < len(UNITS) else "retired" if "退休" in group.name else "office"
        unit = UNITS[number] if number < len(UNITS) else ""
        committees.describe(group, by=chair, kind=kind, unit=unit, tasks=GROUP_TASKS)
        inside = [s.person for s in group.spells.select_related("person").order_by("pk")]
        leader = next(p for p in inside if p.pk not in taken)
        committees.lead(group, by=chair, person=leader, starts=day)


def events(school, year):
    """What changes in a year: (day, turn, deed)."""
    if year < school.today.year:
        yield date(year, 6, 20), 70, lambda: replace_one(school)
    yield date(year, 12, 15), 71, lambda: choose_active(school, year)
    yield date(year, 12, 20), 72, lambda: sum_up(school, year)


def replace_one(school):
    """Somebody of the special committee is transferred; a meeting has settled who follows."""
    chair, day = school.who["chair"], clock.today()
    seat = school.special.seats.serving().order_by("-pk").first()
    committees.vacate(seat, by=chair, ends=day, left="moved", reason="调入年级组任组长")
    decision = (
        Decision.objects.of(school.org)
        .filter(meeting__on__lte=day)
        .order_by("-meeting__on")
        .first()
    )
    committees.co_opt(school.special, by=chair, person=school.working[70], role="member",
                      starts=day, decision=decision)  # fmt: skip


def choose_active(school, year):
    for person in (school.who["leader"], *school.working[33:37]):
        committees.choose(school.org, by=school.who["vice"], person=person, year=year, level="school",
                          deeds="热心小组工作，主动组织活动，遇到同事有困难最先到场。")  # fmt: skip


def sum_up(school, year):
    """The officers hand in their own summaries, the chair reads them."""
    for key in ("vice", "care", "sports"):
        summary = committees.write(school.org, by=school.who[key], year=year, **OWN_WORDS)
        committees.hand_in(summary, by=school.who[key])
        if year < school.today.year:
            committees.read(summary, by=school.who["chair"], remark="已阅，写得实在。")


def lend(school):
    """The officer for sports is away this week; a colleague stands in."""
    office = Office.objects.get(person=school.who["sports"], post=Post.COMMITTEE)
    committees.delegate(
        office, by=school.who["sports"], person=school.working[70],
        starts=school.today, ends=school.today + timedelta(days=5), reason="外出培训",
    )  # fmt: skip
