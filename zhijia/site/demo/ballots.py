"""The invented year's ballots, voted for on pretended phones; and what is open today."""

from datetime import date, timedelta

from zhijia.domains.ballots import actions, blind, casting, codes, handing, papers
from zhijia.domains.ballots.actions.slips import mark_of
from zhijia.domains.ballots.models import SigningKey, Voter, Way
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
    if year == school.today.year:
        yield date(year, 10, 15), 72, lambda: election(school)


def prepared(school, kind, title, questions, people=None, classes=None, **more):
    chair = school.who["chair"]
    ballot = actions.draft(school.org, by=chair, kind=kind, title=title, **more)
    actions.ask(ballot, by=chair, questions=questions)
    actions.enrol(ballot, by=chair, people=people, classes=classes)
    actions.name_tellers(ballot, by=chair, tellers=[school.who["vice"], school.who["review"]])
    return ballot


def publics_of(ballot):
    return {k.klass: casting.unb64(k.public) for k in SigningKey.objects.filter(ballot=ballot)}


def vote(ballot, voters, answers):
    """Each takes out a paper and drops it, as a phone would. ``answers(n)`` gives the nth paper."""
    publics = publics_of(ballot)
    for number, voter in enumerate(voters):
        taken = blind.derive(codes.new_code(), ballot.public_id, publics[voter.klass])
        message, signature = taken.finalize(casting.claim(ballot, voter.person, taken.blinded))
        casting.cast(ballot, voter.klass, message, signature, papers.written(answers(number)))


def vote_by_slip(school, ballot, voters, printed, body):
    """A teller prints slips, hands one to each of the voters, and each votes with it on the tablet."""
    teller, public = school.who["vice"], publics_of(ballot)["A"]
    claims = [blind.derive(codes.new_code(), ballot.public_id, public) for _ in range(printed)]
    actions.print_slips(
        ballot, by=teller, klass="A", blinded=[c.blinded for c in claims], reason=f"{printed} 张"
    )
    for voter, claim in zip(voters, claims, strict=False):
        handing.give_slip(ballot, voter, by=teller)
        marks = {"A": mark_of(claim.blinded)}
        _klass, answer = handing.answer_of(ballot, marks)
        casting.cast(ballot, "A", *claim.finalize(casting.unb64(answer)), body)


def vote_on_paper(school, ballot, voters, figures):
    """Sheets handed out in the hall and at one bedside, and typed by two tellers who differ at first."""
    vice, review = school.who["vice"], school.who["review"]
    for number, voter in enumerate(voters):
        handing.give_paper(ballot, voter, by=vice, where=Way.HALL if number else Way.BOX)
    batch = actions.start_batch(ballot, by=vice, size=len(figures))
    lines = [{"k": figure, "w": {}} for figure in figures]
    actions.enter(batch, by=vice, lines=[{"k": "3", "w": {}}, *lines[1:]])
    actions.enter(batch, by=review, lines=lines)
    actions.enter(batch, by=vice, lines=lines)


def finish(school, ballot, left=None):
    chair, vice, review = (school.who[k] for k in ("chair", "vice", "review"))
    actions.close(ballot, by=chair, left=left)
    actions.count(ballot, by=vice)
    actions.certify(ballot, by=vice)
    actions.certify(ballot, by=review)


def voters_of(ballot, count=None):
    return list(Voter.objects.filter(ballot=ballot).select_related("person")[:count])


def motion(school):
    """The delegates on the rules of welfare: by phone, by slip and on paper, adopted by more than half
    of all."""
    people = school.working[:30]
    ballot = prepared(
        school,
        "motion",
        "教职工福利办法表决",
        [{"text": "是否通过《教职工福利办法》", "form": "yesno"}],
        people,
    )
    actions.open_(ballot, by=school.who["chair"], present=28)
    said, there = {7: "no", 15: "abstain"}, voters_of(ballot, 28)
    vote(ballot, there[:17], lambda n: {"a": {"1": said.get(n, "yes")}})
    vote_by_slip(school, ballot, there[17:22], 6, '{"a":{"1":"yes"}}')
    vote_on_paper(school, ballot, there[22:], "121111")
    finish(school, ballot, left=1)


def election(school):
    """Two seats among three: one is elected, two are tied and voted on again, where more votes win."""
    people, chair = school.working[60:69], school.who["chair"]
    names = [p.name for p in school.working[70:73]]
    questions = [
        {"text": "选举劳动争议调解委员会委员", "form": "choose", "seats": 2, "options": names}
    ]
    first = prepared(school, "election", "劳动争议调解委员会委员选举", questions, people)
    actions.open_(first, by=chair, present=9)
    pairs = [("o1", "o2")] * 4 + [("o1", "o3")] * 4 + [("o2", "o3")]
    vote(first, voters_of(first), lambda n: choice(*pairs[n]))
    finish(school, first)
    second = actions.again(first, by=chair)
    actions.open_(second, by=chair, present=9)
    vote(second, voters_of(second), lambda n: choice("o1" if n % 2 else "o2"))
    finish(school, second)


def choice(*keys):
    return {"a": {"1": {"yes": list(keys), "no": [], "write": []}}}


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
