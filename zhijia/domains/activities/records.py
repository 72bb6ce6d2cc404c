"""What an activity means to the outside: counts, persons and person-times, an amount; no names."""

from zhijia.kernel import gatherings
from zhijia.kernel.money import Subject
from zhijia.kernel.records import DONE, PLANNED, VOID, RecordKind, Sentence, metric, record_kind

from . import tallies
from .models import Activity, Fund, Kind

SIGNED = metric("activities.signed", "有报名的活动", "场")
COMPANIONS = metric("activities.companions", "家属参加", "人次")
PRIZES = metric("activities.prizes", "活动获奖", "人次")
GRADES = {g: metric(f"activities.prizes.{g}", words, "名") for g, words in tallies.GRADES.items()}
COUNTED = {c.name: metric(c.metric, str(c.label), c.unit) for c in tallies.COUNTS}
NUMBERS = metric("activities.numbers", "演出节目", "个")
PERFORMERS = metric("activities.performers", "上台演出", "人次")
AUDIENCE = metric("activities.audience", "观众", "人次")
PLANNERS = metric("activities.planners", "教职工参与策划", "人次")
SUPPLIES = metric("activities.supplies", "配发器材和物品", "件")
SUPPLIES_COST = metric("activities.supplies.cost", "器材和物品支出", "元")
PUBLICITY = metric("activities.publicity", "活动宣传", "篇")
READERS = metric("activities.readers", "宣传材料阅读", "人次")
CONTEST_TIMES = metric("activities.contest.person_times", "劳动竞赛参加", "人次")
ITEMS = metric("activities.items", "竞赛项目", "项")
NOMINEES = metric("activities.nominees", "推荐参加上级比赛", "名")
PART = {kind: metric(f"activities.{kind}", kind.label, "场") for kind in Kind}

# Member activities are those that dues are for (rules 3.03, 3.14); the rest is sport and culture.
SUBJECTS = {
    Kind.OUTING: Subject.MEMBER_ACTIVITIES, Kind.FILM: Subject.MEMBER_ACTIVITIES,
    Kind.CLASS: Subject.EDUCATION, Kind.HEALTH: Subject.EDUCATION,
    Kind.VOLUNTEER: Subject.PUBLICITY, Kind.CHARITY: Subject.PUBLICITY, Kind.CONTEST: Subject.EDUCATION,
}  # fmt: skip


# What is counted apart from sport and culture, each under its own metrics.
COUNTS = {
    Kind.WOMEN: (gatherings.WOMEN, gatherings.WOMEN_TIMES),
    Kind.CONTEST: (PART[Kind.CONTEST], CONTEST_TIMES),
}  # fmt: skip
BOOKS = {Kind.WOMEN: "女职工工作", Kind.CONTEST: "竞赛与评优"}
CONTEST_TOPIC = f"activities.{Kind.CONTEST.value}"


@record_kind(Activity)
class ActivityRecord(RecordKind):
    code, label, chapter, serves = "activities.activity", "活动", "activities", gatherings.HELD
    sentences = (
        Sentence(
            "组织文体活动{gatherings.held}场，参与{gatherings.held.person_times}人次",
            parts=tuple((PART[k], k.label) for k in Kind if k not in COUNTS), titles=6,
        ),
        Sentence("文体活动支出{gatherings.held.spent}元"),
        Sentence(
            "开展女职工活动{gatherings.women}场，参与{gatherings.women.person_times}人次", titles=6
        ),
        Sentence("全年记名参加活动的教职工{gatherings.people}人，家属参加{activities.companions}人次"),
        Sentence(
            "开展劳动竞赛和技能比武{activities.contest}场，{activities.items}个项目，参加{activities.contest.person_times}人次",
            titles=6, topic=CONTEST_TOPIC,
        ),
        Sentence(
            "活动和竞赛评出获奖{activities.prizes}人次",
            parts=tuple((GRADES[g], words) for g, words in tallies.GRADES.items()),
        ),
        Sentence("推荐{activities.nominees}名教职工参加上级比赛", topic=CONTEST_TOPIC),
        Sentence("师生、家长同乐，学生参加{activities.pupils}人次"),
        Sentence("邀请离退休教职工参加活动{activities.retired}人次"),
        Sentence("演出节目{activities.numbers}个，{activities.performers}人次登台，观众{activities.audience}人次"),
        Sentence("志愿服务累计{activities.hours}个小时"),
        Sentence("慈善公益活动筹得{activities.raised}元"),
        Sentence("配发器材和物品{activities.supplies}件，支出{activities.supplies.cost}元"),
        Sentence("活动宣传{activities.publicity}篇，阅读{activities.readers}人次"),
        Sentence("教职工参与活动策划{activities.planners}人次"),
    )  # fmt: skip

    def topics(self):
        return {f"activities.{k}": k.label for k in Kind}

    def books(self):
        return {f"activities.{k}": BOOKS.get(k, "文体活动") for k in Kind}

    def chapter_of(self, topic):
        return "skills" if topic == CONTEST_TOPIC else self.chapter

    def topic(self, activity):
        return f"activities.{activity.kind}"

    def stage(self, activity):
        S = Activity.State
        stages = {S.OPEN: PLANNED, S.CLOSED: PLANNED, S.DONE: DONE, S.CANCELLED: VOID}
        return stages.get(activity.state, "draft")

    def card(self, activity):
        until = activity.until if activity.until != activity.on else None
        return {"on": activity.on, "until": until, "title": activity.title}

    def public(self, activity):
        """The sort of activity and the month: a title may hold a name."""
        return (
            f"{activity.on.year}年{activity.on.month}月开展文体活动（{Kind(activity.kind).label}）"
        )

    def facts(self, activity):
        came = [s for s in signups_of(activity) if s.state == "taken" and s.came]
        heads = sum(1 + s.came_companions for s in came) + activity.guests
        kind, times = Kind(activity.kind), activity.person_times
        count, count_times = COUNTS.get(kind, (gatherings.HELD, gatherings.HELD_TIMES))
        facts = {
            count: 1, count_times: times, gatherings.PERSON_TIMES: times,
            gatherings.PERSONS: heads + tallies.further_heads(activity),
            gatherings.PEOPLE: [s.person for s in came],
            gatherings.SPENT: activity.spent, PART[kind]: 1,
            SIGNED: 1 if activity.sign_up_needed else 0,
            COMPANIONS: sum(s.came_companions for s in came),
            PRIZES: sum(p.people for p in activity.prizes.all()),
        }  # fmt: skip
        if count == gatherings.HELD:
            facts[gatherings.HELD_SPENT] = activity.spent
        return facts | further_facts(activity)

    def entries(self, activity):
        if activity.fund in (Fund.SCHOOL, Fund.OWN):
            return {}
        return {SUBJECTS.get(Kind(activity.kind), Subject.SPORTS_CULTURE): activity.spent}

    def sources(self):
        return (
            super()
            .sources()
            .prefetch_related("signups__person", "prizes", "planners", "contests__competitors")
        )


def further_facts(activity) -> dict:
    """What only some activities have; zeros are not written."""
    contests = [c for c in activity.contests.all() if c.state != "cancelled"]
    nominees = sum(bool(one.nominated) for c in contests for one in c.competitors.all())
    facts = {
        COUNTED[c.name]: tallies.value(activity, c.name) for c in tallies.of_kind(activity.kind)
    }
    facts |= {GRADES[grade]: count for grade, count in tallies.prizes_of(activity).items()}
    return facts | {
        NUMBERS: len(tallies.programme(activity)), PERFORMERS: tallies.performers(activity),
        AUDIENCE: tallies.audience(activity), PLANNERS: len(activity.planners.all()),
        SUPPLIES: sum(one["number"] for one in activity.supplies),
        SUPPLIES_COST: tallies.supplies_cost(activity), PUBLICITY: len(activity.publicity),
        READERS: tallies.readers(activity), ITEMS: len(contests), NOMINEES: nominees,
    }  # fmt: skip


def signups_of(activity):
    """With their persons, in one query whether one activity is synced or thousands are rebuilt."""
    rows = activity.signups.all()
    fetched = "signups" in getattr(activity, "_prefetched_objects_cache", ())
    return rows if fetched else rows.select_related("person")


from . import records_clubs  # noqa: E402, F401  the kinds of clubs and slots
