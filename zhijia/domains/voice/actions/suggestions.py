"""A suggestion: sent, thanked for, answered, adopted or not, its effect shown; or made a proposal."""

from django.utils.translation import gettext as _

from zhijia.domains.proposals import actions as proposals
from zhijia.kernel import access, clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Appointment, Person, Post
from zhijia.kernel.refusals import Refused

from ..clocks import working_days_after
from ..models import Suggestion, rules_of

S = Suggestion.State


def author(suggestion):
    return [suggestion.author]


def sorters(suggestion):
    return access.holders("voice.sort", suggestion.org)


@action(Suggestion, creates=True, may="voice.suggest", label="提建议", tells=sorters)
def suggest(org, *, by, title, text, category="other", named=True, joins=False):
    """``joins``: it takes part in the campaign for ideas that is on just now (R-053)."""
    if len(text.strip()) < 10:
        raise Refused(_("再多写几句：现在怎样，建议怎样做。"), _("至少 10 个字。"))
    made = Suggestion(
        org=org, author=by, title=title.strip(), text=text.strip(), category=category, named=named
    )
    if joins:
        made.campaign = rules_of(made).campaign.strip()[:40]
        if not made.campaign:
            raise Refused(_("献计献策活动已经结束。"), _("可以不参加活动，作为平时的建议提出。"))
    return made


@action(Suggestion, may="voice.sort", label="受理致谢", source=[S.SENT], target=S.HANDLING, main=True,
        tells=lambda s: [s.author, s.handler])  # fmt: skip
def thank(suggestion, *, by, handler, due=None):
    """Thank the author by saying who will answer and by when."""
    days = rules_of(suggestion).suggestion_days
    suggestion.handler = handler
    suggestion.due = due or working_days_after(suggestion.org, clock.today(), days)
    if suggestion.due < clock.today():
        raise Refused(_("答复期限已经过去了。"), _("请选今天以后的日期。"))


def _answered(suggestion, answer, taken):
    if len(answer.strip()) < 5:
        raise Refused(_("请写明理由和做法，不能只有几个字。"))
    suggestion.answer, suggestion.taken = answer.strip(), taken
    suggestion.answered = clock.today()


@action(Suggestion, may="voice.advise", label="采纳", source=[S.HANDLING], target=S.ADOPTED, main=True,
        tells=author)  # fmt: skip
def adopt(suggestion, *, by, answer):
    _answered(suggestion, answer, True)


@action(Suggestion, may="voice.advise", label="部分采纳", source=[S.HANDLING], target=S.PARTLY,
        tells=author)  # fmt: skip
def adopt_partly(suggestion, *, by, answer):
    _answered(suggestion, answer, True)


@action(Suggestion, may="voice.advise", label="不采纳", source=[S.HANDLING], target=S.DECLINED,
        tells=author)  # fmt: skip
def decline(suggestion, *, by, answer):
    _answered(suggestion, answer, False)


@action(Suggestion, may="voice.advise", label="公布成效", source=[S.ADOPTED, S.PARTLY], target=S.SHOWN,
        main=True, tells=author)  # fmt: skip
def show_result(suggestion, *, by, result):
    suggestion.result = result.strip()


def why_no_prize(suggestion, by) -> str:
    if not suggestion.campaign:
        return _("这条建议没有参加献计献策活动。")
    return _("自己的建议由别人评奖。") if by.pk == suggestion.author_id else ""


@action(Suggestion, may="voice.award", label="评奖", source=Suggestion.DECIDED, guard=why_no_prize,
        when=lambda s: s.campaign, tells=author)  # fmt: skip
def award(suggestion, *, by, prize):
    """A prize of the campaign, adopted or not; the last word counts."""
    suggestion.prize = prize.strip()


def officers(org):
    """Those of the level above who answer (R-054)."""
    rows = Appointment.objects.filter(org=org.parent_id, post=Post.OFFICER).live()
    return Person.objects.filter(pk__in=rows.values("person")) if org.parent_id else ()


def why_not_up(suggestion, by) -> str:
    return "" if officers(suggestion.org) else _("上级工会还没有人在这里答复，请书面报送。")


@action(Suggestion, may="voice.sort", label="报上级工会", source=[S.SENT, S.HANDLING], target=S.UP,
        guard=why_not_up, tells=lambda s: [s.author, *officers(s.org)])  # fmt: skip
def send_up(suggestion, *, by, reason):
    """What only the level above can change: they read it with the reason, and answer."""
    suggestion.upward, suggestion.passed, suggestion.up_words = True, clock.today(), reason.strip()
    suggestion.due = None


@action(Suggestion, may="voice.answer_up", label="答复下级建议", source=[S.UP], main=True,
        tells=lambda s: [s.author, *sorters(s)])  # fmt: skip
def answer_up(suggestion, *, by, verdict, answer):
    """Adopted, in part, or not: the level above says so itself, with the reason."""
    if verdict not in (S.ADOPTED, S.PARTLY, S.DECLINED):
        raise Refused(_("请选择采纳、部分采纳或不采纳。"))
    _answered(suggestion, answer, verdict != S.DECLINED)
    suggestion.state = verdict


@action(Suggestion, may="voice.promote", label="转为提案", source=[S.SENT, S.HANDLING], target=S.PROPOSAL,
        tells=lambda s: [s.handler] if s.handler else [])  # fmt: skip
def promote(suggestion, *, by, call, matter, measures, title=""):
    """One step: the author's words become the draft of a proposal, to be seconded and handed in there."""
    suggestion.proposal = proposals.draft(
        suggestion.org, by=by, call=call, title=title or f"关于{suggestion.title}的提案",
        matter=matter, measures=measures, about=suggestion.category,
    )  # fmt: skip
