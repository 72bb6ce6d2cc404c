"""Forms of the union's office, its activists, and its officers' own summaries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.ui.forms import (
    ActionForm,
    FilesField,
    PersonField,
    ReasonForm,
    date_field,
    form_for,
)

from .. import actions
from ..models import Activist, OwnSummary
from .parts import text_field

form_for(actions.withdraw)(ReasonForm)


def year_field():
    return forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)


class FromSubject(ActionForm):
    """First values are what stands there already."""

    def prepare(self):
        for name in self.fields:
            self.fields[name].initial = getattr(self.subject, name)


class PremisesFields(ActionForm):
    """Where, and since when."""

    room = forms.CharField(
        label=_("办公地点"), max_length=80, help_text=_("固定的办公地点，如：行政楼 203")
    )
    shared = forms.BooleanField(label=_("与其他部门合用"), required=False)
    plaque = date_field(_("挂牌日期"), required=False)
    chart = date_field(_("机构上墙日期"), required=False)
    archive = forms.CharField(label=_("名册和材料存放处"), required=False, max_length=80)


@form_for(actions.move_in)
class MoveInForm(PremisesFields):
    pass


@form_for(actions.amend_premises)
class AmendPremisesForm(PremisesFields, FromSubject):
    pass


@form_for(actions.add_plaque)
class PlaqueForm(ActionForm):
    files = FilesField(label=_("牌匾、上墙图的照片，名册和材料"))


@form_for(actions.choose)
class ChooseForm(ActionForm):
    person = PersonField(_("会员"))
    year = year_field()
    level = forms.ChoiceField(label=_("级别"), choices=Activist.Level.choices)
    deeds = text_field(_("事迹"), 4, 2000)

    def prepare(self):
        self.fields["person"].members(self.org)
        self.fields["year"].initial = clock.today().year


class SectionFields(ActionForm):
    """Study, duty, integrity, shortcomings."""

    study = text_field(_("学习"), 5, 4000, required=False, help_text=_("学了什么，有什么收获。"))
    duty = text_field(_("履职"), 7, 4000, help_text=_("分工内做了哪些事。"))
    integrity = text_field(
        _("廉洁自律"), 5, 4000, required=False,
        help_text=_("福利采购等是否集体决定，有无谋私，怎样接受监督。"),
    )  # fmt: skip
    faults = text_field(_("不足与改进"), 5, 4000, required=False)


@form_for(actions.write)
class WriteForm(SectionFields):
    intro = _("四部分写齐才能上交；上交以前只有自己看得到。")
    year = year_field()
    field_order = ["year", *OwnSummary.SECTIONS]

    def prepare(self):
        self.fields["year"].initial = clock.today().year


@form_for(actions.amend_own)
class AmendOwnForm(SectionFields, FromSubject):
    pass


@form_for(actions.read)
class ReadForm(ActionForm):
    remark = text_field(_("阅示"), 3, 1000)
