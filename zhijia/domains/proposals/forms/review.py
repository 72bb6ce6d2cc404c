"""Reviewing, the leader's word, handing to departments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.domains.congress.models import Method, Session
from zhijia.ui.forms import ActionForm, PersonField, ReasonForm, form_for

from .. import actions
from ..actions.assigning import parts
from ..actions.merging import MERGEABLE
from ..models import Assignment, Decision, Ground, Proposal, rules_of
from ..sessions import prepared
from ..similar import grams_of, likeness
from .parts import DepartmentField, DepartmentsField, LeaderField, area

form_for(
    actions.send_back, actions.object_merge, actions.dispute, actions.ask_reassign,
    actions.keep_assigned, actions.hear_again, actions.conclude, actions.return_reply, actions.press,
    actions.extend, actions.resume, actions.withdraw_promise, actions.press_promise,
    actions.return_promise, actions.call_back, actions.refuse_award, actions.untable,
)(ReasonForm)  # fmt: skip


def grounds_of(obj):
    known = rules_of(obj).refuse_grounds
    return [(value, label) for value, label in Ground.choices if value in known]


@form_for(actions.refer)
class ReferForm(ActionForm):
    reason = area(_("说明"), rows=3, max_length=500, required=False)


@form_for(actions.decline)
class DeclineForm(ActionForm):
    ground = forms.ChoiceField(label=_("不立案的理由"), choices=())
    reason = area(_("向提案人说明"), rows=3, max_length=500)

    def prepare(self):
        self.fields["ground"].choices = grounds_of(self.subject)

    def hints(self):
        if rules_of(self.subject).unfiled_answered:
            return [_("不立案的转为意见建议，仍交部门答复；与法律政策抵触的除外。")]
        return [_("提案人可以提请主席团裁定。")]


@form_for(actions.decide)
class DecideForm(ActionForm):
    what = forms.ChoiceField(label=_("裁定"), choices=(
        (Decision.What.ACCEPT, _("立案")), (Decision.What.REFER, _("转意见建议")),
        (Decision.What.DECLINE, _("不立案"))))  # fmt: skip
    ground = forms.ChoiceField(label=_("不立案的理由"), choices=(), required=False)
    reason = area(_("说明"), rows=3, max_length=500)

    def prepare(self):
        self.fields["ground"].choices = [("", "—"), *grounds_of(self.subject)]


@form_for(actions.merge)
class MergeForm(ActionForm):
    into = forms.ModelChoiceField(Proposal.objects.none(), label=_("并入"))
    reason = area(_("说明"), rows=2, max_length=500, required=False)

    def prepare(self):
        """The most alike first; what can take another one in."""
        rows = Proposal.objects.of(self.org).filter(call=self.subject.call_id, state__in=MERGEABLE)
        own = grams_of(self.subject.title)
        found = sorted(
            rows.exclude(pk=self.subject.pk).only("pk", "title", "number", "state", "org"),
            key=lambda p: -likeness(own, grams_of(p.title)),
        )
        self.fields["into"].queryset = rows.exclude(pk=self.subject.pk)
        self.fields["into"].choices = [("", "—")] + [
            (p.pk, f"{p.number} {p.title}".strip()) for p in found
        ]

    def hints(self):
        return [_("两案的提案人都是联合提案人：都收到答复，都可以评价；不同意并案的可以提出。")]


@form_for(actions.table)
class TableForm(ActionForm):
    meeting = forms.ModelChoiceField(
        Session.objects.none(), label=_("列入哪次大会"), empty_label=None
    )
    method = forms.ChoiceField(label=_("怎样表决"), choices=(
        (Method.SECRET, Method.SECRET.label), (Method.HANDS, Method.HANDS.label)))  # fmt: skip
    reason = area(
        _("理由"), rows=2, max_length=500, required=False,
        help_text=_("议程已经批准、会前才增加的，写明理由。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["meeting"].queryset = prepared(self.org)

    def hints(self):
        return [_("全体代表过半数同意的立案；没有通过的按本校办法转意见建议或告知提案人。")]


@form_for(actions.instruct)
class InstructForm(ActionForm):
    instruction = area(_("批示"), rows=3, max_length=500)


@form_for(actions.assign)
class AssignForm(ActionForm):
    lead = DepartmentField(_("主办部门"))
    assisting = DepartmentsField(_("协办部门"), required=False)
    leader = LeaderField(_("审签校领导"), required=False,
                         help_text=_("不选就是主办部门的分管校领导。"))  # fmt: skip

    def prepare(self):
        self.fields["lead"].of(self.org)
        self.fields["assisting"].of(self.org)
        self.fields["leader"].of(self.org)

    def hints(self):
        rules = rules_of(self.subject)
        day = _("个工作日") if rules.day_type == "working" else _("天")
        words = [_("从今天起 %(n)d %(day)s内答复。") % {"n": rules.reply_days, "day": day}]
        if self.subject.instruction:
            words.insert(0, _("校领导批示：%s") % self.subject.instruction)
        if self.subject.against:
            words.append(_("提案人请%s回避，不能由其审签。") % self.subject.against)
        return words


@form_for(actions.receive)
class ReceiveForm(ActionForm):
    handler = PersonField(_("经办人"), required=False, help_text=_("不选就是部门负责人自己。"))

    def prepare(self):
        self.fields["handler"].members(self.org)


class PartField(forms.ModelChoiceField):
    def label_from_instance(self, part):
        return f"{part.department}（{part.get_role_display()}）{'：' + part.asked if part.asked else ''}"


@form_for(actions.reassign)
class ReassignForm(ActionForm):
    part = PartField(Assignment.objects.none(), label=_("现在的部门"))
    to = DepartmentField(_("改派到"))
    reason = area(_("原因"), rows=2, max_length=500)

    def prepare(self):
        self.fields["part"].queryset = parts(self.subject)
        self.fields["to"].of(self.org)


@form_for(actions.change_signer)
class SignerForm(ActionForm):
    leader = LeaderField(_("审签校领导"))
    reason = area(_("原因"), rows=2, max_length=500)

    def prepare(self):
        self.fields["leader"].of(self.org)
