"""The invented school's eighth congress: elected in the first year, a session each spring, one ahead."""

from datetime import date, time, timedelta

from zhijia.domains.ballots import actions as balloting
from zhijia.domains.congress import actions
from zhijia.domains.congress.models import Attendee, Delegate
from zhijia.kernel import clock
from zhijia.kernel.people import Person

from . import ballots

SEATS = 30
REPORTS = (
    ("学校工作报告", "reports", "校长"), ("工会工作报告", "reports", "工会主席"),
    ("学校财务工作报告", "reports", "总务主任"), ("上次会议提案办理情况报告", "proposals", "工会副主席"),
)  # fmt: skip


def events(school, year):
    if year < school.today.year:
        yield date(year, 3, 2), 40, lambda: elect(school)
        yield date(year, 10, 15), 40, lambda: changes(school)
    yield date(year, 3, 10), 41, lambda: prepare(school, date(year, 3, 26))
    yield date(year, 3, 26), 42, lambda: sit(school, secret=year == school.today.year)
    yield date(year, 4, 10), 43, lambda: follow(school)
    yield date(year, 6, 5), 44, lambda: carry_out(school)


def elect(school):
    """Units by groups, delegates from each, delegations and their heads."""
    chair = school.who["chair"]
    school.congress = congress = actions.set_up(
        school.org, by=chair, body="staff", number=8, starts=clock.today(), years=5,
        people=len(school.working), seats=SEATS,
    )  # fmt: skip
    by_group = groups_of(school)
    actions.divide(congress, by=chair, units=[(g, len(p)) for g, p in by_group.items()])
    for unit in congress.units.all():
        people = sorted(by_group[unit.name], key=fitness)
        chosen = [(p, unit.people - n % 3) for n, p in enumerate(people[: unit.seats])]
        others = [(p, 1) for p in people[unit.seats : unit.seats + 1]]
        actions.record_vote(
            unit, by=chair, on=clock.today(), entitled=unit.people, voted=unit.people,
            candidates=[*chosen, *others],
        )  # fmt: skip
    names = [u.name for u in congress.units.all()]
    half = len(names) // 2
    actions.form_delegations(
        congress, by=chair,
        delegations=[("第一代表团", names[:half]), ("第二代表团", names[half:])],
    )  # fmt: skip
    for delegation in congress.delegations.all():
        own = Delegate.objects.in_office().filter(unit__delegation=delegation).first()
        actions.name_head(delegation, by=chair, head=own.person)
    actions.approve(congress, by=school.who["chair"], reason="")


def fitness(person):
    """Teachers first, so that the make-up is as the rules ask."""
    return (person.category != Person.Category.TEACHER, person.pk)


def groups_of(school):
    from zhijia.kernel.people import Membership

    ids = [p.pk for p in school.working]
    spells = Membership.objects.of(school.org).live().full().filter(person__in=ids)
    found: dict[str, list] = {}
    for spell in spells.select_related("group", "person").order_by("pk"):
        found.setdefault(spell.group.name, []).append(spell.person)
    return found


def changes(school):
    """One delegate retires; the unit elects another."""
    chair = school.who["chair"]
    old = school.congress.delegates.order_by("-pk").first()
    actions.leave(old, by=chair, left=Delegate.Left.RETIRED, on=clock.today())
    have = set(school.congress.delegates.values_list("person", flat=True))
    new = next(p for p in groups_of(school)[old.unit.name] if p.pk not in have)
    actions.record_vote(
        old.unit, by=chair, on=clock.today(), entitled=old.unit.people, voted=old.unit.people,
        candidates=[(new, old.unit.people)],
    )  # fmt: skip


def prepare(school, on):
    chair, party = school.who["chair"], school.who["party"]
    school.session = session = actions.call(
        school.org,
        by=chair,
        congresses=[school.congress],
        on=on,
        at=time(14, 0),
        place="学术报告厅",
    )

    def put(title, power, **more):
        return actions.put(session, by=chair, title=title, power=power, **more)

    put("通过会议议程和主席团名单", "procedure")
    for title, power, presenter in REPORTS:
        put(title, power, presenter=presenter)
    put(
        "教职工福利办法",
        "pass",
        presenter="工会副主席",
        reason="",
        words="全体会员同等享有，标准按上级规定执行。",
    )
    put(
        "绩效工资实施方案的修订",
        "pass",
        method="hands",
        reason="征求意见时已逐条表决",
        presenter="校长",
    )
    people = [d.person for d in school.congress.in_office.select_related("person")]
    teachers = [p for p in people if p.category == Person.Category.TEACHER]
    actions.name_presidium(session, by=chair, people=teachers[:7])
    actions.name_tellers(session, by=chair, people=teachers[7:9])
    actions.approve_agenda(session, by=party)
    with clock.at(on - timedelta(days=9)):
        actions.send_papers(session, by=chair)
        actions.invite(session, by=chair, people=school.retired[:2])
        for person in people[:6]:
            actions.read_papers(session, by=person)
        head = school.congress.delegations.first().head
        actions.raise_opinion(session, by=head, text="福利办法应写明生病住院慰问的时限。", for_delegation=True,
                              item=session.items.get(title="教职工福利办法"))  # fmt: skip
        actions.raise_opinion(session, by=people[3], text="建议把课后服务值班折算成工作量。")


def sit(school, secret):
    """From the doors to the close; the rules of welfare by secret ballot or, the year before, by hands."""
    chair, session = school.who["chair"], school.session
    session.refresh_from_db()
    actions.open_doors(session, by=chair)
    lines = list(Attendee.objects.at(session).select_related("person", "part__session", "org"))
    for line in lines[:28] + lines[-2:]:
        actions.check_in(line, by=chair)
    actions.check_out(lines[27], by=chair)
    actions.open_session(session, by=chair)
    for item in session.items.all():
        actions.take_up(item, by=chair)
        if item.method == "none":
            if item.order == 2:
                actions.ask_floor(item, by=lines[4].person)
                actions.give_floor(item, by=chair, speaker=item.speakers.get().pk)
            actions.finish_hearing(
                item, by=chair, notes="代表们听取了报告，提出了意见。" if item.order == 2 else ""
            )
        elif item.method == "hands":
            actions.count_hands(item, by=chair, yes=25, no=1, abstain=1)
        elif secret:
            vote(school, item)
        else:
            actions.withdraw(item, by=chair, reason="征求意见后再议")
    actions.adjourn(session, by=chair, reason="分组讨论")
    actions.resume(session, by=chair)
    actions.close(session, by=chair)


def vote(school, item):
    chair = school.who["chair"]
    actions.start_vote(item, by=chair)
    there = set(item.part.attendees.there().values_list("person", flat=True))
    voters = [v for v in ballots.voters_of(item.ballot) if v.person_id in there]
    ballots.vote(
        item.ballot, voters, lambda n: {"a": {"1": {7: "no", 15: "abstain"}.get(n, "yes")}}
    )
    first, second = item.ballot.tellers.all()
    balloting.close(item.ballot, by=chair)
    balloting.count(item.ballot, by=first)
    balloting.certify(item.ballot, by=first)
    balloting.certify(item.ballot, by=second)
    item.refresh_from_db()
    actions.announce(item, by=chair)


def follow(school):
    """Minutes, signature, report; opinions answered; what was resolved is given to somebody."""
    from zhijia.domains.congress import writing

    chair, session, principal = school.who["chair"], school.session, school.who["principal"]
    session.refresh_from_db()
    first, _second = session.opinions.all()
    actions.answer_opinion(first, by=principal, outcome="adopted", answer="已写入办法第三条。")
    actions.write_minutes(
        session, by=chair, minutes=writing.minutes_of(session),
        resolution=writing.resolution_of(session),
    )  # fmt: skip
    actions.sign(session, by=chair)
    actions.report_up(session, by=chair)
    for number, item in enumerate(session.items.filter(power="pass", state="adopted")):
        actions.put_in_force(item, by=chair, effective=clock.today())
        if number:
            actions.repeal(item, by=chair, on=clock.today(), reason="并入新办法")
    owner = school.who["vice"]
    for text, department in (
        ("印发教职工福利办法并组织学习", "工会"),
        ("公布绩效工资修订后的标准", "办公室"),
    ):
        actions.resolve(session, by=chair, text=text, department=department, owner=owner,
                        due=clock.today() + timedelta(days=60))  # fmt: skip
    dropped = actions.resolve(session, by=chair, text="增设代表接待室", due=clock.today())
    actions.drop(dropped, by=chair, reason="与教工之家合用")


def carry_out(school):
    vice = school.who["vice"]
    first = school.session.resolutions.filter(state="open").first()
    actions.report_progress(first, by=vice, words="办法已印发。")
    actions.carry_out(first, by=vice, words="各组学习完毕，名单已归档。")


def leave_something(school):
    """A meeting of the heads next week, its agenda listed; and a members' congress being elected."""
    chair = school.who["chair"]
    heads = actions.call(
        school.org, by=chair, congresses=[school.congress], kind="joint",
        on=clock.today() + timedelta(days=8), place="教工之家",
    )  # fmt: skip
    actions.put(heads, by=chair, title="讨论下学期工作安排", power="other", presenter="工会主席")
    actions.put(
        heads, by=chair, title="听取提案办理进展", power="proposals", presenter="工会副主席"
    )
    actions.send_papers(heads, by=chair)
    members = actions.set_up(
        school.org, by=chair, body="members", number=6, starts=clock.today(), years=5, seats=SEATS,
        people=len(school.working),
    )  # fmt: skip
    actions.divide(members, by=chair, units=[(g, len(p)) for g, p in groups_of(school).items()])
