"""What an activity means to the outside: counts, persons and person-times, an amount; no names."""

from zhijia.kernel import gatherings
from zhijia.kernel.money import Subject
from zhijia.kernel.records import DONE, PLANNED, VOID, RecordKind, Sentence, metric, record_kind

from .models import Activity, Fund, Kind

SIGNED = metric("activities.signed", "有报名的活动", "场")
COMPANIONS = metric("activities.companions", "家属参加", "人次")
PRIZES = metric("activities.prizes", "活动获奖", "人次")
PART = {kind: metric(f"activities.{kind}", kind.label, "场") for kind in Kind}

# Member activities are those that dues are for (rules 3.03, 3.14); the rest is sport and culture.
SUBJECTS = {
    Kind.OUTING: Subject.MEMBER_ACTIVITIES, Kind.FILM: Subject.MEMBER_ACTIVITIES,
    Kind.CLASS: Subject.EDUCATION, Kind.HEALTH: Subject.EDUCATION,
    Kind.VOLUNTEER: Subject.PUBLICITY,
}  # fmt: skip


@record_kind(Activity)
class ActivityRecord(RecordKind):
    code, label, chapter, serves = "activities.activity", "活动", "activities", gatherings.HELD
    sentences = (
        Sentence(
            "组织文体活动{gatherings.held}场，参与{gatherings.held.person_times}人次",
            parts=tuple((PART[k], k.label) for k in Kind if k != Kind.WOMEN), titles=6,
        ),
        Sentence("文体活动支出{gatherings.held.spent}元"),
        Sentence(
            "开展女职工活动{gatherings.women}场，参与{gatherings.women.person_times}人次", titles=6
        ),
        Sentence("全年记名参加活动的教职工{gatherings.people}人，家属参加{activities.companions}人次"),
    )  # fmt: skip

    def topics(self):
        return {f"activities.{k}": k.label for k in Kind}

    def books(self):
        return {f"activities.{k}": "女职工工作" if k == Kind.WOMEN else "文体活动" for k in Kind}

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
        women = activity.kind == Kind.WOMEN
        count, times = (
            (gatherings.WOMEN, gatherings.WOMEN_TIMES)
            if women
            else (gatherings.HELD, gatherings.HELD_TIMES)
        )
        facts = {
            count: 1, times: activity.person_times, gatherings.PERSON_TIMES: activity.person_times,
            gatherings.PERSONS: heads, gatherings.PEOPLE: [s.person for s in came],
            gatherings.SPENT: activity.spent, PART[Kind(activity.kind)]: 1,
            SIGNED: 1 if activity.sign_up_needed else 0,
            COMPANIONS: sum(s.came_companions for s in came),
            PRIZES: sum(p.people for p in activity.prizes.all()),
        }  # fmt: skip
        if not women:
            facts[gatherings.HELD_SPENT] = activity.spent
        return facts

    def entries(self, activity):
        if activity.fund in (Fund.SCHOOL, Fund.OWN):
            return {}
        return {SUBJECTS.get(Kind(activity.kind), Subject.SPORTS_CULTURE): activity.spent}

    def sources(self):
        return super().sources().prefetch_related("signups__person", "prizes")


def signups_of(activity):
    """With their persons, in one query whether one activity is synced or thousands are rebuilt."""
    rows = activity.signups.all()
    fetched = "signups" in getattr(activity, "_prefetched_objects_cache", ())
    return rows if fetched else rows.select_related("person")


from . import records_clubs  # noqa: E402, F401  the kinds of clubs and slots
