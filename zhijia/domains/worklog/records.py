"""What an event means to the outside: counts by kind, an amount, and words that name nobody."""

from zhijia.kernel import gatherings
from zhijia.kernel.money import Subject
from zhijia.kernel.records import DONE, PLANNED, VOID, RecordKind, Sentence, metric, record_kind

from .apps import WorklogConfig
from .models import Event, Kind, Level

ENTRIES = metric("worklog.entries", "工作纪事", "项")

UNITS = {
    Kind.ACTIVITY: "场", Kind.STUDY: "次", Kind.WOMEN: "场", Kind.CONTEST: "项",
    Kind.DEMOCRACY: "项", Kind.VISIT_ABOVE: "次", Kind.COBUILD: "次", Kind.PUBLICITY: "项",
    Kind.HONOUR: "项", Kind.FUNDS: "项", Kind.RIGHTS: "件", Kind.ARCHIVE: "项", Kind.OTHER: "项",
}  # fmt: skip
GATHERINGS = (Kind.ACTIVITY, Kind.STUDY, Kind.WOMEN, Kind.CONTEST, Kind.COBUILD)

# What other domains hold too is counted under the name they share.
SHARED = {Kind.ACTIVITY: gatherings.HELD, Kind.WOMEN: gatherings.WOMEN}
SHARED_TIMES = {Kind.ACTIVITY: gatherings.HELD_TIMES, Kind.WOMEN: gatherings.WOMEN_TIMES}
COUNT = SHARED | {
    k: metric(f"worklog.{k}", k.label, unit) for k, unit in UNITS.items() if k not in SHARED
}
TIMES = SHARED_TIMES | {
    k: metric(f"worklog.{k}.person_times", f"{k.label}参加", "人次")
    for k in GATHERINGS
    if k not in SHARED
}
HONOURS = {x: metric(f"worklog.honour.{x}", f"{x.label}荣誉", "项") for x in Level}

SUBJECTS = {
    Kind.ACTIVITY: Subject.SPORTS_CULTURE, Kind.WOMEN: Subject.SPORTS_CULTURE,
    Kind.CONTEST: Subject.SPORTS_CULTURE, Kind.STUDY: Subject.EDUCATION,
    Kind.PUBLICITY: Subject.PUBLICITY,
}  # fmt: skip

# What may be disclosed when the title may not: the sort of work and the month.
PLAIN = {
    Kind.ACTIVITY: "开展文体活动", Kind.STUDY: "开展学习培训", Kind.WOMEN: "开展女职工活动",
    Kind.CONTEST: "开展竞赛评比", Kind.DEMOCRACY: "开展民主管理工作",
    Kind.VISIT_ABOVE: "接受上级来访检查", Kind.COBUILD: "开展共建与志愿服务",
    Kind.PUBLICITY: "开展信息宣传", Kind.HONOUR: "获得荣誉", Kind.FUNDS: "办理经费财务事项",
    Kind.RIGHTS: "开展维权调解", Kind.ARCHIVE: "整理档案资料", Kind.OTHER: "开展工会工作",
}  # fmt: skip


# In which of the usual ledger boxes (rules 12.08) each sort of work stands.
BOOKS = {
    Kind.ACTIVITY: "文体活动", Kind.WOMEN: "女职工工作", Kind.STUDY: "学习培训", Kind.CONTEST: "竞赛与评优",
    Kind.HONOUR: "竞赛与评优", Kind.DEMOCRACY: "民主管理", Kind.FUNDS: "经费与经审", Kind.RIGHTS: "维权调解",
    Kind.PUBLICITY: "宣传与档案", Kind.ARCHIVE: "宣传与档案", Kind.COBUILD: "共建与上级工作",
    Kind.VISIT_ABOVE: "共建与上级工作", Kind.OTHER: "其他",
}  # fmt: skip


def line(kind, text, titles=6, parts=()):
    return Sentence(text, parts=parts, titles=titles, topic=f"worklog.{kind}")


@record_kind(Event)
class EventRecord(RecordKind):
    code, label, chapter, serves = "worklog.event", "工作纪事", "activities", ENTRIES
    prefetch = ("people",)
    sentences = (
        line("study", "组织学习培训{worklog.study}次，参加{worklog.study.person_times}人次"),
        line("contest", "组织和参加竞赛评比{worklog.contest}项，参赛{worklog.contest.person_times}人次"),
        line("cobuild", "开展共建与志愿服务{worklog.cobuild}次，参加{worklog.cobuild.person_times}人次"),
        line("democracy", "落实民主管理工作{worklog.democracy}项"),
        line("honour", "获得各级荣誉{worklog.honour}项",
             parts=tuple((HONOURS[x], x.label) for x in reversed(Level))),
        line("visit_above", "接待上级来访检查{worklog.visit_above}次"),
        line("publicity", "完成信息宣传{worklog.publicity}项"),
        line("rights", "办理维权调解{worklog.rights}件", titles=0),
        line("funds", "办理经费财务事项{worklog.funds}项"),
        line("archive", "整理档案资料{worklog.archive}项"),
        line("other", "完成其他工作{worklog.other}项"),
    )  # fmt: skip

    def topics(self):
        return {f"worklog.{k}": k.label for k in Kind}

    def topic(self, event):
        return f"worklog.{event.kind}"

    def books(self):
        return {f"worklog.{kind}": book for kind, book in BOOKS.items()}

    def chapter_of(self, topic):
        """Each sort of work stands in its own chapter of the summary."""
        return WorklogConfig.chapters.get(topic, self.chapter)

    def stage(self, event):
        return {Event.State.PLANNED: PLANNED, Event.State.DONE: DONE}.get(event.state, VOID)

    def card(self, event):
        return {"on": event.on, "until": event.until, "title": event.title}

    def public(self, event):
        """The title, unless it names somebody or is about a dispute; then the sort of work only."""
        if not event.public_ok:
            return ""
        month = f"{event.on.year}年{event.on.month}月"
        named = event.names_somebody or any(p.name in event.title for p in event.people.all())
        if named or event.kind == Kind.RIGHTS:
            return f"{month}{PLAIN[Kind(event.kind)]}"
        return f"{month}{Kind(event.kind).label}：{event.title}"

    def facts(self, event):
        kind = Kind(event.kind)
        facts = {
            ENTRIES: 1, COUNT[kind]: 1, gatherings.PERSON_TIMES: event.person_times,
            gatherings.PERSONS: event.persons, gatherings.PEOPLE: list(event.people.all()),
            gatherings.SPENT: event.money,
        }  # fmt: skip
        if kind in TIMES:
            facts[TIMES[kind]] = event.person_times
        if kind == Kind.ACTIVITY:
            facts[gatherings.HELD_SPENT] = event.money
        if kind == Kind.HONOUR and event.level:
            facts[HONOURS[Level(event.level)]] = 1
        return facts

    def entries(self, event):
        return {SUBJECTS.get(Kind(event.kind), Subject.OTHER): event.money}
