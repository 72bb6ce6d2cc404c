"""Signing up with wishes; what is paid and paid back; the door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.access import can
from zhijia.kernel.people import Membership, Post
from zhijia.ui.forms import ActionForm, PersonField, ReasonForm, form_for, money_field

from .. import actions
from ..clashes import clashes
from ..models import Slot
from .places import count_field

form_for(actions.move_up)(ReasonForm)


class WishFields(ActionForm):
    """What the activity asks: a slot, family, its own questions; nothing it does not."""

    purpose = "activities.sign_up"

    slot = forms.ModelChoiceField(Slot.objects.none(), label=_("场次"), empty_label=None)
    companions = count_field(_("带几位家属"), initial=0)
    family = forms.CharField(
        label=_("家属说明"), max_length=80, required=False, help_text=_("如“配偶、女儿 6 岁”。")
    )

    def offer(self, activity, signup=None):
        """Only the fields this activity has; the questions come after."""
        slots = activity.slots.all()
        if slots:
            self.fields["slot"].queryset = slots
            self.fields["slot"].initial = signup.slot_id if signup else None
        else:
            del self.fields["slot"]
        if activity.companions:
            self.fields["companions"].max_value = activity.companions
            self.fields["companions"].help_text = _("最多 %d 位。") % activity.companions
        else:
            del self.fields["companions"], self.fields["family"]
        answers = signup.answers if signup else {}
        for question in activity.questions:
            self.fields[question["name"]] = question_field(question, answers.get(question["name"]))
        self.asked = [q["name"] for q in activity.questions]

    def given(self):
        data = self.cleaned_data
        found = {
            "slot": data.get("slot"), "companions": data.get("companions") or 0,
            "family": data.get("family", ""),
            "answers": {name: data.get(name, "") for name in self.asked},
        }  # fmt: skip
        return found | ({"person": data["person"]} if data.get("person") else {})


def question_field(question, initial):
    given = {"label": question["label"], "required": question["required"], "initial": initial}
    if question["options"]:
        blank = [] if question["required"] else [("", _("不选"))]
        return forms.ChoiceField(choices=blank + [(o, o) for o in question["options"]], **given)
    return forms.CharField(max_length=200, **given)


@form_for(actions.sign_up)
class SignUpForm(WishFields):
    person = PersonField(_("为谁报名"), required=False)

    def prepare(self):
        self.offer(self.subject)
        rows = whom_one_may_enter(self.person, self.subject)
        if rows is None:
            del self.fields["person"]
            return
        field = self.fields["person"]
        field.queryset, field.empty_label = rows, _("本人")
        self.order_fields(["person"])

    def hints(self):
        return clashes(self.subject, self.person)


def whom_one_may_enter(person, activity):
    """The members one may sign up besides oneself, or None."""
    from zhijia.kernel.people import Person

    if can(person, "activities.organise", activity):
        return Person.objects.members_of(activity.org)
    if not person.appointments.of(activity.org).filter(post=Post.GROUP_LEADER).live().exists():
        return None
    own = Membership.objects.of(activity.org).filter(person=person, group__isnull=False).live()
    spells = Membership.objects.of(activity.org).filter(group__in=own.values("group")).live()
    return Person.objects.filter(pk__in=spells.values("person"))


@form_for(actions.change)
class ChangeForm(WishFields):
    def prepare(self):
        signup = self.subject
        self.offer(signup.activity, signup)
        for name in ("companions", "family"):
            if name in self.fields:
                self.fields[name].initial = getattr(signup, name)


@form_for(actions.withdraw)
class WithdrawForm(ActionForm):
    reason = forms.CharField(label=_("理由"), required=False, max_length=200)


@form_for(actions.pay)
class PayForm(ActionForm):
    amount = money_field(_("收到（元）"))

    def prepare(self):
        self.fields["amount"].initial = max(self.subject.owes, 0)


@form_for(actions.refund)
class RefundForm(ActionForm):
    amount = money_field(_("退还（元）"))

    def prepare(self):
        self.fields["amount"].initial = self.subject.paid - self.subject.refunded


@form_for(actions.check_in)
class CheckInForm(ActionForm):
    companions = count_field(_("到场家属"))

    def prepare(self):
        if not self.subject.companions:
            del self.fields["companions"]
        else:
            self.fields["companions"].initial = self.subject.companions


@form_for(actions.walk_in)
class WalkInForm(ActionForm):
    person = PersonField(_("谁来了"))

    def prepare(self):
        self.fields["person"].members(self.org)
