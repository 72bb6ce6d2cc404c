"""Finding people: a search by initials, the roll on a day, a district's statistics, the tree moved.

    .venv/bin/python bench/people.py [people] [--postgres]

A district of 300 schools and a province's worth of others beside it, ``people`` (1,000,000) in all.
Musts: search by initials in one school of them 50 ms (PostgreSQL), roll of a school 20 ms, a
district's statistics 100 ms. Floor, in the same run: counting the rows by the same index.
"""

from __future__ import annotations

import random
import statistics as figures
import time

import house

SCHOOLS = 300
GIVEN = "文思雨佳晓春志国建明海红秀丽清静宇嘉俊永华敏杰婷琳涛军霞燕飞平宁涵晨轩欣怡然悦辉强伟芳梅兰竹菊松柏"


def build(people: int):
    """The tree, filled by plain inserts; a school's size is what it would be in a province."""
    from zhijia.kernel import bulk, clock
    from zhijia.kernel.names import initials_of, pinyin_of, strokes_of
    from zhijia.kernel.orgs import Org
    from zhijia.kernel.people import Group, Membership, Person, new_token

    rng = random.Random(20261122)
    city = Org.objects.create(name="江城市教育工会", code="city", kind="city")
    size = 100
    districts, left = [], people
    while left > 0:
        district = Org.objects.create(
            name=f"{len(districts)}区", code=f"d{len(districts)}", kind="district", parent=city
        )
        districts.append(district)
        for number in range(SCHOOLS):
            if left <= 0:
                break
            org = Org.objects.create(
                name=f"{len(districts)}区{number}小学工会",
                code=f"s{len(districts)}-{number}",
                parent=district,
            )
            count = min(size, left)
            left -= count
            group = Group.objects.create(org=org, name="语文组")
            ids = bulk.reserve(Person, count)
            names = [
                rng.choice(house.SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN) for _ in ids
            ]
            bulk.insert(
                Person,
                ("id", "name", "pinyin", "initials", "strokes", "sex", "staff_no", "birthday", "phone",
                 "id_number", "id_digest", "politics", "title", "establishment", "category", "token"),
                (
                    (pk, name, pinyin_of(name), initials_of(name), strokes_of(name), rng.choice("fm"),
                     f"T{at:04d}", house.LONG_AGO.replace(year=1966 + rng.randrange(36)), "", "", "",
                     rng.choice(("party", "none", "league")), rng.choice(("senior", "deputy", "middle", "junior")),
                     rng.choice(("on", "contract")), rng.choice(("teacher", "manager", "support")), new_token())
                    for at, (pk, name) in enumerate(zip(ids, names, strict=True))
                ),
            )  # fmt: skip
            bulk.insert(
                Membership,
                ("org_id", "org_path", "created", "person_id", "member_no", "group_id", "starts",
                 "ends", "kept", "entered", "left"),
                (
                    (org.pk, org.path, clock.now(), pk, "", group.pk, house.LONG_AGO, None,
                     rng.random() < 0.1, "admitted", "")
                    for pk in ids
                ),
            )  # fmt: skip
    return city, districts


def p50(act, runs=30) -> float:
    """Milliseconds at the median, after three to warm up."""
    took = []
    for _ in range(runs + 3):
        started = time.perf_counter()
        act()
        took.append((time.perf_counter() - started) * 1000)
    return figures.median(took[3:])


def main() -> None:
    (people,) = house.numbers(1_000_000)
    house.boot()
    took = house.seconds(lambda: build(people))
    from zhijia.domains.members import roll
    from zhijia.domains.members.models import Member
    from zhijia.kernel.orgs import Org
    from zhijia.kernel.people import Membership, Person, by_words

    house.analyze()
    house.probe()
    print(
        f"{house.engine()}: {Person.objects.count():,} people, {Org.objects.count():,} unions, built in {took:.0f} s"
    )
    school, district = Org.objects.filter(kind="school")[7], Org.objects.get(code="d0")
    city = Org.objects.get(code="city")
    here = Member.objects.of(school)
    floor = p50(lambda: here.count())
    must = 50 if house.wants_postgres() else None

    def search(rows, words):
        found = rows.filter(by_words(words, "person__")).select_related("person", "group")
        return lambda: list(found.order_by("person__pinyin", "pk")[:30])

    house.report("floor: a school's rows counted", floor, "ms p50")
    house.report(
        "search by initials, one school", p50(search(here, "wxy")), "ms p50", must=must, floor=floor
    )
    house.report(
        "search by two characters, one school",
        p50(search(here, "晓春")),
        "ms p50",
        must=must,
        floor=floor,
    )
    everyone = Member.objects.all()
    house.report(
        "search by initials, everybody", p50(search(everyone, "wxy"), 10), "ms p50", must=must
    )
    house.report(
        "search by pinyin, everybody", p50(search(everyone, "wangxiaoch"), 10), "ms p50", must=must
    )
    rolled = p50(lambda: list(roll.roll(school, house.TODAY, "voting")))
    house.report("roll of a school on a day", rolled, "ms p50", must=20, floor=floor)
    wide = p50(lambda: Membership.objects.within(district).count(), 10)
    house.report("floor: a district's rows counted", wide, "ms p50")
    counted = p50(lambda: roll.statistics(district, house.TODAY, below=True), 10)
    house.report(
        f"statistics of a district, {SCHOOLS} schools", counted, "ms p50", must=100, floor=wide
    )
    house.report(
        "statistics of the city, everybody",
        p50(lambda: roll.statistics(city, house.TODAY, below=True), 3),
        "ms p50",
    )


if __name__ == "__main__":
    main()
