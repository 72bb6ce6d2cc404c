from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as gettext
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.privacy import look
from zhijia.ui.forms import ActionForm, PersonField, ReasonForm, form_for

from . import actions, fields

form_for(actions.refuse, actions.drop_erasure)(ReasonForm)


@form_for(actions.ask)
class AskForm(ActionForm):
    intro = _("写明哪一项不对、正确的是什么。本会在 15 个工作日内答复您。")
    field = forms.ChoiceField(label=_("哪一项不对"))
    right = forms.CharField(label=_("正确的内容"), max_length=200)
    why = forms.CharField(
        label=_("说明"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self):
        self.fields["field"].choices = fields.choices()

    def clean(self):
        data = super().clean()
        name = fields.direct(data.get("field", ""))
        if name and data.get("right"):
            try:
                fields.value_of(name, data["right"])
            except ValidationError as error:
                self.add_error("right", error)
        return data


@form_for(actions.accept)
class AcceptForm(ActionForm):
    answer = forms.CharField(
        label=_("答复"), required=False, max_length=300,
        help_text=_("个人档案里的项目点“更正”就改好；其他项目请先在原处改，再写明在哪里改的。"),
    )  # fmt: skip

    sure = forms.BooleanField(label=_("已核对，应当更正"))

    def given(self):
        return {"answer": self.cleaned_data["answer"]}

    def hints(self):
        """What stands there now, beside what is said to be right; the look is noted."""
        name, row = fields.direct(self.subject.field), self.subject
        look(self.person, row.person, row.label, row)
        now = fields.now_of(row.person, name) if name else ""
        words = gettext("%(label)s，现在是“%(now)s”，本人说应是“%(right)s”。")
        return [words % {"label": row.label, "now": now or "—", "right": row.right}]


@form_for(actions.confirm_erasure)
class ConfirmErasureForm(ActionForm):
    def hints(self):
        who, asker = self.subject.person.name, self.subject.asked_by.name
        words = gettext(
            "%(asker)s申请注销%(who)s：%(reason)s。确认后姓名换成编号，敏感内容、照片和账号移除，不能恢复。"
        )
        return [words % {"asker": asker, "who": who, "reason": self.subject.reason}]


@form_for(actions.ask_erasure)
class AskErasureForm(ActionForm):
    intro = _(
        "只有已经离会、没有未了事项的人可以注销。姓名换成编号，敏感内容清空，照片和账号移除；办过的事、数字和台账都不变。不能恢复。"
    )
    person = PersonField(_("人员"))
    reason = forms.CharField(
        label=_("理由"), max_length=200, help_text=_("如：本人申请、保存期满。")
    )

    def prepare(self):
        self.fields["person"].queryset = actions.erasable(self.org)
