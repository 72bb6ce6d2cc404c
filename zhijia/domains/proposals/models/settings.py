"""What schools do differently: every parameter of rules 5 and Appendix B."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.settings import setting_sheet, settings_for


class Ground(models.TextChoices):
    """Why a proposal is not filed (rules 5.12)."""

    UNLAWFUL = "unlawful", _("与法律法规或政策相抵触")
    OUTSIDE = "outside", _("不属于学校或教代会职权范围")
    PERSONAL = "personal", _("纯属个人事务")
    EMPTY = "empty", _("内容空泛，没有具体建议")
    SETTLED = "settled", _("已经解决，或已进入申诉、诉讼程序")
    UNSUPPORTED = "unsupported", _("附议人数不足")


class ReplyKind(models.TextChoices):
    """What an answer comes to (rules 5.19)."""

    A = "A", _("A 已解决或采纳")
    B = "B", _("B 列入计划")
    C = "C", _("C 暂不能解决")
    D = "D", _("D 留作参考")


class Proposers(models.TextChoices):
    """Who may propose and second (rules 5.01: delegates by law, every member at many schools)."""

    MEMBERS = "members", _("全体会员")
    DELEGATES = "delegates", _("教代会代表")


def number(default, label, unit="", **more):
    return field(default=default, metadata={"label": label, "unit": unit, **more})


def one_of(default, label, choices, **more):
    return field(default=default, metadata={"label": label, "choices": choices, **more})


def some_of(label, choices, kept):
    given = {"label": label, "choices": list(choices)}
    return field(default_factory=lambda: list(kept), metadata=given)


def switch(default, label, **more):
    return field(default=default, metadata={"label": label, **more})


@setting_sheet("proposals", "提案")
@dataclass
class ProposalSettings:
    """The school's own way of handling proposals; the defaults are those of rules 5."""

    who: str = one_of("members", "谁可以提案和附议", Proposers.choices)
    min_seconders: int = number(2, "附议人数下限", "人", max=50)
    count_includes_proposer: bool = switch(False, "附议人数把提案人计算在内")
    same_unit_allowed: bool = switch(True, "同一小组（代表团）的人可以附议")
    alone_allowed: bool = switch(False, "人大代表、政协委员可单独提案")
    collective_allowed: bool = switch(True, "允许小组（代表团）集体提案")
    motions_allowed: bool = switch(True, "接收议案", help="议案由大会审议表决，不由提案委立案。")
    collective_majority: bool = switch(False, "集体提案须本小组过半数附议")
    visible_collecting: bool = switch(True, "征集附议时会员都可查看和附议")
    window_days: int = number(21, "征集一般开放", "天", min=1, max=366)
    close_before: int = number(
        0, "征集在大会前几天截止", "天", max=120, help="0 表示到大会当天；选定会议的征集适用。"
    )
    late_policy: str = one_of("suggestion", "征集截止后提交的", [
        ("suggestion", "转为意见建议"), ("refuse", "不再接收")])  # fmt: skip
    auto_submit: bool = switch(True, "征集截止时附议已够的自动提交")
    edit_lock: str = one_of("review", "提案人可以修改到", [
        ("submit", "提交之前"), ("review", "审查决定之前")])  # fmt: skip
    edit_days: int = number(0, "最多可修改几天", "天", help="0 表示不限。")
    leader_precheck: bool = switch(False, "提交后先由小组长（代表团长）初审")
    precheck_days: int = number(
        6, "初审期限", "天", help="0 表示不限；到期提醒，工会主席、副主席可代为初审。"
    )
    refuse_grounds: list = some_of("不立案的理由", Ground.choices, Ground.values)
    unfiled_answered: bool = switch(True, "不立案的转为意见建议，仍须答复")
    congress_votes: bool = switch(
        False, "提案是否立案由大会票决", help="提案委把提案列入议程，代表过半数同意的立案。"
    )
    pass_upward: bool = switch(
        False, "超出学校权限的可以向上转送", help="转送之后答复到了，仍由提案委转告提案人。"
    )
    followers: bool = switch(
        False,
        "每件提案由一位委员跟踪",
        help="立案时按手上的件数轮流指定，办理期间三次提醒查看进度。",
    )
    leader_reads: bool = switch(True, "交办前由校领导批示")
    reply_days: int = number(60, "答复期限", "天", min=1)
    day_type: str = one_of("calendar", "期限按", [
        ("calendar", "自然日"), ("working", "工作日")])  # fmt: skip
    extension_days: int = number(30, "可延期一次", "天")
    reassign_days: int = number(5, "申请改派期限", "个工作日")
    contact_required: bool = switch(True, "答复前须与提案人沟通")
    face_to_face_required: list = some_of("须面复的答复", ReplyKind.choices, ("B", "C", "D"))
    countersign: bool = switch(False, "答复稿须协办部门会签")
    reply_signer: str = one_of("one", "答复由谁审签", [
        ("one", "分管校领导"), ("both", "分管校领导和校长"), ("none", "部门负责人即可")])  # fmt: skip
    seconders_told: bool = switch(False, "答复送达时也告知附议人")
    rating_scale: str = one_of("three", "评价分几档", [
        ("three", "满意、基本满意、不满意"), ("two", "满意、不满意")])  # fmt: skip
    rating_days: int = number(10, "评价期限", "个工作日", min=1)
    silence_policy: str = one_of("unrated", "逾期没有评价的", [
        ("unrated", "记为未评价，由提案委决定"), ("again", "再催一次，之后记为未评价")])  # fmt: skip
    merged_rating: str = one_of("all", "并案的评价按", [
        ("all", "有一人不满意即为不满意"), ("first", "第一提案人的评价"), ("average", "各提案人的平均")])  # fmt: skip
    closing: str = one_of("own", "怎样结案", [
        ("own", "提案人都满意或基本满意的即结案"), ("committee", "都由提案委核查后结案")])  # fmt: skip
    max_rounds: int = number(2, "最多办理几次", "次", min=1, max=5)
    second_days: int = number(30, "重办答复期限", "天", min=1)
    tracking_days: int = number(15, "承诺到期前几天提醒", "天")
    check_month: int = number(
        12, "年末自查月份", "月", max=12, help="当月请各部门逐项自查没有兑现的承诺；0 表示不自查。"
    )
    confirm_best: bool = switch(
        True,
        "评优结果先由主席团审定，再在大会上公布",
        help="还没有主席团的，由主席、副主席或党组织负责人审定。",
    )
    award_share: int = number(15, "优秀提案不超过立案数的", "%", max=100)
    title_pattern: bool = switch(True, "案名须写成“关于……的提案”")
    reason_min: int = number(10, "案由至少", "字", max=5000)
    reason_max: int = number(3000, "案由至多", "字", max=20000)
    measures_min: int = number(10, "建议措施至少", "字", max=5000)
    measures_max: int = number(3000, "建议措施至多", "字", max=20000)
    number_pattern: str = field(default="{年}-提-{序号}", metadata={
        "label": "提案编号", "help": "可用 {年}、{届次}、{序号}。"})  # fmt: skip
    suggestion_pattern: str = field(default="{年}-建-{序号}", metadata={
        "label": "意见建议编号", "help": "与提案分开编号，编号不重复使用。"})  # fmt: skip


def rules_of(obj) -> ProposalSettings:
    """The settings of the union a thing belongs to; one look-up a thing."""
    held = obj.__dict__.get("_rules")
    if held is None:
        held = obj.__dict__["_rules"] = settings_for(obj.org, ProposalSettings)
    return held
