from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.importer import read_id_number, read_phone
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Group, Membership, Person
from zhijia.ui.forms import ActionForm, FilesField, ReasonForm, date_field, form_for

from . import actions

KEPT_WORDS = _("会籍随劳动关系走：退休、应征入伍、失业的会员保留会籍，不缴会费，不参加选举和表决。")


def read_with(read):
    """A form field's validator and cleaner out of a reader of cells."""

    def check(text):
        try:
            read(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    return check


def group_field(**kwargs):
    return forms.ModelChoiceField(
        Group.objects.none(), label=_("工会小组"), required=False, **kwargs
    )


class WithGroup(ActionForm):
    def prepare(self):
        if "group" in self.fields:
            self.fields["group"].queryset = Group.objects.of(self.org)


class WithPerson(WithGroup):
    name = forms.CharField(label=_("姓名"), max_length=60)
    staff_no = forms.CharField(label=_("工号"), max_length=30, required=False)
    sex = forms.ChoiceField(
        label=_("性别"), choices=[("", "—"), *Person.Sex.choices], required=False
    )
    birthday = date_field(_("出生日期"), required=False, help_text=_("用于生日祝福和退休提醒。"))
    id_number = forms.CharField(
        label=_("身份证号"), max_length=18, required=False, validators=[read_with(read_id_number)],
        help_text=_("只用来认出同一个人，加密保存；不填也可以。"),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("手机号"), max_length=20, required=False, validators=[read_with(read_phone)]
    )


@form_for(actions.apply)
class ApplicationForm(WithPerson):
    words = forms.CharField(
        label=_("申请内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("照本人所写填入；可附上签名的申请书照片。"),
    )  # fmt: skip
    signed = date_field(_("本人签名日期"))
    papers = FilesField(label=_("申请书扫描件"), required=False)
    purpose = "members.apply"


@form_for(actions.approve)
class ApproveForm(WithGroup):
    starts = date_field(_("入会日期"))
    decided = forms.CharField(
        label=_("批准依据"), max_length=100, help_text=_("如：第五届工会委员会2026年第3次会议")
    )
    group = group_field()

    def prepare(self):
        super().prepare()
        self.fields["starts"].initial = clock.today()


@form_for(actions.refuse)
class RefuseForm(ReasonForm):
    pass


def one_of(label, choices):
    """One of the choices, or nothing said."""
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices.choices], required=False)


@form_for(actions.admit)
class AdmitForm(WithPerson):
    starts = date_field(_("入会日期"))
    retires = date_field(_("退休日期"), required=False)
    member_no = forms.CharField(label=_("会员证号"), max_length=20, required=False)
    category = one_of(_("人员类别"), Person.Category)
    politics = one_of(_("政治面貌"), Person.Politics)
    title = one_of(_("职称"), Person.Title)
    establishment = one_of(_("编制"), Person.Establishment)
    group = group_field()
    first = ("name", "staff_no", "sex", "starts", "group")
    intro = _("登记已经是会员的人；新入会的请走“入会申请”。")

    def prepare(self):
        super().prepare()
        self.fields["starts"].initial = clock.today()


class OnForm(ReasonForm):
    on = date_field(_("日期"))

    def prepare(self):
        self.fields["on"].initial = clock.today()


@form_for(actions.keep)
class KeepForm(OnForm):
    def hints(self):
        return [KEPT_WORDS]


@form_for(actions.restore)
class RestoreForm(OnForm):
    pass


LEFT = [Membership.Left.QUIT, Membership.Left.EXPELLED, Membership.Left.DIED]


@form_for(actions.leave)
class LeaveForm(ReasonForm):
    left = forms.ChoiceField(label=_("离会原因"), choices=[(v.value, v.label) for v in LEFT])
    ends = date_field(_("离会日期"))

    def prepare(self):
        self.fields["ends"].initial = clock.today()

    def hints(self):
        return [
            _("调到别的单位请用“转出会籍”，退休请用“转为保留会籍”。"),
            _("视为退会须有教育谈话记录和小组、委员会的决定，请在理由里写明。"),
        ]


@form_for(actions.regroup)
class RegroupForm(WithGroup):
    group = group_field()

    def prepare(self):
        super().prepare()
        self.fields["group"].initial = self.subject.group_id


@form_for(actions.move_out)
class MoveOutForm(ReasonForm):
    to = forms.ModelChoiceField(Org.objects.none(), label=_("转往"))

    def prepare(self):
        root = Org.objects.filter(path=self.org.path[:6])
        same_tree = Org.objects.filter(path__startswith=root.get().path, closed=None)
        rows = same_tree.filter(kind__in=Org.BASE_KINDS).exclude(pk=self.org.pk)
        self.fields["to"].queryset = rows.order_by("name")


@form_for(actions.receive)
class ReceiveForm(WithGroup):
    on = date_field(_("会籍转入日期"))
    group = group_field()

    def prepare(self):
        super().prepare()
        self.fields["on"].initial = clock.today()


@form_for(actions.decline)
class DeclineForm(ReasonForm):
    pass


@form_for(actions.add_child)
class ChildForm(ActionForm):
    born = forms.IntegerField(label=_("出生年份"), min_value=1950, max_value=2100)
    name = forms.CharField(label=_("姓名（需要时再填）"), max_length=30, required=False)
    only = forms.BooleanField(label=_("独生子女"), required=False)
    consented = date_field(_("家长同意日期"))
    purpose = "children.care"

    def prepare(self):
        self.fields["consented"].initial = clock.today()
