"""What the roll holds about a person beyond the kernel's own tables."""

from zhijia.kernel.consent import Basis
from zhijia.kernel.held import holds, keeps

from .models import Application, Transfer

ROLL = "建立会员名册，办理入会、转接和离会。"

holds(
    "members.application", "入会申请", "member__person",
    ("words", "signed", "decided", "state"), ROLL, years=None, since="长期（会籍档案）",
    erased=("id_number", "phone"),
)  # fmt: skip
holds(
    "members.transfer", "会籍转接", "member__person", ("to", "reason", "asked", "state"), ROLL,
    years=None, since="长期（会籍档案）",
)  # fmt: skip
holds(
    "members.child", "子女信息", "parent", ("name", "born", "only", "consented"),
    "办“六一”、托管、助学等活动。", basis=Basis.CONSENT, years=1, since="活动结束", erased=("name",),
)  # fmt: skip


@keeps
def under_way(person) -> str:
    moving = Transfer.objects.filter(member__person=person, state=Transfer.State.ASKED).exists()
    asked = Application.objects.filter(member__person=person, state=Application.State.SUBMITTED)
    return "会籍转接或入会申请还没办完。" if moving or asked.exists() else ""
