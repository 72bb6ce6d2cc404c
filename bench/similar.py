"""Similar proposals while one writes, over fifty thousand of one union.

    .venv/bin/python bench/similar.py [proposals] [--postgres]

Must: 100 ms on PostgreSQL, 200 ms on SQLite, for the slowest of the usual titles. Also: the board
of the latest call, which must keep to 10 queries.
"""

from __future__ import annotations

import random

import house

MUST = {"PostgreSQL": 100, "SQLite": 200}
WHAT = (
    "食堂早餐", "教学楼饮水", "校门口交通", "青年教师导师", "教工子女托管", "办公室电脑", "代课费用", "体育馆照明", "图书馆开放",
    "职称评审标准", "课后服务值班", "实验室安全", "教研组经费", "教工宿舍热水", "心理咨询室", "停车位", "体检项目", "请假流程",
)  # fmt: skip
HOW = ("改善", "增加", "优化", "规范", "公开", "延长", "更新", "减少", "建立", "调整")
WHERE = (
    "东校区",
    "西校区",
    "小学部",
    "初中部",
    "高中部",
    "国际部",
    "三楼",
    "新校区",
    "老校区",
    "各年级",
)
ASKED = (
    "关于改善食堂早餐供应的提案", "关于增加教工子女寒暑假托管的提案", "关于建立学校建设管理制度的提案", "关于改善学校工作的提案",
    "关于高中部体育馆照明和通风的提案",
)  # fmt: skip


def fill(school, dice, count) -> None:
    from zhijia.domains.proposals.models import Call, Gram, Proposal
    from zhijia.domains.proposals.similar import grams_of
    from zhijia.kernel import bulk

    org, who, leads = school.org, school.people[0], departments(school)
    call = Call.objects.create(org=org, title="征集", session="一", opens=house.LONG_AGO)
    last = Proposal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = []
    for number in range(count):
        title = f"关于{dice.choice(HOW)}{dice.choice(WHERE)}{dice.choice(WHAT)}的提案"
        reason = f"{dice.choice(WHERE)}的老师反映{dice.choice(WHAT)}方面的问题较多，需要学校{dice.choice(HOW)}。"
        rows.append(Proposal(
            org=org, org_path=org.path, call=call, title=title, reason=reason, measures=reason,
            proposer=who, state="concluded", shown=True, serial=number + 1, number=str(number + 1),
            submitted=house.TODAY, answered=house.TODAY, on_time=True, outcome="satisfied",
            lead=leads[number % len(leads)], awarded=number < 20,
        ))  # fmt: skip
    Proposal.objects.bulk_create(rows, batch_size=2000)
    fresh = Proposal.objects.filter(pk__gt=last).order_by("pk")
    promises_and_awards(call, fresh)
    for start in range(0, count, 5000):
        made = fresh[start : start + 5000]
        postings = ((org.pk, g, p.pk) for p in made for g in sorted(grams_of(p.title, p.reason)))
        bulk.insert(Gram, ("org_id", "gram", "proposal_id"), postings)


def departments(school) -> list:
    from zhijia.domains.proposals.models import Department

    own = {"org": school.org, "org_path": school.org.path, "head": school.people[1]}
    if not Department.objects.exists():
        Department.objects.bulk_create(Department(name=f"部门{n:02d}", **own) for n in range(12))
    return list(Department.objects.all())


def promises_and_awards(call, rows) -> None:
    """A promise in every third answer; twenty of the best and the best department."""
    from zhijia.domains.proposals.models import Award, Promise

    own = {"org": call.org, "org_path": call.org.path}
    Promise.objects.bulk_create(
        (Promise(proposal=p, department_id=p.lead_id, text="落实到位", first_due=house.TODAY, due=house.TODAY,
                 state="kept", **own) for p in rows[::3]),
        batch_size=2000,
    )  # fmt: skip
    Award.objects.bulk_create(Award(call=call, proposal=p, votes=9, **own) for p in rows[:20])
    Award.objects.create(org=call.org, call=call, department_id=rows[0].lead_id, votes=9)


def board(school) -> None:
    """The public board of the union's one call: time of the view alone, and its queries."""
    from django.test import RequestFactory

    from zhijia.domains.proposals.pages.board import board as view
    from zhijia.kernel.people import Account

    request = RequestFactory().get("/proposals/board/")
    request.user = Account.objects.get(person=school.chair)
    request.person, request.org, request.year = school.chair, school.org, house.YEAR
    request.htmx = False
    view(request)
    took, asked = house.median_of(9, lambda: view(request)), house.queries(lambda: view(request))
    house.report(
        "board of 2,000 proposals", took * 1000, "ms p50", must=50, note=f"{len(asked)} queries"
    )


def main() -> None:
    (count,) = house.numbers(50_000)
    house.boot(static=True)
    house.probe()
    school = house.School()
    dice = random.Random(7)
    fill(school, dice, 2000)
    board(school)
    if count > 2000:
        fill(school, dice, count - 2000)
    house.analyze()
    from zhijia.domains.proposals.similar import similar

    reason = "早读值班的老师反映较多，需要学校统筹解决，请有关部门调研后提出办法。"
    print(f"{house.engine()}: {count:,} proposals of one union")
    for title in ASKED:
        took = house.median_of(9, lambda t=title: similar(school.org, school.chair, t, reason))
        house.report(f"similar: {title}", took * 1000, "ms p50", must=MUST[house.engine()])


if __name__ == "__main__":
    main()
