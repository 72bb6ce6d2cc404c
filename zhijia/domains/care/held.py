"""What care holds about a person, why it may, and what forbids forgetting it too early."""

from django.utils.translation import gettext as _

from zhijia.kernel.consent import purpose
from zhijia.kernel.held import Item, holds, keeps
from zhijia.kernel.periods import Period

from .models import Occasion, Visit

HELP = "关心和慰问会员：知道谁家有事，安排人去看望。"

holds(
    "care.occasion", "关爱事项", "person",
    ("kind", "relation", "on", Item("detail", purpose="安排走访需要知道的情况；只有工会委员和报告人能看。"), "state"),
    HELP, years=5, since="办结", erased=("detail", "again"),
)  # fmt: skip
holds(
    "care.visit", "走访慰问", "recipients",
    ("kind", "on", "form", "amount", Item("note", purpose="回访时接着关心。"), Item("thanks"), Item("followed"), "state"),
    HELP, years=30, since="会计年度终了", erased=("note", "thanks", "followed"), shared="recipients",
)  # fmt: skip

purpose(
    "care.report", "报一件事",
    "工会只用这些内容安排走访慰问；“情况说明”加密保存，只有本会委员和报告人能看，谁看过都有记录。",
    kinds="姓名、情形、日期、情况说明", keeps="办结后 5 年；慰问支出凭证按会计档案保管 30 年",
    sensitive="病情等属于敏感个人信息，只写安排走访需要知道的，不必写诊断；不填也可以报。",
)  # fmt: skip


@keeps
def open_matters(person) -> str:
    waits = Occasion.objects.filter(person=person, state__in=("reported", "arranged")).exists()
    going = Visit.objects.filter(recipients=person, state__in=("awaiting", "planned")).exists()
    return _("还有没办结的慰问。") if waits or going else ""


@keeps
def open_accounts(person) -> str:
    """Money given in a year whose books are still open: the accounts need to know to whom."""
    paid = Visit.objects.filter(recipients=person, state=Visit.State.DONE, amount__gt=0)
    closed = Period.objects.exclude(closed=None)
    spans = list(closed.values_list("org", "starts", "ends"))
    for org, on in paid.values_list("org", "on"):
        if not any(org == o and starts <= on <= ends for o, starts, ends in spans):
            return _("%d年的慰问支出还没有关账，依照会计法规须保留领取人。") % on.year
    return ""
