"""What the congress holds about a person, and why it may."""

from zhijia.kernel.held import Item, holds

WHY = "教代会：知道谁是代表、谁到会、谁提了意见、谁负责落实。"

holds("congress.delegate", "教代会代表", "person", (Item("congress", "届次"), "unit", "votes", "since", "until", "state"),
      WHY, years=10, since="届满")  # fmt: skip
holds(
    "congress.delegation",
    "代表团团长",
    "head",
    (Item("congress", "届次"), "name"),
    WHY,
    years=10,
    since="届满",
)
holds("congress.attendee", "教代会到会", "person", (Item("part", "会议"), "role", "delegation", "came", "gone"),
      WHY, years=10, since="闭会")  # fmt: skip
holds(
    "congress.receipt",
    "教代会材料阅读",
    "person",
    (Item("session", "会议"), Item("at", "阅读时间")),
    WHY,
    years=3,
    since="闭会",
)
holds(
    "congress.speaker",
    "教代会发言",
    "person",
    (Item("item", "议题"), "minutes"),
    WHY,
    years=10,
    since="闭会",
)
holds("congress.opinion", "教代会代表意见", "by", (Item("session", "会议"), "text", "outcome", "answer", "state"),
      WHY, years=10, since="闭会")  # fmt: skip
holds(
    "congress.resolution",
    "负责落实的决议",
    "owner",
    ("text", "due", "progress", "state"),
    WHY,
    years=10,
    since="落实",
)
