"""What schools do differently about letters, suggestions and surveys."""

from dataclasses import dataclass, field

from zhijia.kernel.settings import setting_sheet, settings_for


def number(default, label, unit="", **more):
    return field(default=default, metadata={"label": label, "unit": unit, **more})


def words(default, label, **more):
    return field(default=default, metadata={"label": label, **more})


@setting_sheet("voice", "心声")
@dataclass
class VoiceSettings:
    """No law sets these days; they are the school's own promise, shown beside every box."""

    answer_days: int = number(10, "新信箱的答复期限", "个工作日", min=1, max=60)
    keep_months: int = number(36, "来信办结后保留", "个月", min=1, max=120)
    hourly: int = number(20, "每个信箱每小时最多收匿名信", "封", min=1, max=500)
    suggestion_days: int = number(15, "建议答复期限", "个工作日", min=1, max=90)
    campaign: str = words(
        "", "正在开展的献计献策活动", max=40,
        help="填活动名称，如“我为学校发展献计献策”；教职工提建议时可以选择参加。结束后清空。",
    )  # fmt: skip
    issue_days: int = number(20, "座谈问题答复期限", "个工作日", min=1, max=90)
    urgent_words: str = words(
        "自杀、轻生、不想活、跳楼、割腕、同归于尽、报复社会、要杀、炸学校、欺凌、性侵、家暴",
        "来信里出现就按紧急处理的词", help="用顿号隔开。",
    )  # fmt: skip
    help_lines: str = words(
        "报警 110、急救 120、心理援助 12356、工会维权 12351",
        "紧急时请拨打",
        help="显示在写信页上。",
    )
    small: int = number(5, "少于几人的结果不显示", "人", min=5, max=50)


def rules_of(obj) -> VoiceSettings:
    """The settings of the union a thing belongs to; one look-up a thing."""
    held = obj.__dict__.get("_rules")
    if held is None:
        held = obj.__dict__["_rules"] = settings_for(obj.org, VoiceSettings)
    return held
