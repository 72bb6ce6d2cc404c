from django.apps import AppConfig

from zhijia.ui.menu import Entry


class VoiceConfig(AppConfig):
    name = "zhijia.domains.voice"
    label = "voice"
    verbose_name = "心声"
    does = {"voice": "/voice/survey/draft/"}  # where a plan's item is acted on
    menu = [
        Entry("民主管理", "心声", "/voice/", "voice.see", 30, phone=True),
        Entry("民主管理", "来信", "/voice/message/", "voice.see", 31, under="/voice/"),
        Entry("民主管理", "合理化建议", "/voice/suggestion/", "voice.see", 32, under="/voice/"),
        Entry("民主管理", "问卷", "/voice/survey/", "voice.see", 33, under="/voice/"),
        Entry("民主管理", "接待与座谈", "/voice/reception/", "voice.see", 34, under="/voice/"),
        Entry("民主管理", "提出的问题", "/voice/issue/", "voice.see", 35, under="/voice/"),
        Entry("民主管理", "您说—我们做", "/voice/done/", "voice.see", 36, under="/voice/"),
        Entry("民主管理", "信箱设置", "/voice/channel/", "voice.set_up", 37, under="/voice/"),
        Entry("民主管理", "下级工会的建议", "/voice/suggestion/", "voice.answer_up", 38),
        Entry("民主管理", "本级无人可办的来信", "/voice/above/", "voice.oversee", 38, under="/voice/"),
    ]  # fmt: skip
