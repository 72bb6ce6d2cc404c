"""The words that change with the kind of unit (R-002): a school's 校务公开 is a kindergarten's 园务公开.

Each kind has its profile; a union may say otherwise in its settings, and unions below inherit that.
"""

from dataclasses import dataclass, field, fields

from django.utils.translation import gettext_lazy as _

from .orgs import Org
from .settings import setting_sheet, settings_for

K = Org.Kind


def _word(label, default=""):
    return field(default=default, metadata={"label": label})


@setting_sheet("wording", _("称谓"))
@dataclass(frozen=True)
class Wording:
    """Empty means: as the profile of the kind has it."""

    unit: str = _word(_("单位怎么称呼"))
    staff: str = _word(_("职工怎么称呼"))
    congress: str = _word(_("职工代表大会怎么称呼"))
    disclosure: str = _word(_("公开制度怎么称呼"))
    head: str = _word(_("行政负责人"))
    party: str = _word(_("党组织"))


SCHOOL = Wording("学校", "教职工", "教代会", "校务公开", "校长", "学校党组织")
PROFILES = {
    K.SCHOOL: SCHOOL,
    K.KINDERGARTEN: Wording("幼儿园", "教职工", "教代会", "园务公开", "园长", "园党组织"),
    K.UNIVERSITY: Wording("学校", "教职工", "教代会", "校务公开", "校长", "校党委"),
    K.BRANCH: Wording("学院", "教职工", "二级教代会", "院务公开", "院长", "院党组织"),
    K.BUREAU: Wording("机关", "干部职工", "职工大会", "政务公开", "主要负责人", "机关党组织"),
    K.COMPANY: Wording("公司", "职工", "职代会", "厂务公开", "总经理", "公司党组织"),
    K.COUNTY: Wording("学区", "教职工", "教代会", "校务公开", "负责人", "学区党组织"),
    K.DISTRICT: Wording("区教育系统", "教职工", "教代会", "政务公开", "局长", "教育党工委"),
    K.CITY: Wording("市教育系统", "教职工", "教代会", "政务公开", "局长", "教育党工委"),
    K.PROVINCE: Wording("省教育系统", "教职工", "教代会", "政务公开", "厅长", "教育党工委"),
    K.NATION: Wording("全国教育系统", "教职工", "教代会", "政务公开", "部长", "党组"),
}


def words_of(org) -> Wording:
    """The words in force at a union: its own settings over the profile of its kind."""
    own, usual = settings_for(org, Wording), PROFILES.get(org.kind, SCHOOL)
    return Wording(
        **{f.name: getattr(own, f.name) or getattr(usual, f.name) for f in fields(Wording)}
    )
