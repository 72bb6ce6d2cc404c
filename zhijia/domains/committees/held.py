"""What committees hold about a person: seats, the pool of the active, their own summaries.

Who sat where is the union's own history and is kept (rules 12); meetings are declared with privacy.
"""

from django.utils.translation import gettext as _

from zhijia.kernel.held import holds, keeps

from .models import Decision, Seat

holds(
    "committees.seat", "委员会席位", "person",
    ("committee", "role", "duty", "starts", "ends", "left"), "组织沿革：谁在哪一届担任什么职务。",
    since="永久保存",
)  # fmt: skip
holds(
    "committees.activist", "积极分子", "person", ("year", "level", "deeds", "state"),
    "评选和表彰积极分子。", since="永久保存",
)  # fmt: skip
holds(
    "committees.ownsummary", "个人小结", "person",
    ("year", "post", "study", "duty", "integrity", "faults", "remark", "state"),
    "工会干部年度述职。", years=10, since="年度终了",
    erased=("study", "duty", "integrity", "faults", "remark"),
)  # fmt: skip
holds(
    "committees.decision", "负责落实的事项", "owner", ("meeting", "text", "due", "outcome", "state"),
    "议定的事项由谁落实、落实得怎样。",
)  # fmt: skip


@keeps
def still_sits(person) -> str:
    """A seat or a task not yet handed over."""
    if Seat.objects.serving().filter(person=person).exists():
        return _("还在委员会任职，须先办理离任。")
    return (
        _("还有没落实的议定事项。") if Decision.objects.open().filter(owner=person).exists() else ""
    )
