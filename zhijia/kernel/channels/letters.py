"""What a notice may say outside the house: never health, income or trouble, never more than a title."""

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from ..notices import Sort
from . import Letter

# A title that holds one of these stays inside, whatever thing it is about.
INSIDE = (
    "病", "住院", "手术", "癌", "诊断", "怀孕", "流产", "生育", "丧", "去世", "困难", "低保", "残疾", "抑郁",
    "收入", "工资", "欠薪", "离婚", "身份证", "银行卡", "举报", "投诉", "处分",
)  # fmt: skip


def outside(model_label: str, title: str, sort=Sort.KNOW) -> str:
    """The title, or neutral words where the thing keeps something sensitive or the title names it."""
    model = _model(model_label)
    if not getattr(model, "SENSITIVE", ()) and not any(word in title for word in INSIDE):
        return title
    about = model._meta.verbose_name if model else _("通知")
    if any(word in str(about) for word in INSIDE):
        about = _("通知")
    kind = dict(Sort.choices).get(sort, Sort.KNOW.label)
    return _("%(about)s：有一条%(kind)s，请登录查看") % {"about": about, "kind": kind}


def _model(label):
    try:
        return apps.get_model(label) if label.count(".") == 1 else None
    except LookupError:
        return None


def link(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def letter_of(notice) -> Letter:
    """The link leads to the notice, not to the thing, so an address tells nothing either."""
    return Letter(
        outside(notice.model, notice.title, notice.sort), link(f"/notices/notice/{notice.pk}/")
    )
