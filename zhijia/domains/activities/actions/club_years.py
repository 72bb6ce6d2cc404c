"""A club's year: planned with a budget, agreed by the chair, reviewed by the head."""

from datetime import date

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..models import Club, ClubYear

Y = ClubYear.State
REVIEW_FROM = 12  # month in which a year can be looked back upon


@action(
    ClubYear, creates=True, parent=Club, may="activities.lead", label="拟年度计划",
    source=[Club.State.ACTIVE],
)  # fmt: skip
def draft(club, *, by, year, plan, budget=0):
    """What the club means to do in a year and what it needs; one plan a year."""
    if club.years.filter(year=year).exists():
        raise Refused(_("%(club)s%(year)d年的计划已经拟过。") % {"club": club, "year": year},
                      _("请在那份计划上修改。"))  # fmt: skip
    made = ClubYear(org=club.org, club=club, year=year)
    _fill(made, by, plan, budget)
    return made


def _fill(club_year, by, plan, budget):
    club_year.plan, club_year.budget = plan, budget
    club_year.drafted_by, club_year.agreed_by = by, None


@action(
    ClubYear, may="activities.lead", label="修改", source=[Y.PLANNED, Y.RETURNED, Y.AGREED],
    target=Y.PLANNED,
)  # fmt: skip
def amend(club_year, *, by, plan, budget=0):
    """Change the plan; what had been agreed has to be agreed again."""
    _fill(club_year, by, plan, budget)


def why_not_agree(club_year, by) -> str:
    return _("自己起草的计划请另一位主席、副主席批准。") if club_year.drafted_by_id == by.pk else ""


def those_behind(club_year):
    return [club_year.drafted_by, club_year.club.head]


@action(
    ClubYear, may="activities.agree", label="批准", source=[Y.PLANNED], target=Y.AGREED, main=True,
    guard=why_not_agree, tells=those_behind,
)  # fmt: skip
def agree(club_year, *, by):
    """The budget may be spent from now on."""
    club_year.agreed_by = by


@action(
    ClubYear, may="activities.agree", label="退回修改", source=[Y.PLANNED], target=Y.RETURNED,
    guard=why_not_agree, tells=those_behind,
)  # fmt: skip
def send_back(club_year, *, by, reason):
    """Not like this: the reason stands in the timeline."""


def why_not_review(club_year, by) -> str:
    year, club = club_year.year, club_year.club
    if clock.today() < date(year, REVIEW_FROM, 1) and club.state == Club.State.ACTIVE:
        return _("年度总结从%(year)d年%(month)d月起写。") % {"year": year, "month": REVIEW_FROM}
    return ""


@action(
    ClubYear, may="activities.lead", label="写年度总结", source=[Y.AGREED, Y.REVIEWED],
    target=Y.REVIEWED, guard=why_not_review,
)  # fmt: skip
def review(club_year, *, by, review):
    """Look back: what was done, what is to be better. The figures stand beside it by themselves."""
    club_year.review = review
