"""What a regular slot and a team's showing mean to the outside: counts, an amount; no names."""

from zhijia.kernel import gatherings
from zhijia.kernel.money import Subject
from zhijia.kernel.records import (
    DONE,
    DRAFT,
    PLANNED,
    VOID,
    RecordKind,
    Sentence,
    metric,
    record_kind,
)

from .models import Gathering, Showing

REGULAR = metric("activities.regular", "固定活动", "次")
REGULAR_TIMES = metric("activities.regular.person_times", "固定活动参加", "人次")
OPEN_DAYS = metric("activities.open_days", "活动场所有人活动的开放日", "次")
VISITS = metric("activities.visits", "活动场所锻炼", "人次")
SHOWINGS = metric("activities.showings", "代表队参加校外比赛", "次")
SHOWING_TIMES = metric("activities.showings.person_times", "代表队参赛", "人次")

PUPILS = metric("activities.showings.pupils", "学生参赛", "人次")
LEVELS = {
    level: metric(f"activities.showings.{level}", f"{level.label}比赛", "次")
    for level in Showing.Level
}

SLOT, ROOM = "activities.regular", "activities.room"


@record_kind(Gathering)
class GatheringRecord(RecordKind):
    """A day of a slot. A room that stands open is planned by its hours, not day by day: its days
    are drafts until somebody comes."""

    code, label, chapter, serves = "activities.gathering", "固定活动", "activities", REGULAR
    related, prefetch = ("regular",), ("people",)
    sentences = (
        Sentence(
            "固定开展活动{activities.regular}次，参加{activities.regular.person_times}人次",
            topic=SLOT,
        ),
        Sentence(
            "健身房、活动中心等场所开放{activities.open_days}次，锻炼{activities.visits}人次",
            topic=ROOM,
        ),
    )

    def topics(self):
        return {SLOT: "固定活动", ROOM: "活动场所开放"}

    def books(self):
        return dict.fromkeys(self.topics(), "文体活动")

    def topic(self, gathering):
        return ROOM if gathering.regular.room else SLOT

    def stage(self, gathering):
        S = Gathering.State
        if gathering.state == S.PLANNED:
            return DRAFT if gathering.regular.room else PLANNED
        return DONE if gathering.state == S.HELD else VOID

    def card(self, gathering):
        title, content = gathering.title, gathering.content
        return {"on": gathering.on, "title": f"{title}：{content}" if content else title}

    def public(self, gathering):
        """The sort of work and the month: title and content may hold a name."""
        month = f"{gathering.on.year}年{gathering.on.month}月"
        return f"{month}{'开放职工活动场所' if gathering.regular.room else '开展固定文体活动'}"

    def facts(self, gathering):
        people = list(gathering.people.all())
        times = len(people) + gathering.guests
        count, count_times = (
            (OPEN_DAYS, VISITS) if gathering.regular.room else (REGULAR, REGULAR_TIMES)
        )
        return {
            count: 1, count_times: times, gatherings.PERSON_TIMES: times, gatherings.PERSONS: times,
            gatherings.PEOPLE: people, gatherings.SPENT: gathering.spent,
        }  # fmt: skip

    def entries(self, gathering):
        return {Subject.SPORTS_CULTURE: gathering.spent}


@record_kind(Showing)
class ShowingRecord(RecordKind):
    code, label, chapter, serves = "activities.showing", "校外比赛", "activities", SHOWINGS
    prefetch = ("people",)
    sentences = (
        Sentence("代表队参加校外比赛{activities.showings}次，{activities.showings.person_times}人次上场，学生{activities.showings.pupils}人次参赛",
                 parts=tuple((LEVELS[x], x.label) for x in reversed(Showing.Level)), titles=4),
    )  # fmt: skip

    def topics(self):
        return {self.code: "校外比赛"}

    def books(self):
        return {self.code: "文体活动"}

    def stage(self, showing):
        return DONE

    def card(self, showing):
        won = f"，{showing.result}" if showing.result else ""
        return {"on": showing.on, "title": f"{showing.contest}{won}"}

    def public(self, showing):
        level = showing.get_level_display()
        return f"{showing.on.year}年{showing.on.month}月代表队参加校外比赛（{level}）"

    def facts(self, showing):
        people = list(showing.people.all())
        heads = len(people) + showing.pupils
        return {
            SHOWINGS: 1, SHOWING_TIMES: len(people), PUPILS: showing.pupils,
            LEVELS[Showing.Level(showing.level)]: 1, gatherings.PERSON_TIMES: heads,
            gatherings.PERSONS: heads, gatherings.PEOPLE: people,
        }  # fmt: skip
