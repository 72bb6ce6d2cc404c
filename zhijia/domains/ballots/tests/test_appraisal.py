"""Appraisals: colleagues of one another and leaders by classes of raters (rules 7.02–7.09; R-077)."""

import json
from decimal import Decimal

import pytest

from zhijia.domains.ballots import actions, casting, documents, papers, tally, verdict
from zhijia.domains.ballots.checker import check_ballot
from zhijia.domains.ballots.models import Ballot
from zhijia.domains.ballots.published import public_record
from zhijia.kernel.people import Person
from zhijia.kernel.records import Fact
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import enter_as, member

from .parts import Device, drafted, ended, opened, votes
from .test_documents import words_of
from .test_rules import rated, scale

GRADES = ["优秀", "称职", "基本称职", "不称职"]


def fresh(ballot):
    return Ballot.objects.get(pk=ballot.pk)


def over_http(client, ballot, who, answers):
    """Take a paper out, signed in; drop it as anybody."""
    from django.test import Client

    device = Device(ballot, who)
    there = f"/ballots/ballot/{ballot.pk}/claim/"
    given = json.dumps({"blinded": casting.b64(device.taken.blinded)})
    said = enter_as(client, who).post(there, given, content_type="application/json")
    message, signature = device.taken.finalize(casting.unb64(said.json()["answer"]))
    sent = {"klass": "A", "message": casting.b64(message), "signature": casting.b64(signature),
            "body": papers.written({"a": answers})}  # fmt: skip
    answer = Client().post(
        f"/ballots/urn/{ballot.pk}/", json.dumps(sent), content_type="text/plain"
    )
    assert answer.status_code == 200, answer.content
    return answer.json()["receipt"]


@pytest.mark.req("R-077")
def test_colleagues_appraise_one_another_and_each_has_a_line_of_marks(cast, client):
    """From the form to the register and the sheet that tellers sign, over the pages alone."""
    chair = enter_as(client, cast.li)
    given = {
        "kind": "appraisal",
        "title": "年度教职工民主测评",
        "grade": "secret",
        "on": "2026-11-26",
    }
    assert chair.post("/ballots/ballot/draft/", given).status_code == 302
    ballot = Ballot.objects.get()
    at = lambda verb: f"/ballots/ballot/{ballot.pk}/{verb}/"  # noqa: E731
    asked = "教职工测评｜测评｜赵明、钱学文｜工作态度、协作"
    assert chair.post(at("ask"), {"lines": asked}).status_code == 302
    question = ballot.questions.get()
    assert question.grades == ["优秀", "合格", "基本合格", "不合格"], (
        "never those of leaders (rules 7.02)"
    )
    assert chair.post(at("enrol"), {}).status_code == 302
    tellers = {"tellers": [cast.lin.pk, cast.wang.pk]}
    assert chair.post(at("name_tellers"), tellers).status_code == 302
    assert chair.post(at("open_"), {}).status_code == 302
    ballot = fresh(ballot)
    keys = {o["label"]: o["key"] for o in question.options}
    raters = [cast.li, cast.lin, cast.sun, cast.wang, cast.hua, cast.tian]
    for n, who in enumerate(raters):
        marks = {keys["赵明"]: {"工作态度": "优秀", "总评": "优秀" if n else "合格"},
                 keys["钱学文"]: {"工作态度": "合格", "总评": "合格"}}  # fmt: skip
        over_http(client, ballot, who, {"1": marks})
    enter_as(client, cast.li).post(at("close"), {})
    for who, verbs in ((cast.lin, ("count", "certify")), (cast.wang, ("certify",))):
        for verb in verbs:
            assert enter_as(client, who).post(at(verb), {}).status_code == 302
    ballot = fresh(ballot)
    assert ballot.state == "certified" and ballot.result["valid"]
    rows = {(r["option"], r["criterion"]): r for r in ballot.result["questions"][0]["rows"]}
    assert rows["赵明", "总评"]["total"] == {"优秀": 5, "合格": 1}
    assert rows["赵明", "总评"]["weighted"] == {
        "优秀": "83.3",
        "合格": "16.7",
        "基本合格": "0.0",
        "不合格": "0.0",
    }
    assert rows["钱学文", "总评"]["total"] == {"合格": 6}
    page = enter_as(client, cast.qian).get(f"/ballots/ballot/{ballot.pk}/").content.decode()
    assert "83.3%" in page and "工作态度" in page
    words = words_of(documents.result_sheet(ballot, cast.li))
    assert "赵明 总评 5（83.3%） 1（16.7%）" in words
    facts = dict(Fact.objects.filter(org=cast.first).values_list("metric", "value"))
    assert (facts["ballots.appraisal"], facts["ballots.papers"]) == (1, 6)


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "grades"), [
    ("评议校级干部｜评议｜高校长｜德、能", GRADES),
    ("评议班子｜班子评议｜学校领导班子", ["好", "较好", "一般", "差"]),
    ("测评｜测评｜赵明", ["优秀", "合格", "基本合格", "不合格"]),
])  # fmt: skip
def test_each_kind_of_appraisal_has_its_own_scale_and_keeps_it_when_edited(
    cast, client, line, grades
):
    ballot = actions.draft(cast.first, by=cast.li, kind="appraisal", title="评议")
    there = f"/ballots/ballot/{ballot.pk}/ask/"
    assert enter_as(client, cast.li).post(there, {"lines": line}).status_code == 302
    assert ballot.questions.get().grades == grades
    page = client.get(there).content.decode()
    assert line in page, "the form shows what was asked, as one would type it"
    words = words_of(documents.specimen(ballot, cast.li))
    assert all(grade in words for grade in grades)


# --- how many have to take part ---------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("size", "came", "valid"), [(9, 6, True), (9, 5, False), (8, 6, True), (8, 5, False),
                                                     (7, 5, True), (7, 4, False)])  # fmt: skip
def test_an_appraisal_stands_on_two_thirds_of_those_who_should_rate(cast, size, came, valid):
    """Rules 7.06, of the roll and not of those who took a paper."""
    people = list(Person.objects.members_of(cast.first).order_by("pk"))[:size]
    asked = [{"text": "评议", "form": "scale", "options": ["高校长"]}]
    ballot = opened(cast, kind="appraisal", questions=asked, people=people)
    for who in people[:came]:
        votes(ballot, who, {"1": {"o1": {"总评": "优秀"}}})
    ended(cast, ballot)
    result = fresh(ballot).result
    assert (result["valid"], result["roll"], result["returned"]) == (valid, size, came)
    assert ("不足三分之二，评议无效" in result["sentence"]) != valid


# --- classes and their weights ----------------------------------------------------------------------


@pytest.mark.parametrize(("weights", "expected"), [
    ({"A": "0.3", "B": "0.3", "C": "0.4"}, "40.0"),  # rules 7.04: the usual weights
    ({"A": "30", "B": "30", "C": "40"}, "40.0"),
    ({"A": "1", "B": "1", "C": "1"}, "33.3"),
    ({}, "33.3"),
    ({"A": "0.5", "B": "0.5", "C": "0"}, "0.0"),
])  # fmt: skip
def test_a_class_weighs_what_was_declared_however_many_are_in_it(weights, expected):
    given = rated(*[("A", "称职")] * 5, *[("B", "称职")] * 10, *[("C", "优秀")] * 50)
    found = tally.tally([scale()], given)
    shown = verdict.appraisal(scale(), found["questions"]["1"], weights, found["by_class"], 5)
    (row,) = shown["rows"]
    assert row["weighted"]["优秀"] == expected
    assert sum(Decimal(row["weighted"][g]) for g in GRADES) in (
        Decimal("100.0"),
        Decimal("99.9"),
        Decimal("100.1"),
    )
    assert row["total"] == {"称职": 15, "优秀": 50}, "the heads are counted beside"


def test_a_class_in_which_nobody_rated_takes_no_weight():
    found = tally.tally([scale()], rated(*[("C", "优秀")] * 6))
    weights = {"A": "0.3", "B": "0.3", "C": "0.4"}
    shown = verdict.appraisal(scale(), found["questions"]["1"], weights, found["by_class"], 5)
    assert shown["rows"][0]["weighted"]["优秀"] == "100.0"


@pytest.mark.parametrize(("sizes", "hidden"), [
    ({"A": 5, "B": 5}, set()),
    ({"A": 4, "B": 6}, {"A", "B"}),           # one small class would be the rest
    ({"A": 4, "B": 6, "C": 9}, {"A", "B", "C"}),
    ({"A": 4, "B": 4, "C": 9}, {"A", "B"}),   # eight together are told from the rest, and are enough
    ({"A": 2, "B": 2, "C": 9}, {"A", "B", "C"}),  # four together are not
    ({"A": 2, "B": 3, "C": 9}, {"A", "B"}),
    ({"A": 1, "B": 1, "C": 2, "D": 9}, {"A", "B", "C", "D"}),
    ({"A": 4}, {"A"}),
    ({"A": 5}, set()),
    ({}, set()),
])  # fmt: skip
def test_no_group_under_five_is_shown_nor_follows_by_subtraction(sizes, hidden):
    """Rules 7.07. What is not shown apart must not be the difference of what is."""
    assert verdict.too_small(sizes, 5) == hidden
    apart = sum(n for k, n in sizes.items() if k in hidden)
    assert apart == 0 or apart >= 5 or hidden == set(sizes)


def classes(cast, sizes):
    """Classes of raters of these sizes, out of the members and some more."""
    people = list(Person.objects.members_of(cast.first).exclude(pk=cast.dang.pk).order_by("pk"))
    while len(people) < sum(sizes.values()):
        n = len(people)
        who = Person.objects.create(name=f"评议人{n}", staff_no=f"R{n}")
        member(cast.first, who)
        people.append(who)
    found = {}
    for klass, size in sizes.items():
        found[klass] = {"label": f"{klass}类", "weight": "0.5", "people": people[:size]}
        people = people[size:]
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("sizes", [{"A": 3, "B": 6}, {"A": 5, "B": 5}])
def test_papers_by_class_and_words_beside_grades_are_for_the_tellers_alone(cast, client, sizes):
    """What is not shown apart on the page must not stand in a file that every member can take."""
    asked = [{"text": "评议", "form": "scale", "options": ["高校长"]}]
    groups = classes(cast, sizes)
    ballot = opened(cast, kind="appraisal", questions=asked, classes=groups)
    for klass, given in groups.items():
        for who in given["people"]:
            votes(
                ballot,
                who,
                {"1": {"o1": {"总评": "优秀" if klass == "A" else "称职"}}},
                c="多听意见",
            )
    ended(cast, ballot)
    ballot = fresh(ballot)
    row = ballot.result["questions"][0]["rows"][0]
    assert set(row["classes"]) == (set() if sizes["A"] < 5 else {"A", "B"})
    assert ballot.result["comments"] == ["多听意见"] * sum(sizes.values())
    there = f"/ballots/ballot/{ballot.pk}/papers.json"
    for who, status in (
        (cast.lin, 200),
        (cast.wang, 200),
        (cast.li, 404),
        (cast.zhao, 404),
        (cast.zhou, 404),
    ):
        assert enter_as(client, who).get(there).status_code == status
    assert (
        "papers.json"
        not in enter_as(client, cast.zhao).get(f"/ballots/ballot/{ballot.pk}/").content.decode()
    )
    assert (
        "papers.json"
        in enter_as(client, cast.lin).get(f"/ballots/ballot/{ballot.pk}/").content.decode()
    )
    assert check_ballot.check(json.loads(json.dumps(public_record(ballot)))).faults == []


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "shown"), [(4, 0), (5, 5), (6, 6)])
def test_words_are_shown_from_five_on_and_in_no_order_of_arrival(cast, count, shown):
    asked = [{"text": "评议", "form": "scale", "options": ["高校长"]}]
    people = [cast.li, cast.lin, cast.sun, cast.wang, cast.qian, cast.zhao]
    ballot = opened(cast, kind="appraisal", questions=asked, people=people)
    for n, who in enumerate(people):
        more = {"c": f"意见{9 - n}"} if n < count else {}
        votes(ballot, who, {"1": {"o1": {"总评": "优秀"}}}, **more)
    ended(cast, ballot)
    said = fresh(ballot).result["comments"]
    assert len(said) == shown and said == sorted(said)


CLASSES = (
    "校领导｜30｜李建国\n中层干部｜30｜林秀英、孙丽华\n教职工｜40｜王会计、钱学文、赵明、华小梅"
)


@pytest.mark.django_db
def test_classes_and_weights_are_typed_and_weigh_the_shares(cast, client):
    """Rules 7.04 from the form to the result: one leader weighs as much as two of the middle."""
    asked = [{"text": "评议", "form": "scale", "options": ["高校长"]}]
    ballot = drafted(cast, kind="appraisal", questions=asked)
    there = f"/ballots/ballot/{ballot.pk}/enrol/"
    assert enter_as(client, cast.li).post(there, {"classes": CLASSES}).status_code == 302
    assert [(k.klass, k.label, k.weight) for k in ballot.keys.all()] == [
        ("A", "校领导", 30), ("B", "中层干部", 30), ("C", "教职工", 40),
    ]  # fmt: skip
    assert ballot.roll.count() == 7 and ballot.roll.filter(klass="C").count() == 4
    ballot = actions.open_(fresh(ballot), by=cast.li)
    said = {cast.li: "不称职", cast.lin: "优秀", cast.sun: "称职", cast.wang: "优秀", cast.qian: "优秀",
            cast.zhao: "优秀", cast.hua: "称职"}  # fmt: skip
    for who, grade in said.items():
        votes(ballot, who, {"1": {"o1": {"总评": grade}}})
    ended(cast, ballot)
    row = fresh(ballot).result["questions"][0]["rows"][0]
    # 30 · 0/1 + 30 · 1/2 + 40 · 3/4 of a hundred
    assert row["weighted"] == {"优秀": "45.0", "称职": "25.0", "基本称职": "0.0", "不称职": "30.0"}
    assert row["total"] == {"不称职": 1, "优秀": 4, "称职": 2} and row["classes"] == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("line", "words"), [
    ("校领导", "请写成"), ("校领导｜30", "请写成"), ("校领导｜重｜李建国", "请写成"), ("校领导｜0｜李建国", "请写成"),
    ("校领导｜-3｜李建国", "请写成"), ("校领导｜1000｜李建国", "请写成"), ("校领导｜３｜李建国", "请写成"),
    ("领" * 41 + "｜30｜李建国", "请写成"), ("校领导｜30｜周主席", "名册里没有“周主席”"),
    ("校领导｜30｜李建国 X9", "名册里没有“李建国 X9”"), ("甲｜1｜李建国\n乙｜1｜李建国", "李建国在两个类别里"),
    ("校领导｜30｜同名人", "有几位“同名人”"), ("类｜1｜李建国\n" * 11, "最多 10 个类别"),
])  # fmt: skip
def test_classes_that_cannot_be_read_say_why_and_leave_the_roll(cast, client, line, words):
    for number in ("N1", "N2"):
        member(cast.first, Person.objects.create(name="同名人", staff_no=number))
    ballot = actions.draft(cast.first, by=cast.li, kind="appraisal", title="评议")
    actions.enrol(ballot, by=cast.li, people=[cast.zhao])
    there = f"/ballots/ballot/{ballot.pk}/enrol/"
    answer = enter_as(client, cast.li).post(there, {"classes": line})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and line.split("\n")[0] in page
    assert [v.person for v in ballot.roll.all()] == [cast.zhao]
    assert client.post(there, {"classes": "同事｜1｜同名人 N2"}).status_code == 302
    assert ballot.roll.get().person.staff_no == "N2"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["motion", "election", "poll"])
def test_only_an_appraisal_has_classes(cast, client, kind):
    ballot = actions.draft(cast.first, by=cast.li, kind=kind, title="投票")
    there = f"/ballots/ballot/{ballot.pk}/enrol/"
    assert "评议人类别" not in enter_as(client, cast.li).get(there).content.decode()
    assert client.post(there, {"classes": CLASSES}).status_code == 302
    assert ballot.keys.count() == 1 and ballot.roll.count() == 9


@pytest.mark.django_db
def test_nobody_rates_twice_by_being_in_two_classes(cast):
    groups = {"A": {"people": [cast.li, cast.lin]}, "B": {"people": [cast.lin, cast.sun]}}
    ballot = actions.draft(cast.first, by=cast.li, kind="appraisal", title="评议")
    with pytest.raises(Refused, match="林秀英在两个类别里，每人只能投一次"):
        actions.enrol(ballot, by=cast.li, classes=groups)
    assert not ballot.roll.exists()


@pytest.mark.django_db
def test_who_is_appraised_counts_no_papers(cast):
    """Rules 7.09, whether written with a title or not."""
    asked = [{"text": "评议", "form": "scale", "options": ["林秀英", "高校长"]}]
    ballot = actions.draft(cast.first, by=cast.li, kind="appraisal", title="评议")
    actions.ask(ballot, by=cast.li, questions=asked)
    with pytest.raises(Refused, match="林秀英是候选人或被评议人，不能担任监票人"):
        actions.name_tellers(ballot, by=cast.li, tellers=[cast.lin, cast.wang])


@pytest.mark.django_db
def test_what_is_left_blank_is_a_blank_and_no_vote_against(cast):
    asked = [{"text": "评议", "form": "scale", "options": ["高校长", "林校长"], "criteria": ["德"]}]
    ballot = drafted(cast, kind="appraisal", questions=asked)
    ballot = actions.open_(ballot, by=cast.li)
    everybody = [cast.li, cast.lin, cast.sun, cast.wang, cast.qian, cast.zhao]
    keys = {o["label"]: o["key"] for o in ballot.questions.get().options}
    for who in everybody[:4]:
        votes(ballot, who, {"1": {keys["高校长"]: {"德": "优秀"}}})
    votes(ballot, everybody[4], {})
    votes(ballot, everybody[5], {"1": {keys["高校长"]: {"德": "合格"}}})
    ended(cast, ballot)
    answer = fresh(ballot).result["questions"][0]
    counted = answer["counted"]
    assert (counted["valid"], counted["blank"], counted["void"]) == (4, 1, 1), (
        "a grade of another scale is void"
    )
    assert [(r["option"], r["total"]) for r in answer["rows"]] == [("高校长", {"优秀": 4})]
    assert answer["rows"][0]["weighted"]["优秀"] == "100.0", "of the valid marks (rules 7.05)"


@pytest.mark.parametrize("grade", ["secret", "named"])
def test_fewer_than_five_do_not_appraise_in_secret(cast, grade):
    """Rules 7.07: of four papers one can tell who wrote which."""
    asked = [{"text": "校长", "form": "scale", "options": ["赵校长"], "criteria": ["总评"]}]
    four = [cast.li, cast.lin, cast.sun, cast.wang]
    given = {"kind": "appraisal", "questions": asked, "people": four, "grade": grade}
    ballot = drafted(cast, **given)
    if grade == "named":
        assert actions.open_(ballot, by=cast.li).state == "open"
        return
    with pytest.raises(Refused, match="只有 4 人评议，少于 5 人"):
        actions.open_(ballot, by=cast.li)
    actions.enrol(ballot, by=cast.li, people=[*four, cast.qian])
    assert actions.open_(ballot, by=cast.li).state == "open"
