"""What activities hold about a person, and why it may."""

from zhijia.kernel.consent import purpose
from zhijia.kernel.held import Item, holds

TAKE_PART = "安排活动：留名额、点名、联系、退款。"

holds(
    "activities.signup", "活动报名", "person",
    (Item("activity", "活动"), Item("slot", "场次"), "companions", Item("family", purpose="安排家属名额。"), Item("answers_kept"), "came", "paid", "refunded", "state"),
    TAKE_PART, years=5, since="活动结束", erased=("family", "answers_kept"),
)  # fmt: skip
holds("activities.activity", "活动策划", "planners", (Item("title", "活动"), "on", "idea"),
      "记下谁出的主意。", years=10, since="活动结束")  # fmt: skip
holds("activities.prize", "活动奖项", "person", (Item("activity", "活动"), "name", "item", "value"),
      "奖品签收和账目核对。", years=30, since="会计年度终了")  # fmt: skip
holds("activities.clubmember", "协会会籍", "person", (Item("club", "协会"), "starts", "ends"),
      "安排协会活动。", years=5, since="退出协会")  # fmt: skip
holds("activities.gathering", "固定活动签到", "people", (Item("regular", "固定活动"), "on"),
      "记下谁来了，统计参与。", years=5, since="活动日")  # fmt: skip
holds(
    "activities.showing",
    "代表队参赛",
    "people",
    ("on",),
    "记下代表学校参赛的人。",
    years=10,
    since="比赛日",
)
holds("activities.competitor", "参加比赛", "people", (Item("contest", "比赛"), "name", Item("rank", "名次"), "state"),
      "编排比赛、公布名次。", years=5, since="活动结束")  # fmt: skip
holds("activities.calendarkey", "活动日历订阅", "person", (), "让本人的手机取得活动日历。")

purpose(
    "activities.sign_up", "活动报名",
    "报名信息只用来安排这项活动：留名额、点名、联系和退款；除不公开名单的活动外，本会会员能看到谁报了名。",
    kinds="姓名、所在小组、场次、家属人数和说明、对报名问题的回答", keeps="活动结束后 5 年",
)  # fmt: skip
