"""Forms of the year's verbs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.records import metrics
from zhijia.ui.forms import ActionForm, PersonField, ReasonForm, date_field, form_for, money_field

from . import actions
from .chapters import DOMAIN_NAMES, Function

MONTHS = [(m, f"{m}月") for m in range(1, 13)]

form_for(actions.submit, actions.agree, actions.resume, actions.rewrite, actions.accept,
         actions.hand_in, actions.sign)(ActionForm)  # fmt: skip
form_for(actions.send_back, actions.cancel, actions.hand_back)(ReasonForm)


def measurable():
    """Metrics a plan item can be held to: counted things and money, by their labels."""
    rows = [m for m in metrics.values() if m.how == "sum" and not m.code.startswith("planning.")]
    return [("", _("有对应记录即办结")), *((m.code, f"{m.label}（{m.unit}）") for m in rows)]


class ItemFields(ActionForm):
    title = forms.CharField(label=_("事项"), max_length=200)
    month_from = forms.TypedChoiceField(label=_("开始月份"), choices=MONTHS, coerce=int)
    month_to = forms.TypedChoiceField(label=_("结束月份"), choices=MONTHS, coerce=int)
    domain = forms.ChoiceField(label=_("类别"), choices=list(DOMAIN_NAMES.items()))
    function = forms.ChoiceField(
        label=_("职能"), choices=[("", _("随类别")), *Function.choices], required=False
    )
    metric = forms.ChoiceField(
        label=_("用什么衡量"), required=False,
        help_text=_("选了指标，就按记录里的数字累计到目标值；不选，有一条对应的记录就算办结。"),
    )  # fmt: skip
    target = forms.DecimalField(
        label=_("目标值"), min_value=1, max_digits=12, decimal_places=2, initial=1
    )
    owner = PersonField(_("负责人"), required=False)
    budget = money_field(_("预算（元）"), required=False)

    def prepare(self):
        self.fields["metric"].choices = measurable()
        self.fields["owner"].members(self.org)

    def clean(self):
        given = super().clean()
        if given.get("month_from", 0) > given.get("month_to", 12):
            self.add_error("month_to", _("结束月份不能早于开始月份。"))
        return given


@form_for(actions.add_item)
class AddItemForm(ItemFields):
    def prepare(self):
        super().prepare()
        month = clock.today().month
        self.fields["month_from"].initial = self.fields["month_to"].initial = month
        self.fields["domain"].initial = "activities"


@form_for(actions.amend)
class AmendItemForm(ItemFields):
    def prepare(self):
        super().prepare()
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)
        self.fields["owner"].initial = self.subject.owner_id


@form_for(actions.postpone)
class PostponeForm(ReasonForm):
    month = forms.TypedChoiceField(label=_("顺延到"), choices=MONTHS, coerce=int)
    next_year = forms.BooleanField(label=_("转到下一年"), required=False)


@form_for(actions.adopt)
class AdoptForm(ActionForm):
    on = date_field(_("委员会通过日期"))

    def prepare(self):
        self.fields["on"].initial = clock.today()


@form_for(actions.set_theme)
class ThemeForm(ActionForm):
    theme = forms.CharField(label=_("年度主题"), max_length=60, required=False)
    goals = forms.CharField(
        label=_("分项目标"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一行一个，如几个意识、几项工程。写进计划和总结的开头。"),
    )  # fmt: skip

    def prepare(self):
        self.fields["theme"].initial = self.subject.theme
        self.fields["goals"].initial = self.subject.goals


class YearField(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(label=_("年度"), min_value=2000, max_value=2100, **kwargs)


@form_for(actions.start)
class StartForm(ActionForm):
    year = YearField()
    title = forms.CharField(label=_("标题"), max_length=120, required=False)

    def prepare(self):
        self.fields["year"].initial = clock.today().year


@form_for(actions.draft)
class DraftForm(ActionForm):
    intro = _("整篇总结由这一年的记录写成，每个数字都能点开。写好以后您再改文字。")
    year = YearField()
    by_function = forms.BooleanField(
        label=_("按维护、建设、参与、教育四项职能分章"), required=False
    )

    def prepare(self):
        self.fields["year"].initial = clock.today().year


@form_for(actions.take_in)
class TakeInForm(ActionForm):
    intro = _(
        "上传 Word、PDF、Excel 或文本文件，或者把文字贴进来。读出来的内容先给您核对，核对后才保存。"
    )
    file = forms.FileField(label=_("计划文件"), required=False)
    text = forms.CharField(
        label=_("或粘贴文字"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        max_length=2_000_000,
    )  # fmt: skip
    year = YearField()

    def prepare(self):
        self.fields["year"].initial = clock.today().year

    def clean(self):
        given = super().clean()
        file, text = given.pop("file", None), given.pop("text", "")
        if file is None and not (text or "").strip() and not self.errors:
            raise forms.ValidationError(_("请选择一个文件，或粘贴文字。"))
        given["name"] = file.name if file else str(_("粘贴的文字.txt"))
        given["data"] = file.read() if file else text.encode()
        return given
