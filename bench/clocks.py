"""The clock job over a hundred thousand open deadlines of fifty unions.

    .venv/bin/python bench/clocks.py [deadlines] [--postgres]

Must: 5 seconds for the first run, in which every deadline passes a stage; the second run, which
finds nothing new, is shown beside it.
"""

from __future__ import annotations

from datetime import timedelta

import house

UNIONS, DEPARTMENTS = 50, 12


def fill(schools, count) -> None:
    from zhijia.domains.proposals.models import Call, Department, Proposal

    each = count // len(schools)
    for school in schools:
        own = {"org": school.org, "org_path": school.org.path}
        call = Call.objects.create(org=school.org, title="征集", session="一", opens=house.LONG_AGO)
        people = school.people
        parts = Department.objects.bulk_create(
            Department(name=f"部门{n}", head=people[10 + n], leader=people[5], **own)
            for n in range(DEPARTMENTS)
        )
        Proposal.objects.bulk_create(
            (Proposal(
                call=call, title="关于某事的提案", reason="x", measures="x", proposer=people[30], state="handling",
                lead=parts[n % DEPARTMENTS], leader=people[5], assigned=house.TODAY, serial=n + 1,
                due=house.TODAY + timedelta(days=15 - n % 40), **own,
            ) for n in range(each)),
            batch_size=2000,
        )  # fmt: skip


def main() -> None:
    (count,) = house.numbers(100_000)
    house.boot()
    house.probe()
    fill([house.School(n + 1, members=40) for n in range(UNIONS)], count)
    house.analyze()
    from zhijia.domains.proposals.jobs import ring
    from zhijia.kernel.notices import Notice

    first = house.seconds(ring)
    told = Notice.objects.count()
    again = house.seconds(ring)
    print(f"{house.engine()}: {count:,} open deadlines, {UNIONS} unions")
    house.report("clocks, all pass a stage", first, "s", must=5, note=f"{told:,} notices")
    house.report(
        "clocks, nothing new", again, "s", must=5, note=f"{Notice.objects.count() - told} notices"
    )


if __name__ == "__main__":
    main()
