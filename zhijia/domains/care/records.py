"""What a visit means to the outside: a count, an amount, and words that name nobody."""

from zhijia.kernel.money import Subject
from zhijia.kernel.records import DONE, PLANNED, VOID, RecordKind, Sentence, metric, record_kind

from .models import Kind, Visit

VISITS = metric("care.visits", "慰问走访", "人次")
PEOPLE = metric("care.people", "受慰问教职工", "人", how="people")
SPENT = metric("care.spent", "慰问支出", "元")
IN_TIME = metric("care.in_time", "按时到访", "人次")
LATE = metric("care.late", "未按时到访", "人次")
BIRTHDAYS = metric("care.birthdays", "生日祝福", "人次")
PART = {
    kind: metric(f"care.visits.{kind}", kind.label, "人次")
    for kind in Kind
    if kind != Kind.BIRTHDAY
}

WORDS = {
    Kind.ILLNESS: "探望生病住院教职工", Kind.SURGERY: "探望手术教职工", Kind.BIRTH: "祝贺生育",
    Kind.WEDDING: "祝贺新婚", Kind.BEREAVEMENT: "吊唁慰问", Kind.RETIREMENT: "荣休欢送",
    Kind.HARDSHIP: "看望重大困难教职工", Kind.FESTIVAL: "节日走访", Kind.RETIRED: "走访离退休教职工",
    Kind.FRONTLINE: "一线慰问",
}  # fmt: skip

# Illness, death, hardship and festival rounds are warmth (rules 3.04); the happy occasions are
# members' activities (rules 3.03).
GLAD = {Kind.BIRTH, Kind.WEDDING, Kind.RETIREMENT, Kind.BIRTHDAY}


@record_kind(Visit)
class VisitRecord(RecordKind):
    code, label, chapter, serves = "care.visit", "走访慰问", "care", VISITS
    related, prefetch = ("occasion",), ("recipients",)
    sentences = (
        Sentence(
            "全年走访慰问{care.visits}人次，惠及教职工{care.people}人，慰问支出{care.spent}元",
            parts=tuple((PART[k], words) for k, words in WORDS.items()),
        ),
        Sentence("得知情况后在规定天数内到访{care.in_time}人次"),
        Sentence("为会员送上生日祝福{care.birthdays}人次"),
    )

    def topics(self):
        return {f"care.{k}": k.label for k in Kind}

    def books(self):
        return dict.fromkeys(self.topics(), "送温暖与慰问")

    def topic(self, visit):
        return f"care.{visit.kind}"

    def stage(self, visit):
        stages = {
            Visit.State.PLANNED: PLANNED,
            Visit.State.AWAITING: PLANNED,
            Visit.State.DONE: DONE,
        }
        return stages.get(visit.state, VOID)

    def card(self, visit):
        return {"on": visit.on, "title": visit.words}

    def public(self, visit):
        return f"{visit.on.year}年{visit.on.month}月开展{Kind(visit.kind).label}慰问"

    def facts(self, visit):
        people = list(visit.recipients.all())
        if visit.kind == Kind.BIRTHDAY:
            return {BIRTHDAYS: len(people), SPENT: visit.amount}
        facts = {VISITS: len(people), PEOPLE: people, SPENT: visit.amount}
        facts[PART[Kind(visit.kind)]] = len(people)
        if visit.occasion:
            facts[IN_TIME if visit.in_time else LATE] = len(people)
        return facts

    def entries(self, visit):
        glad = visit.kind in GLAD
        return {Subject.MEMBER_ACTIVITIES if glad else Subject.SENDING_WARMTH: visit.amount}
