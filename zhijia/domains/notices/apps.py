from django.apps import AppConfig

from zhijia.ui.menu import Entry


class NoticesConfig(AppConfig):
    name = "zhijia.domains.notices"
    label = "notices"
    verbose_name = "通知"
    menu = [
        Entry(
            "组织",
            "无法送达的会员",
            "/notices/unreached/",
            "notices.reach",
            60,
            under="/members/member/",
        ),
        Entry("系统", "通知渠道", "/notices/channels/", "notices.configure", 22),
    ]
