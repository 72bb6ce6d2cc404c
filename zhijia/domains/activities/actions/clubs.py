"""Clubs and teams: founded, joined, left, dissolved; where they stood for the school."""

from django.utils.translation import gettext as _

from zhijia.kernel import clock, waiting
from zhijia.kernel.actions import action, url_of
from zhijia.kernel.documents.models import attach
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Person
from zhijia.kernel.refusals import Refused

from ..models import Club, ClubMember, Showing
from . import regulars

C = Club.State


@action(
    Club, creates=True, may="activities.found", label="成立协会", tells=lambda club: [club.head]
)
def found(org, *, by, head, **words):
    """A club with its head, who is its first member."""
    club = Club(org=org, head=head)
    _fill(club, words)
    _refuse_strangers(org, [head])
    club.save()
    _enter(club, [head])
    return club


@action(Club, may="activities.lead", label="修改", source=[C.ACTIVE])
def amend(club, *, by, **words):
    """Change its name, purpose, place, and whether others are welcome."""
    _fill(club, words)


def _fill(club, words):
    for name, value in words.items():
        setattr(club, name, value)
    same = Club.objects.of(club.org).filter(name=club.name).exclude(pk=club.pk)
    if same.exists():
        raise Refused(_("已经有一个叫“%s”的协会或代表队。") % club.name, _("请换一个名称。"))


def _refuse_strangers(org, people):
    """Only members of this very union can be in its clubs."""
    inside = set(Person.objects.members_of(org).filter(pk__in=[p.pk for p in people]))
    if strangers := [p.name for p in people if p not in inside]:
        raise Refused(_("%s不是本会会员。") % "、".join(strangers), _("请先办理入会。"))


def _enter(club, people):
    ClubMember.objects.bulk_create(
        ClubMember(org=club.org, org_path=club.org.path, club=club, person=p, starts=clock.today())
        for p in people
    )


@action(
    Club, may="activities.lead", label="更换负责人", source=[C.ACTIVE],
    tells=lambda club: [club.head],
)  # fmt: skip
def change_head(club, *, by, head):
    """Somebody else leads it, and the slots that the old head led."""
    if head == club.head:
        raise Refused(_("%s已经是负责人。") % head.name)
    _refuse_strangers(club.org, [head])
    if not is_in(club, head):
        _enter(club, [head])
    old, club.head = club.head, head
    club.save()
    for regular in club.regulars.running().filter(leader=old).select_related("org"):
        regulars.hand_over(regular, head)
    sync_years(club)
    tell([old], club.org, _("%(club)s由%(who)s负责") % {"club": club, "who": head}, url_of(club),
         besides=by)  # fmt: skip


def sync_years(club):
    years = list(club.years.select_related("org"))
    for year in years:
        year.club = club
    if years:
        waiting.sync(*years)


@action(Club, may="activities.found", label="解散", source=[C.ACTIVE], target=C.DISSOLVED)
def dissolve(club, *, by, reason):
    """It ends: memberships, slots and the days still ahead end with it; what was held stays."""
    left = list(club.memberships.present().select_related("person"))
    club.dissolved, club.state = clock.today(), C.DISSOLVED
    club.save()
    _end(club.memberships.live())
    for regular in club.regulars.running().select_related("org"):
        regulars.end(regular, by=by, reason=_("%s解散") % club.name)
    sync_years(club)
    words = _("%(club)s解散（%(why)s）") % {"club": club, "why": reason}
    tell([spell.person for spell in left], club.org, words, url_of(club), besides=by)


def _end(spells):
    rows = list(spells)
    for spell in rows:
        spell.end(clock.today())
    ClubMember.objects.bulk_update(rows, ["ends", "closed"], batch_size=500)


# --- who is in it ---------------------------------------------------------------------------------


def is_in(club, person) -> bool:
    return club.memberships.present().filter(person=person).exists()


def why_not_join(club, by) -> str:
    if club.kind == Club.Kind.PUPILS:
        return _("这是学生社团，由%s指导。") % club.head
    return _("您已经是%s的成员。") % club if is_in(club, by) else ""


@action(
    ClubMember, creates=True, parent=Club, may="activities.join", label="加入", source=[C.ACTIVE],
    guard=why_not_join, tells=lambda spell: [spell.club.head],
)  # fmt: skip
def join(club, *, by):
    """Join for oneself; coming back after leaving is a further spell."""
    return ClubMember(org=club.org, club=club, person=by, starts=clock.today())


@action(Club, may="activities.lead", label="登记成员", source=[C.ACTIVE])
def enrol(club, *, by, people):
    """Enter others who asked to be in it; each is told, and so is the head."""
    people = list(people)
    _refuse_strangers(club.org, people)
    already = [p.name for p in people if is_in(club, p)]
    if already:
        raise Refused(_("%s已经是成员。") % "、".join(already), _("请去掉后再提交。"))
    _enter(club, people)
    tell(people, club.org, _("您已加入%s") % club, url_of(club), besides=by)
    if club.head not in people:
        words = _("%(club)s新登记成员 %(n)d 人") % {"club": club, "n": len(people)}
        tell([club.head], club.org, words, url_of(club), besides=by)


def why_not_leave(spell, by) -> str:
    if spell.closed or (spell.ends and spell.ends < clock.today()):
        return _("已于%(m)d月%(d)d日退出。") % {"m": spell.ends.month, "d": spell.ends.day}
    if spell.club.head_id == spell.person_id:
        return _("%s是负责人，请先更换负责人。") % spell.person
    return ""


def why_not_quit(spell, by) -> str:
    if spell.person_id != by.pk:
        return _("只能本人退出；需要移出时请用“移出”并说明理由。")
    return why_not_leave(spell, by)


@action(
    ClubMember, may="activities.quit", label="退出", guard=why_not_quit,
    tells=lambda spell: [spell.club.head],
)  # fmt: skip
def quit(spell, *, by):
    """Leave oneself."""
    spell.end(clock.today())


@action(ClubMember, may="activities.lead", label="移出", guard=why_not_leave)
def remove(spell, *, by, reason):
    """The head or the committee ends somebody's spell, and tells them why."""
    spell.end(clock.today())
    words = _("您已不在%(club)s（%(why)s）") % {"club": spell.club, "why": reason}
    tell([spell.person], spell.org, words, url_of(spell.club), besides=by)


# --- standing for the school ----------------------------------------------------------------------


@action(
    Showing, creates=True, parent=Club, may="activities.lead", label="登记参赛成绩",
    source=[C.ACTIVE],
)  # fmt: skip
def compete(
    club, *, by, on, contest, level, result="", people=(), pupils=0, selection=None, files=(),
    consent=False,
):  # fmt: skip
    """A contest outside in which they stood for the school (R-177); ``selection``: the union's own
    contest in which they were found."""
    showing = Showing(org=club.org, club=club)
    _tell_of(showing, on, contest, level, result, people, pupils, selection)
    _keep(showing, files, by, consent)
    return showing


@action(Showing, may="activities.lead", label="修改")
def correct(
    showing, *, by, on, contest, level, result="", people=(), pupils=0, selection=None, files=(),
    consent=False,
):  # fmt: skip
    """Put right what was noted, or add photos."""
    _tell_of(showing, on, contest, level, result, people, pupils, selection)
    _keep(showing, files, by, consent)


def _tell_of(showing, on, contest, level, result, people, pupils, selection):
    people = list(people)
    if on > clock.today():
        raise Refused(_("比赛还没有到日子，赛后再登记。"))
    inside = Person.objects.members_of(showing.org, on).filter(pk__in=[p.pk for p in people])
    if not (people or pupils) or inside.count() != len(people):
        raise Refused(_("请选择参赛的会员，须是比赛那天的本会会员；学生参赛的填写学生人数。"))
    if selection and selection.org_id != showing.org_id:
        raise Refused(_("请选择本会的比赛项目。"))
    showing.pupils, showing.selection = pupils, selection
    showing.on, showing.contest, showing.level, showing.result = on, contest, level, result
    showing.save()
    showing.people.set(people)


def _keep(obj, files, by, consent):
    for name, data in files:
        attach(obj, data, name, by=by, consent=consent)
