"""What ballots hold about a person: that they stand on a roll. What they chose is held about nobody."""

from zhijia.kernel.held import Item, holds

holds(
    "ballots.voter", "投票名册", "person", (Item("ballot", "投票"), "unit", "klass", "marked", "way"),
    "编名册、领票，防止一人投两次；投了什么不与人相连，系统里查不到。", years=5, since="公布结果",
)  # fmt: skip
holds(
    "ballots.namedvote",
    "记名投票",
    "person",
    (Item("ballot", "投票"),),
    "公开投票的表态。",
    years=5,
    since="公布结果",
)
holds(
    "ballots.batchentry", "录入的纸票", "person", (Item("batch", "批次"),),
    "两位监票人各自录入、核对一致后才计入。", years=5, since="公布结果",
)  # fmt: skip
