"""The verbs of care, in the order life goes: report … visit … follow up."""

from datetime import timedelta

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action
from zhijia.kernel.documents.models import attach
from zhijia.kernel.people import Person
from zhijia.kernel.policy import PolicyRow, check_cap, choice
from zhijia.kernel.refusals import NeedsReason, Refused
from zhijia.kernel.settings import settings_for

from .models import CareSettings, Occasion, Relation, Visit

W, V = Occasion.State, Visit.State


def arrangers(obj):
    return holders("care.arrange", obj.org)


def visitors(visit):
    return visit.visitors.all()


def approvers(visit):
    return holders("care.approve", visit.org) if visit.state == V.AWAITING else visitors(visit)


@action(Occasion, creates=True, may="care.report", label="报一件事", tells=arrangers)
def report(org, *, by, person, kind, on, relation=Relation.SELF, detail="", again=""):
    """Say that something happened. The same event is not taken twice without a word on why.

    Where both spouses are members and policy grants each of them the gift, no word is needed.
    """
    rules = settings_for(org, CareSettings)
    if kind not in rules.kinds:
        raise Refused(_("本校的慰问办法没有这一情形。"), _("如需增加，请主席在设置中调整。"))
    if relation != Relation.SELF and relation not in rules.relatives:
        raise Refused(_("本校的慰问办法未把这类亲属计入。"), _("如需增加，请主席在设置中调整。"))
    if not Person.objects.members_of(org, on).filter(pk=person.pk).exists():
        raise Refused(_("%s在当日不是本会会员。") % person, _("请核对姓名和日期。"))
    refuse_same_event(org, person, kind, on, rules.same_event_days, again)
    return Occasion(
        org=org, person=person, kind=kind, relation=relation, on=on, detail=detail, again=again,
        reported_by=by, due=clock.today() + timedelta(days=rules.visit_within_days),
    )  # fmt: skip


def refuse_same_event(org, person, kind, on, days, again):
    other = Occasion.objects.of(org).same_event(person, kind, on, days).first()
    if other is None or again:
        return
    if other.person_id != person.pk and choice(f"care.both_spouses.{kind}", org, on).value == "yes":
        return
    whose = _("本人") if other.person_id == person.pk else _("其配偶（也是本会会员）")
    raise NeedsReason(
        _("%(whose)s在%(on)s已报过一次“%(kind)s”，可能是同一件事。")
        % {"whose": whose, "on": f"{other.on:%Y-%m-%d}", "kind": other.get_kind_display()},
        _("确需再次慰问的，请写明原因。"),
    )


@action(Occasion, may="care.withdraw", label="不走访", source=[W.REPORTED], target=W.DISMISSED)
def dismiss(occasion, *, by, reason):
    """Close without a visit (a mistake, the person's wish); the reason stays in the timeline."""


@action(Occasion, may="care.arrange", label="已安排", target=W.ARRANGED, hidden=True)
def mark_arranged(occasion, *, by):
    """Follows from planning a visit."""


@action(Occasion, may="care.arrange", label="重新待安排", target=W.REPORTED, hidden=True)
def mark_open(occasion, *, by):
    """Follows from cancelling the visit."""


@action(
    Visit, creates=True, parent=Occasion, may="care.arrange", label="安排走访",
    source=[W.REPORTED], main=True, tells=approvers,
)  # fmt: skip
def plan(occasion, *, by, on, visitors, form, amount, goods="", over=""):
    """Decide who goes, when and with what. Above the standard it waits for approval."""
    visit = Visit(org=occasion.org, occasion=occasion, kind=occasion.kind, on=on)
    _fill(visit, by, [occasion.person], visitors, form, amount, goods, over)
    mark_arranged(occasion, by=by)
    return visit


@action(Visit, creates=True, may="care.arrange", label="安排一轮走访", tells=approvers)
def plan_round(org, *, by, kind, on, recipients, visitors, form, amount, goods="", over=""):
    """A round to several people: at a festival, to the retired, birthday wishes of a month."""
    visit = Visit(org=org, kind=kind, on=on)
    _fill(visit, by, recipients, visitors, form, amount, goods, over)
    return visit


def _fill(visit, by, recipients, visitors, form, amount, goods, over):
    recipients = list(recipients)
    if not recipients:
        raise Refused(_("请至少选一位慰问对象。"))
    visit.form, visit.amount, visit.goods, visit.over = form, amount, goods, over
    visit.planned_by = by
    visit.state = V.PLANNED if hold_to_standard(visit, len(recipients)) else V.AWAITING
    visit.save()
    visit.recipients.set(recipients)
    visit.visitors.set(visitors)


def hold_to_standard(visit, people) -> bool:
    """Note the standard that holds; whether the amount keeps within it.

    Above a ceiling of law the visit is refused; above the school's or province's it needs a
    reason and another's approval (rules 0.08, 3.24–3.26). An unknown ceiling is never guessed.
    """
    each = visit.amount / people
    verdict = check_cap(visit.cap_code, visit.org, visit.on, each, visit.get_kind_display())
    visit.standard, visit.rule = verdict.row, verdict.sentence
    form = choice(f"care.form.{visit.kind}", visit.org, visit.on)
    if form.value in ("goods", "souvenir") and visit.form == Visit.Form.CASH:
        words = _("这一情形应用实物，不发现金（%s）。") % form.row.cited
        if form.row.strength == PolicyRow.Strength.BLOCK:
            raise Refused(words)
        visit.rule += words
        if form.row.strength == PolicyRow.Strength.REASON:
            if not visit.over:
                raise NeedsReason(words, _("确需发放现金的，请写明理由，由主席或副主席批准。"))
            return False
    if verdict.within:
        return True
    if verdict.strength == PolicyRow.Strength.BLOCK:
        raise Refused(verdict.sentence)
    if not visit.over:
        raise NeedsReason(verdict.sentence, _("确需超出的，请写明理由，由主席或副主席批准。"))
    return False


def not_own(visit, by):
    """Who asked, and who is visited, does not approve (rules 3.35)."""
    if visit.planned_by_id == by.pk:
        return _("自己安排的超标准慰问，须由另一位主席或副主席批准。")
    return _("您是慰问对象，不能批准。") if visit.recipients.filter(pk=by.pk).exists() else ""


@action(
    Visit, may="care.approve", label="批准超标准", source=[V.AWAITING], target=V.PLANNED,
    guard=not_own, tells=visitors, main=True,
)  # fmt: skip
def approve(visit, *, by):
    visit.approved_by = by


@action(Visit, may="care.arrange", label="改安排", source=[V.AWAITING, V.PLANNED], tells=approvers)
def amend(visit, *, by, on, visitors, form, amount, goods="", over=""):
    """Change a visit not yet made; the standard is held against it anew."""
    visit.on, visit.approved_by = on, None
    _fill(visit, by, visit.recipients.all(), visitors, form, amount, goods, over)


@action(Visit, may="care.visit", label="登记走访", source=[V.PLANNED], target=V.DONE, main=True)
def finish(visit, *, by, on, amount, note="", follow_up=None):
    """The visit was made. What was spent may not pass what was planned and allowed."""
    if on > clock.today():
        raise Refused(_("走访日期不能晚于今天。"), _("还没有去的，请用“改安排”。"))
    if amount > visit.amount:
        if visit.approved_by_id:
            raise Refused(_("实际金额高于已批准的金额。"), _("请先“改安排”，重新报批。"))
        visit.amount = amount
        if not hold_to_standard(visit, visit.recipients.count()):
            raise Refused(visit.rule, _("请先“改安排”，报批后再登记。"))
    visit.on, visit.amount, visit.note, visit.follow_up = on, amount, note, follow_up
    if visit.occasion:
        mark_visited(visit.occasion, by=by)


@action(Occasion, may="care.report", label="已走访", target=W.VISITED, hidden=True)
def mark_visited(occasion, *, by):
    """Follows from finishing the visit."""


@action(
    Visit, may="care.arrange", label="取消走访", source=[V.AWAITING, V.PLANNED], target=V.CANCELLED
)
def cancel(visit, *, by, reason):
    """The visit will not be made; the occasion waits again."""
    if visit.occasion:
        mark_open(visit.occasion, by=by)


def is_done(visit, by):
    return "" if visit.state == V.DONE else _("走访登记之后再传照片和材料。")


@action(Visit, may="care.visit", label="加照片材料", source=[V.PLANNED, V.DONE], guard=is_done)
def add_files(visit, *, by, files, consent=False):
    """Photos only with the person's consent (rules 13.09); papers are sealed, like all proofs."""
    for name, data in files:
        attach(visit, data, name, by=by, sealed=True, consent=consent)


@action(Visit, may="care.visit", label="记本人反馈", source=[V.DONE])
def note_thanks(visit, *, by, thanks):
    """What the colleague said of it: a thank-you, a wish."""
    visit.thanks = thanks


def may_follow_up(visit, by):
    return _("已经回访过了。") if visit.followed else ""


@action(Visit, may="care.visit", label="登记回访", source=[V.DONE], guard=may_follow_up)
def follow(visit, *, by, followed, follow_up=None):
    """How it went on. A further date keeps it on the list."""
    visit.note = f"{visit.note}\n{followed}".strip() if follow_up else visit.note
    visit.followed, visit.follow_up = ("" if follow_up else followed), follow_up or visit.follow_up
