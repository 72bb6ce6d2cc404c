"""Who may hold which post: each rule, in both orders (rules 2.04, 2.06, 2.12, 2.14, 2.23, 8.09)."""

from datetime import timedelta

import pytest

from zhijia.domains.committees import actions, fitness
from zhijia.domains.committees.fitness import Case
from zhijia.domains.committees.tests.parts import (
    DAY,
    ELECTED,
    founded,
    opened,
    reviewers,
    seat_of,
)
from zhijia.kernel.people import Appointment, Membership, Post
from zhijia.kernel.refusals import Refused
from zhijia.kernel.testing import member, office, person

MONEY = [(Post.CHAIR, ""), (Post.VICE_CHAIR, ""), (Post.TREASURER, ""), (Post.COMMITTEE, "财务、采购"),
         (Post.COMMITTEE, "出纳"), ("special", "资产保管")]  # fmt: skip


@pytest.mark.parametrize(("post", "duty"), MONEY)
def test_who_leads_or_handles_money_does_not_review_it(post, duty):
    case = Case(name="某人", place=Post.FUNDS_REVIEW, held=((post, duty),))
    assert "不能兼任经审委员" in fitness.reviews_own_money(case)


@pytest.mark.parametrize(("post", "duty"), [m for m in MONEY if m[0] != "special"])
def test_nor_the_other_way_round(post, duty):
    case = Case(name="某人", place=post, duty=duty, held=((Post.FUNDS_REVIEW, ""),))
    assert "某人是经审委员" in fitness.reviews_own_money(case)


@pytest.mark.parametrize("duty", ["", "文体", "经费审查", "资产审查"])
def test_a_plain_member_may_review(duty):
    case = Case(name="某人", place=Post.FUNDS_REVIEW, held=((Post.COMMITTEE, duty),))
    assert fitness.reviews_own_money(case) == ""


def test_every_rule_has_a_title_and_a_source():
    assert len({r.code for r in fitness.RULES}) == len(fitness.RULES) == 6
    for rule in fitness.RULES:
        assert rule.title and "规则" in rule.source and rule.sure in ("V", "V2", "K")
        assert rule.says(Case(name="某人", place=Post.COMMITTEE)) == ""


@pytest.mark.parametrize("who", ["li", "lin", "wang"])
def test_chair_vice_chair_and_treasurer_are_refused_by_the_election_of_reviewers(cast, who):
    opened(cast)
    with pytest.raises(Refused, match="规则2.14"):
        reviewers(cast, members=[getattr(cast, who)])
    assert not Appointment.objects.filter(post="funds_review").exists()


def test_a_reviewer_is_made_neither_treasurer_nor_chair_nor_given_money(cast):
    main = opened(cast)
    reviewers(cast)
    with pytest.raises(Refused, match="钱学文是经审委员"):
        actions.appoint(cast.first, by=cast.li, person=cast.qian, post="treasurer", starts=DAY)
    both = reviewers_too(cast, cast.sun)
    assert both.appointment.post == "funds_review"  # a plain member may review
    with pytest.raises(Refused, match="不能经手工会财务或实物"):
        actions.divide(seat_of(main, cast.sun), by=cast.li, duty="福利采购")
    actions.divide(seat_of(main, cast.sun), by=cast.li, duty="文体")
    with pytest.raises(Refused, match="不能分管财务"):
        actions.divide(both, by=cast.li, duty="财务")


def reviewers_too(cast, who):
    """One more reviewer of those elected together."""
    from zhijia.domains.committees.models import Committee

    body = Committee.objects.get(kind="funds_review")
    actions.amend(body, by=cast.li, name=body.name, places=5)
    return actions.seat(body, by=cast.li, person=who, role="member")


def test_a_reviewer_does_not_stand_in_for_the_treasurer_nor_a_stand_in_review(cast):
    from zhijia.domains.committees.models import Office

    opened(cast)
    reviewers(cast)
    books = Office.objects.get(person=cast.wang, post="treasurer")
    given = {"by": cast.wang, "starts": DAY, "ends": DAY + timedelta(5), "reason": "出差"}
    with pytest.raises(Refused, match="规则2.14"):
        actions.delegate(books, person=cast.qian, **given)
    actions.delegate(books, person=cast.hua, **given)
    with pytest.raises(Refused, match="华小梅经手工会财务"):
        reviewers_too(cast, cast.hua)


@pytest.mark.parametrize("who", ["zhao", "hua"])
def test_the_head_and_their_spouse_sit_on_nothing_and_stand_on_no_list(cast, who):
    """Zhao is principal, Hua his wife; whichever of the two records names the other."""
    office(cast.first, cast.zhao, Post.PRINCIPAL)
    cast.zhao.spouse = None
    cast.zhao.save()
    barred = getattr(cast, who)
    assert barred not in fitness.eligible(cast.first, DAY)
    assert cast.tian in fitness.eligible(cast.first, DAY)
    with pytest.raises(Refused, match="不能进入委员会，也不能列为候选人"):
        opened(cast, members=[cast.sun, barred])


def test_a_legal_representative_by_another_post_is_barred_too(cast):
    Appointment.objects.filter(person=cast.dang).update(duty="党总支书记、法定代表人")
    with pytest.raises(Refused, match="法定代表人"):
        opened(cast, members=[cast.dang])


def test_who_sits_or_is_married_to_who_sits_does_not_become_principal(cast):
    opened(cast, members=[cast.sun, cast.hua])
    for who in (cast.hua, cast.zhao, cast.sun):
        with pytest.raises(Refused, match="须先办理离任"):
            actions.appoint(cast.first, by=cast.li, person=who, post="principal", starts=DAY)
    actions.appoint(cast.first, by=cast.li, person=cast.tian, post="principal", starts=DAY)


def test_kept_members_and_non_members_are_refused(cast):
    Membership.objects.filter(person=cast.tian).update(kept=True)
    with pytest.raises(Refused, match="保留会籍"):
        opened(cast, members=[cast.tian])
    with pytest.raises(Refused, match="周主席当日不是本会会员"):
        opened(cast, members=[cast.zhou])
    Membership.objects.filter(person=cast.qian).update(starts=ELECTED + timedelta(1))
    with pytest.raises(Refused, match="钱学文当日不是本会会员"):
        opened(cast, members=[cast.qian])
    assert not {cast.tian, cast.zhou} & set(fitness.eligible(cast.first, DAY))


def test_two_chairs_at_once_are_refused(cast):
    main = opened(cast)
    with pytest.raises(Refused, match="主席已有人选"):
        actions.seat(main, by=cast.li, person=cast.qian, role="chair")
    assert fitness.objections(cast.first, cast.qian, Post.CHAIR, DAY)[0].startswith(
        "李建国已是工会主席"
    )
    assert fitness.objections(cast.first, cast.li, Post.CHAIR, DAY) == []


def test_an_office_of_another_union_bars_nothing_here(cast):
    office(cast.second, cast.qian, Post.TREASURER)
    opened(cast)
    assert reviewers(cast).state == "current"


def test_a_case_costs_the_same_for_everybody(cast, django_assert_num_queries):
    opened(cast)
    for who in (cast.qian, cast.li, cast.hua):
        with django_assert_num_queries(5):
            fitness.objections(cast.first, who, Post.FUNDS_REVIEW, DAY)


def test_the_page_of_rules_names_every_rule_and_source(cast, enter):
    html = enter(cast.zhao).get("/committees/rules/").content.decode()
    for rule in fitness.RULES:
        assert str(rule.title) in html and rule.source in html
    assert "3、5 年" in html and "《重庆市工会条例》" in html and "待确认" in html


def test_a_form_offers_nobody_who_may_not_stand(cast, enter):
    office(cast.first, cast.zhao, Post.PRINCIPAL)
    kept = person("离老师", "R001")
    member(cast.first, kept)
    Membership.objects.filter(person=kept).update(kept=True)
    html = (
        enter(cast.li).get(f"/committees/committee/{founded(cast).pk}/open_term/").content.decode()
    )
    assert "田老师" in html and "赵明" not in html and "离老师" not in html and "华小梅" not in html
