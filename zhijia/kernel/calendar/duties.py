"""What a school union owes every year, ready to be offered as plan items with their months.

Source: rules, Appendix D (calendar of duties) and the festivals of the year. Left out because
no calendar year decides it: 换届 preparation, six months before a term of office ends.
The months are a proposal; the union moves them in its own plan.
"""

from dataclasses import dataclass

from .festivals import festival_date


@dataclass(frozen=True)
class Duty:
    """One yearly duty. ``months``: first and last month, both included. ``why``: told to people."""

    key: str
    months: tuple[int, int]
    title: str
    domain: str
    source: str
    why: str


FIXED = (
    Duty("year-plan", (1, 2), "制定并公布本年度工会工作计划", "planning",
         "需求R-286", "年初定计划，年末据此总结。"),
    Duty("dues", (1, 12), "按月收缴会费，核对拨缴经费到账", "funds",
         "规则附录D、2.31、2.32", "会费按本人基本收入、拨缴按工资总额，基数不同，按月核对。"),
    Duty("roll", (1, 12), "按月核对会员名册，办理转入转出", "members",
         "规则附录D", "名册准，表决基数、慰问和会费才准。"),
    Duty("accounts-year-end", (1, 1), "公布上年度工会经费收支", "disclosure",
         "规则3.36", "经费收支应向会员公开，通常每半年一次。"),
    Duty("final-accounts", (1, 2), "编制上年度工会经费决算", "funds",
         "规则附录D、3.33", "决算经委员会讨论、经审会审查后提交会员大会。"),
    Duty("funds-review", (1, 2), "经审会审查上年度预算执行和决算", "funds",
         "规则附录D、3.37", "预算执行情况每年至少审查一次。"),
    Duty("member-congress", (1, 2), "召开会员大会，报告工会工作和经费收支", "congress",
         "规则附录D、3.36", "每年至少向会员大会或会员代表大会报告一次。"),
    Duty("home-rating", (1, 2), "组织会员评家，评议工会主席、副主席", "evaluation",
         "规则附录D、10.02、10.03", "与会员大会同期，无记名测评，结果公布并列出整改清单。"),
    Duty("budget", (3, 4), "编制本年度工会经费预算并报上级工会", "funds",
         "规则附录D、3.32、3.33", "没有预算不能开支；先审查、再通过，然后报上级工会。"),
    Duty("recuperation-plan", (3, 4), "制定教职工疗休养计划", "care",
         "规则附录D、11.08", "一线和先进教职工优先，天数和标准按本省规定。"),
    Duty("training-spring", (3, 5), "培训工会干部和小组长（上半年）", "growth",
         "规则附录D", "每半年至少一次，并留存培训档案。"),
    Duty("outing-spring", (4, 5), "组织会员春季活动，当日往返", "activities",
         "规则3.14、3.15", "先用会费列支，不在外过夜。"),
    Duty("proposals-call", (2, 3), "征集教代会提案", "proposals",
         "规则附录D", "赶在教代会前立案，会上报告。"),
    Duty("congress", (3, 6), "召开本学年教职工代表大会", "congress",
         "规则附录D、1.06", "每学年至少召开一次，次数按学年计，不按自然年计。"),
    Duty("proposals-report", (3, 6), "向教代会报告上次提案办理情况", "proposals",
         "规则附录D", "提案办理报告是教代会的固定议程。"),
    Duty("cadre-appraisal", (3, 6), "在教代会上民主评议领导干部", "ballots",
         "规则附录D", "随教代会进行，无记名测评。"),
    Duty("archive", (4, 6), "6月30日前完成上年度文件材料归档", "archive",
         "规则附录D、12.09", "上年度材料一般在次年6月底前整理移交。"),
    Duty("accounts-mid-year", (7, 7), "公布上半年工会经费收支", "disclosure",
         "规则附录D、3.36", "年中公开一次，接受会员监督。"),
    Duty("funds-review-mid-year", (7, 8), "经审会检查上半年经费收支", "funds",
         "规则附录D", "早发现、早纠正，减轻年终审查。"),
    Duty("hardship-review", (7, 8), "复核困难职工档案，办理进入和退出", "aid",
         "规则附录D、4.10", "每年至少核实一次，情况变化随时调整。"),
    Duty("student-aid", (7, 8), "开展金秋助学，摸底、公示并发放", "aid",
         "规则附录D、4.08、4.11", "赶在开学前把助学金送到困难职工子女手中。"),
    Duty("new-members", (9, 10), "吸收新进教职工入会", "members",
         "规则附录D、需求R-013", "新教师到岗即入会，及时享受会员待遇。"),
    Duty("health-check", (9, 12), "组织教职工体检和女职工专项检查，年底前办结", "care",
         "规则附录D、11.01、11.02", "教师定期体检；女职工专项检查周期按本省规定。"),
    Duty("training-autumn", (9, 11), "培训工会干部和小组长（下半年）", "growth",
         "规则附录D", "每半年至少一次，并留存培训档案。"),
    Duty("outing-autumn", (10, 11), "组织会员秋季活动，当日往返", "activities",
         "规则3.14、3.15", "先用会费列支，不在外过夜。"),
    Duty("disclosure-report", (10, 10), "编制上学年信息公开年度报告（高校）", "disclosure",
         "规则附录D", "仅高等学校：按学年编制，10月底前公布。"),
    Duty("self-score", (11, 12), "对照考核标准完成自评并备齐佐证", "evaluation",
         "规则附录D、10.04", "自评后由上级工会核查，佐证平时留好。"),
    Duty("proposals-check", (11, 12), "自查提案承诺事项的兑现情况", "proposals",
         "规则附录D", "答复里承诺的事，年底逐项核对。"),
    Duty("year-summary", (12, 12), "撰写年度工作总结，谋划下年度工作", "planning",
         "需求R-290", "用全年记录说话，问题带入下年计划。"),
)  # fmt: skip

GOODS = "属法定节日：发实物、全体会员同等，不发现金和购物卡，全年不超本省标准。"
NO_GOODS = "不属七个法定节日，不能以节日慰问名义发放。"


def _festive(year: int) -> list[Duty]:
    """The duties that hang on a festival; lunar ones move from year to year."""
    names = ("春节", "端午节", "中秋节", "重阳节")
    days = [festival_date(name, year) for name in names]
    spring, boat, moon, ninth = (day.month for day in days)
    on = {
        name: f"{year}年{name}为{d.month}月{d.day}日" for name, d in zip(names, days, strict=True)
    }
    return [
        Duty("warmth", (1, spring), "元旦春节送温暖，走访困难、患病和值守教职工", "aid",
             "规则附录D、4.12", f"{on['春节']}，节前走访到位。"),
        Duty("goods-spring", (1, spring), "发放春节会员慰问品", "care", "规则3.20—3.22", GOODS),
        Duty("women", (3, 3), "开展三八妇女节活动和女职工权益宣传", "activities",
             "规则附录D、3.20", f"三八节{NO_GOODS}"),
        Duty("labour-day", (4, 5), "五一前后宣传劳模和先进教职工", "honours",
             "需求R-108、R-170", "以身边榜样过好劳动者的节日。"),
        Duty("youth", (5, 5), "五四青年节开展青年教师活动", "activities", "需求R-170",
             f"青年节{NO_GOODS}"),
        Duty("children", (6, 6), "六一儿童节关心教职工子女", "activities", "需求R-170",
             f"儿童节{NO_GOODS}"),
        Duty("goods-boat", (boat, boat), "发放端午节会员慰问品", "care", "规则3.20—3.22", GOODS),
        Duty("party-day", (6, 7), "七一前后组织教职工主题学习", "growth", "需求R-170",
             "配合学校党组织安排。"),
        Duty("teachers-day", (9, 9), "庆祝教师节，表彰优秀教职工", "honours",
             "规则3.20、需求R-109", f"教师节{NO_GOODS}"),
        Duty("goods-moon", (moon, moon), "发放中秋国庆会员慰问品", "care", "规则3.20—3.22", GOODS),
        Duty("elders", (ninth, ninth), "重阳节走访慰问退休教职工", "care", "规则3.20、需求R-226",
             f"{on['重阳节']}；重阳节{NO_GOODS}"),
        Duty("new-year", (12, 12), "组织迎新年文体活动", "activities", "需求R-170",
             "一年收尾，全体教职工可参加。"),
    ]  # fmt: skip


def offers(year: int) -> list[Duty]:
    """The duties of a calendar year, by first month; the keys are the same every year."""
    return sorted([*FIXED, *_festive(year)], key=lambda duty: (duty.months, duty.key))
