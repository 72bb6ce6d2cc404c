"""What happens next with a proposal, in a sentence for whoever reads its page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Proposal, rules_of
from ..support import why_short

P = Proposal.State
NEXT = {
    P.DRAFT: gettext_lazy("草稿只有提案人看得到。请人附议，人数够了就可以提交。"),
    P.PRECHECK: gettext_lazy("等小组长（代表团长）初审，再交提案委审查。"),
    P.REVIEW: gettext_lazy("等提案委审查：立案、并案、转意见建议或不立案，结果会通知提案人。"),
    P.DISPUTED: gettext_lazy("等主席团裁定，裁定就是最后结果。"),
    P.TABLED: gettext_lazy("已列入大会议程，由代表表决：过半数同意的立案办理。"),
    P.INSTRUCT: gettext_lazy("已立案，等校领导批示，然后交给部门办理。"),
    P.ASSIGN: gettext_lazy("等提案委交给部门办理，从交办那天起算答复期限。"),
    P.FORWARDED: gettext_lazy("超出学校权限，已向上转送；上级答复到了，由提案委转告提案人。"),
    P.ASSIGNED: gettext_lazy("等承办部门签收；部门会先同提案人沟通，再答复。"),
    P.HANDLING: gettext_lazy("承办部门正在办理：先同提案人沟通，再拟答复。"),
    P.CLARIFY: gettext_lazy("等提案人说明，说明之后期限接着算。"),
    P.COUNTERSIGN: gettext_lazy("答复稿已拟好，等协办部门会签。"),
    P.SIGNING: gettext_lazy("答复稿已拟好，等校领导审签，然后送达提案人。"),
    P.SIGNED: gettext_lazy("答复已审签，等承办部门送达提案人。"),
    P.CHECKING: gettext_lazy("等提案委核查：重新办理，或写明情况后结案。"),
}


def next_of(proposal) -> str:
    """Empty where nothing follows."""
    if proposal.state == P.SECONDING:
        return why_short(proposal) or _("附议人数已够，提案人可以提交了。")
    if proposal.state == P.RATING:
        days = proposal.rating_due
        return _("等提案人评价，到 %(m)d月%(d)d日为止；不评价的记为未评价，不算满意。") % {
            "m": days.month, "d": days.day,
        }  # fmt: skip
    if proposal.state == P.MERGED:
        return _("和并入的提案一起办理，答复和评价都在那一件上。")
    if proposal.state == P.CONCLUDED and proposal.landing == Proposal.Landing.OPEN:
        return (
            _("已结案；答复里的承诺继续跟踪，到期前 %d 天提醒承办部门。")
            % rules_of(proposal).tracking_days
        )
    return str(NEXT.get(proposal.state, ""))
