"""The invented year's ballots, voted for on pretended phones; and what is open today."""

from datetime import date, timedelta

from zhijia.domains.ballots import actions, blind, casting, codes, papers
from zhijia.domains.ballots.models import SigningKey, Voter
from zhijia.kernel import clock

DIMENSIONS = ["德", "能", "勤", "绩", "廉"]
OPINIONS = (
    "多到各组听课",
    "会议可以再短一些",
    "对青年教师很关心",
    "希望早点公布排课",
    "办事公道",
    "多听一线的意见",
)


def events(school, year):
    """(day, turn, deed) of the ballots of a year."""
    yield date(year, 3, 26), 70, lambda: motion(school)
    yield date(year, 6, 20), 71, lambda: appraisal(school)


def prepared(school, kind, title, questions, people=None, classes=None, **more):
    chair = school.who["chair"]
    ballot = actions.draft(school.org, by=chair, kind=kind, title=title, **more)
    actions.ask(ballot, by=chair, questions=questions)
    actions.enrol(ballot, by=chair, people=people, classes=classes)
    actions.name_tellers(ballot, by=chair, tellers=[school.who["vice"], school.who["review"]])
    return ballot


def vote(ballot, voters, answers):
    """Each takes out a paper and drops it, as a phone would. ``answers(n)`` gives the nth paper."""
    publics = {k.klass: casting.unb64(k.public) for k in SigningKey.objects.filter(ballot=ballot)}
    for number, voter in enumerate(voters):
        taken = blind.derive(codes.new_code(), ballot.public_id, publics[voter.klass])
        message, signature = taken.finalize(casting.claim(ballot, voter.person, taken.blinded))
        casting.cast(ballot, voter.klass, message, signature, papers.written(answers(number)))


def finish(school, ballot):
    chair, vice, review = (school.who[k] for k in ("chair", "vice", "review"))
    actions.close(ballot, by=chair)
    actions.count(ballot, by=vice)
    actions.certify(ballot, by=vice)
    actions.certify(ballot, by=review)


def voters_of(ballot, count=None):
    return list(Voter.objects.filter(ballot=ballot).select_related("person")[:count])


def motion(school):
    """The delegates on the rules of welfare: secret, adopted by more than half of all."""
    people = school.working[:30]
    ballot = prepared(
        school,
        "motion",
        "教职工福利办法表决",
        [{"text": "是否通过《教职工福利办法》", "form": "yesno"}],
        people,
    )
    actions.open_(ballot, by=school.who["chair"], present=28)
    said = {7: "no", 15: "abstain", 21: "no"}
    vote(ballot, voters_of(ballot, 28), lambda n: {"a": {"1": said.get(n, "yes")}})
    finish(school, ballot)


def appraisal(school):
    """The leaders rated by two classes of raters, with weights and comments."""
    who = [school.who["principal"].name, school.who["party"].name]
    questions = [
        {"text": "领导干部民主评议", "form": "scale", "options": who, "criteria": DIMENSIONS}
    ]
    classes = {
        "B": {"label": "中层干部", "weight": "0.4", "people": school.working[30:38]},
        "C": {"label": "教职工代表", "weight": "0.6", "people": school.working[38:54]},
    }
    ballot = prepared(school, "appraisal", "年度领导干部民主评议", questions, classes=classes)
    actions.open_(ballot, by=school.who["chair"])
    grades = ("优秀", "优秀", "称职", "优秀", "称职", "基本称职")

    def paper(n):
        marks = {c: grades[(n + at) % 6] for at, c in enumerate([*DIMENSIONS, "总评"])}
        said = {"a": {"1": {"o1": marks, "o2": marks}}}
        return said | ({"c": OPINIONS[n % 6]} if n % 3 == 0 else {})

    vote(ballot, voters_of(ballot), paper)
    finish(school, ballot)


def leave_something(school):
    """Today: a poll that is open, an election being prepared under seal, an open show, one called off."""
    chair = school.who["chair"]
    poll = prepared(
        school, "poll", "元旦联欢会时间征求意见",
        [{"text": "您希望哪天举办", "form": "choose", "seats": 1, "options": ["12月30日下午", "12月31日下午"]}],
    )  # fmt: skip
    actions.open_(poll, by=chair)
    vote(
        poll,
        voters_of(poll, 9),
        lambda n: {"a": {"1": {"yes": [f"o{1 + n % 2}"], "no": [], "write": []}}},
    )
    election = prepared(
        school, "election", "女职工委员会委员补选",
        [{"text": "补选委员一名", "form": "choose", "seats": 1, "write_in": True,
          "options": [school.working[33].name, school.working[35].name]}],
        grade="sealed", on=clock.today() + timedelta(days=9),
    )  # fmt: skip
    from zhijia.domains.ballots import sealing

    _private, public = sealing.teller_key(codes.new_code(), election.public_id)
    actions.make_seal(election, by=school.who["vice"], public=public.hex())
    hands = prepared(school, "motion", "大会议程表决（举手）", [{"text": "是否同意大会议程", "form": "yesno"}],
                     school.working[:12], grade="named")  # fmt: skip
    actions.open_(hands, by=chair, present=12)
    for voter in voters_of(hands, 10):
        actions.vote_openly(hands, by=voter.person, body='{"a":{"1":"yes"}}')
    called_off = prepared(school, "poll", "教工之家开放时间调查",
                          [{"text": "周末是否开放", "form": "yesno"}], grade="sealed")  # fmt: skip
    actions.void(called_off, by=chair, reason="改用问卷")
