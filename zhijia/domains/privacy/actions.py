"""The verbs of personal data: consent, correction, export, erasure by two people."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zhijia.kernel import clock, consent
from zhijia.kernel.access import holders
from zhijia.kernel.actions import action
from zhijia.kernel.calendar import add_working_days
from zhijia.kernel.calendar.models import overrides_for
from zhijia.kernel.erasing import erase, reasons_to_keep
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.refusals import Refused

from . import fields
from .models import Consent, Correction, Erasure, Export

ANSWER_WITHIN = 15  # working days, rules 13.06
C, E = Correction.State, Erasure.State


@action(Consent, creates=True, may="privacy.own", label="同意", hidden=True)
def give(org, *, by, purpose):
    """Agree to one purpose in the words as they stand. One touch, and each purpose apart."""
    known = consent.purposes.get(purpose)
    if known is None or not known.asks:
        raise Refused(_("没有这一事项。"))
    if consent.consented(by, purpose):
        raise Refused(_("您已经同意过了。"))
    return Consent(
        org=org, person=by, purpose=purpose, version=known.digest[:8], digest=known.digest
    )


def still_stands(row, by):
    return _("已经撤回。") if row.withdrawn else ""


@action(Consent, may="privacy.consent", label="撤回同意", guard=still_stands, hidden=True)
def withdraw(row, *, by):
    """As easy as giving it; what rested on it stops, what was done before stays lawful."""
    row.withdrawn = clock.now()


def answerers(correction):
    return holders("privacy.answer", correction.org).exclude(pk=correction.person_id)


def asker(correction):
    return [correction.person]


@action(Correction, creates=True, may="privacy.own", label="申请更正", tells=answerers)
def ask(org, *, by, field, right, why=""):
    """Say what is wrong about oneself and what is right; answered within fifteen working days."""
    label = dict(fields.choices()).get(field)
    if label is None:
        raise Refused(_("没有这一项。"))
    if name := fields.direct(field):
        try:
            fields.value_of(name, right)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
    today = clock.today()
    day = add_working_days(today, ANSWER_WITHIN, overrides_for(org, today.year, today.year + 1))
    return Correction(
        org=org, person=by, field=field, label=label, right=right, why=why, answer_by=day
    )


def not_own(correction, by):
    return _("自己的申请由另一位办理。") if correction.person_id == by.pk else ""


@action(
    Correction, may="privacy.answer", label="更正", source=[C.ASKED], target=C.ACCEPTED,
    guard=not_own, tells=asker, main=True,
)  # fmt: skip
def accept(correction, *, by, answer=""):
    """It is as they say: the field is put right, here or where it is kept."""
    name = fields.direct(correction.field)
    if name:
        person = Person.objects.select_for_update().get(pk=correction.person_id)
        setattr(person, name, fields.value_of(name, correction.right))
        person.save()
    elif not answer:
        raise Refused(_("这一项请先在原处改好。"), _("再写明在哪里改的。"))
    correction.answer, correction.answered_by = answer, by


@action(
    Correction, may="privacy.answer", label="不更正", source=[C.ASKED], target=C.REFUSED,
    guard=not_own, tells=asker,
)  # fmt: skip
def refuse(correction, *, by, reason):
    """It stays as it is, and the person is told why (rules 13.06)."""
    correction.answer, correction.answered_by = reason, by


@action(Export, creates=True, may="privacy.own", label="导出我的信息", hidden=True)
def export_own(org, *, by, form, rows):
    """One's own data taken along; the file is made by the page, or by a job when it is long."""
    return Export(org=org, by=by, kind=Export.Kind.OWN, form=form, rows=rows)


@action(Export, creates=True, may="privacy.audit", label="导出操作日志", hidden=True)
def export_log(org, *, by, rows, asked):
    """That the log was taken out, how much of it and by whom, is itself in the log (rules 13.20)."""
    return Export(org=org, by=by, kind=Export.Kind.LOG, form="xlsx", rows=rows, asked=asked)


def confirmers(erasure):
    return holders("privacy.erase", erasure.org)


def refuse_if_kept(person):
    if found := reasons_to_keep(person):
        raise Refused("".join(found))


@action(Erasure, creates=True, may="privacy.erase", label="申请注销", tells=confirmers)
def ask_erasure(org, *, by, person, reason):
    """Ask that who has left be erased; a second person confirms."""
    if not Membership.objects.of(org).filter(person=person).exists():
        raise Refused(_("%s不曾是本会会员。") % person)
    if Membership.objects.filter(person=person, org=org).order_by("-starts").first().ends is None:
        raise Refused(_("%s还在会，办理离会后才能注销。") % person)
    if Erasure.objects.filter(person=person, state=E.ASKED).exists():
        raise Refused(_("已经申请过了，等另一位确认。"))
    refuse_if_kept(person)
    return Erasure(org=org, person=person, reason=reason, asked_by=by)


def by_another(erasure, by):
    if erasure.asked_by_id == by.pk:
        return _("自己申请的注销，须由另一位主席或副主席确认。")
    return ""


@action(
    Erasure, may="privacy.erase", label="确认注销", source=[E.ASKED], target=E.DONE,
    guard=by_another, main=True,
)  # fmt: skip
def confirm_erasure(erasure, *, by):
    """The second pair of eyes; what forbids it is looked for once more."""
    refuse_if_kept(erasure.person)
    erasure.done_by = by
    erasure.person = erase(erasure.person, erasure.pk)


@action(Erasure, may="privacy.erase", label="撤回申请", source=[E.ASKED], target=E.DROPPED)
def drop_erasure(erasure, *, by, reason):
    """It is not done after all."""


def erasable(org):
    """Those who were members here and stand nowhere today."""
    here = Membership.objects.of(org).exclude(ends=None).values("person")
    gone = Person.objects.filter(pk__in=here)
    return gone.exclude(pk__in=Membership.objects.on(clock.today()).values("person")).exclude(
        pk__in=Erasure.objects.filter(state=E.DONE).values("person")
    )
