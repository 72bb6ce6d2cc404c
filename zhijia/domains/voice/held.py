"""What this domain holds about a person, and why. An anonymous letter is held of nobody."""

from zhijia.kernel.consent import purpose
from zhijia.kernel.held import Item, holds, keeps

from .models import Message

ANSWER = "答复来信、建议和提出的问题。"

holds("voice.message", "署名来信", "sender", ("channel", "text", Item("received", "收到"), "state"), ANSWER,
      years=3, since="办结（各信箱另有规定的从其规定）")  # fmt: skip
holds("voice.suggestion", "合理化建议", ("author", "handler"), ("title", "text", "sent", "answer", "state"),
      ANSWER, years=10, since="答复")  # fmt: skip
holds("voice.participant", "问卷名单", "person", (Item("survey", "问卷"),), "知道问卷发给了谁；不知道谁答了什么。",
      years=3, since="问卷截止")  # fmt: skip
holds("voice.booking", "接待预约", "person", ("reception", "slot", "topic", "state"), "安排接待。",
      years=3, since="接待日", erased=("topic",))  # fmt: skip
holds("voice.reception", "主持的接待、座谈和谈心", "host", ("kind", "title", "on"), "知道由谁主持。",
      years=10, since="举行")  # fmt: skip
holds(
    "voice.issue",
    "负责的问题和来电",
    ("handler", "caller"),
    ("text", "due", "state"),
    ANSWER,
    years=10,
    since="解决",
)
holds("voice.channel", "收信人", "owners", ("title", "state"), "知道信寄给谁。")

purpose(
    "voice.send", "署名写信",
    "信和您的姓名只给这个信箱的收信人和首问责任人看；勾选涉及的收信人看不到这封信，在任何清单和数字里也看不到。",
    kinds="姓名、信的内容、图片（去掉拍摄信息）", keeps="办结后按信箱的期限删除",
)  # fmt: skip
purpose(
    "voice.suggest", "提合理化建议",
    "受理和承办的人知道是谁提的；公布时是否署名由您定。", kinds="姓名、建议内容", keeps="答复后 10 年",
)  # fmt: skip
purpose(
    "voice.book", "预约接待", "只用来安排接待：主持人看得到谁来、想谈什么。",
    kinds="姓名、时间、想谈的事", keeps="接待日后 3 年",
)  # fmt: skip


@keeps
def open_letters(person) -> str:
    mine = Message.objects.filter(handler=person, state__in=Message.CLOCKED)
    return "手上还有没答复的来信，请先转交。" if mine.exists() else ""
