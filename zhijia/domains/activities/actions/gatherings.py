"""A day of a regular slot: who came, what was done and spent; or why it was not held."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock, waiting
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.documents.models import attach
from zhijia.kernel.money import yuan
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import NeedsReason, Refused

from ..club_figures import spent_by
from ..models import ClubYear, Gathering, Regular
from .regulars import show, those_who_come

G = Gathering.State
NOBODY = "无人签到"


# --- one's own tap --------------------------------------------------------------------------------


def why_not_arrive(gathering, by) -> str:
    """Within the hours of the day, once, for those the slot is for."""
    regular = gathering.regular
    if gathering.people.filter(pk=by.pk).exists():
        return _("您已经签到。")
    if not gathering.is_on:
        when = f"{gathering.on.month}月{gathering.on.day}日 {regular.opens:%H:%M}–{regular.shuts:%H:%M}"
        return _("请在活动时间内签到：%s。") % when
    return why_not_for(gathering, by)


def why_not_for(gathering, person) -> str:
    if not Person.objects.members_of(gathering.org).filter(pk=person.pk).exists():
        return _("这项活动面向本会会员。")
    club = gathering.regular.club
    if club and not club.welcomes and not club.members_on().filter(person=person).exists():
        return _("这是%s的活动，请先加入。") % club
    return ""


@action(
    Gathering, may="activities.sign_up", label="签到", source=[G.PLANNED, G.HELD],
    guard=why_not_arrive,
)  # fmt: skip
def arrive(gathering, *, by):
    """One tap, once a day. In a room that stands open this alone makes it a day that was held."""
    gathering.people.add(by)
    if gathering.regular.room and gathering.state == G.PLANNED:
        gathering.state = G.HELD
        gathering.save()
        close_empty(gathering.regular, gathering.on)
        waiting.sync(gathering.regular)


def close_empty(regular, before) -> int:
    """Past days of a room to which nobody came were no days of it: nobody is called on for them."""
    rows = Gathering.objects.filter(regular=regular, on__lt=before).untouched()
    rows = list(rows.select_related("org"))
    for gathering in rows:
        gathering.state, gathering.why = G.SKIPPED, NOBODY
    Gathering.objects.bulk_update(rows, ["state", "why"], batch_size=500)
    show(regular, rows)
    return len(rows)


def why_not_settle(regular, by) -> str:
    past = Gathering.objects.filter(regular=regular, on__lt=clock.today()).untouched()
    return "" if past.exists() else _("没有需要结清的日子。")


@action(
    Regular, may="activities.lead", label="结清无人签到的日子", when=lambda regular: regular.room,
    guard=why_not_settle,
)  # fmt: skip
def settle(regular, *, by):
    """Close the past days of a room to which nobody came."""
    close_empty(regular, clock.today())


# --- the leader's note ----------------------------------------------------------------------------


def why_not_yet(gathering, by) -> str:
    if clock.now() < gathering.starts:
        return _("还没有到时间，开展之后再登记。")
    return ""


@action(
    Gathering, may="activities.lead", label="登记开展", source=[G.PLANNED], target=G.HELD,
    main=True, guard=why_not_yet,
)  # fmt: skip
def hold(
    gathering, *, by, content="", people=(), guests=0, spent=0, over="", files=(), consent=False
):
    """It took place: that is the record. Beyond the club's agreed budget only with a reason."""
    _note(gathering, by, content, people, guests, spent, over)
    _keep(gathering, files, by, consent)
    gathering.state = G.HELD
    gathering.save()
    waiting.sync(gathering.regular)


@action(Gathering, may="activities.lead", label="改登记", source=[G.HELD])
def amend(
    gathering, *, by, content="", people=(), guests=0, spent=0, over="", files=(), consent=False
):
    """Put right what was noted, or add photos; register and figures follow."""
    _note(gathering, by, content, people, guests, spent, over)
    _keep(gathering, files, by, consent)


def _note(gathering, by, content, people, guests, spent, over):
    people = list(people)
    if not people and not guests:
        raise Refused(_("没有登记任何人参加。"), _("没有人来的，请用“登记未开展”。"))
    inside = Person.objects.members_of(gathering.org, gathering.on)
    inside = set(inside.filter(pk__in=[p.pk for p in people]))
    if strangers := [p.name for p in people if p not in inside]:
        raise Refused(_("%s那天不是本会会员。") % "、".join(strangers),
                      _("请计入“未登记姓名的参加者”。"))  # fmt: skip
    gathering.over = hold_to_budget(gathering, spent, over, by)
    gathering.content, gathering.guests, gathering.spent = content, guests, spent
    gathering.people.set(people)


def hold_to_budget(gathering, spent, over, by) -> str:
    """The reason to keep, "" when within the budget. The row of the year is locked, so that two
    who note at once cannot both spend the last of it."""
    club = gathering.regular.club
    if club is None or not spent:
        return ""
    year = gathering.on.year
    plan = ClubYear.objects.select_for_update().agreed().filter(club=club, year=year).first()
    used = spent_by(club.pk, year, besides=gathering.pk)
    if plan and used + spent <= plan.budget:
        return ""
    sentence = _("%(club)s%(year)d年还没有批准的计划，没有预算可用。") % {
        "club": club,
        "year": year,
    }
    if plan:
        sentence = _("本年预算 %(budget)s 元，已支出 %(used)s 元，加上这次 %(spent)s 元就超了。") % {
            "budget": yuan(plan.budget), "used": yuan(used), "spent": yuan(spent),
        }  # fmt: skip
    if not over:
        raise NeedsReason(sentence, _("确需支出的，请填写“超预算理由”，理由会告知主席。"))
    told = holders("activities.agree", gathering.org)
    words = _("%(what)s超预算支出：%(why)s") % {"what": gathering, "why": over}
    tell(told, gathering.org, words, url_of(gathering), besides=by)
    return over


def _keep(gathering, files, by, consent):
    for name, data in files:
        attach(gathering, data, name, by=by, consent=consent)


def why_not_skip(gathering, by) -> str:
    count = gathering.people.count()
    return _("已有 %d 人签到，请登记开展。") % count if count else ""


@action(
    Gathering, may="activities.lead", label="登记未开展", source=[G.PLANNED], target=G.SKIPPED,
    guard=why_not_skip,
)  # fmt: skip
def skip(gathering, *, by, reason):
    """It is not held, or was not: said with a reason, to the club beforehand."""
    gathering.why, gathering.state = reason[:200], G.SKIPPED
    gathering.save()
    waiting.sync(gathering.regular)
    if gathering.on >= clock.today():
        words = _("%(what)s不开展（%(why)s）") % {"what": gathering, "why": reason}
        tell(those_who_come(gathering.regular), gathering.org, words, url_of(gathering), besides=by)


@action(Gathering, may="activities.lead", label="恢复", source=[G.SKIPPED], target=G.PLANNED)
def restore(gathering, *, by):
    """It is held after all, or was."""
    gathering.why, gathering.state = "", G.PLANNED
    gathering.save()
    waiting.sync(gathering.regular)
