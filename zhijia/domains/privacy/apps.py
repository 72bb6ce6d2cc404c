from django.apps import AppConfig

from zhijia.ui.menu import Entry


class PrivacyConfig(AppConfig):
    name = "zhijia.domains.privacy"
    label = "privacy"
    verbose_name = "个人信息"
    menu = [
        Entry(
            "组织",
            "信息更正",
            "/privacy/correction/",
            "privacy.answer",
            70,
            under="/members/member/",
        ),
        Entry(
            "系统", "注销离会人员", "/privacy/erasure/", "privacy.erase", 40, under="/privacy/log/"
        ),
        Entry("系统", "操作日志", "/privacy/log/", "privacy.audit", 42),
    ]
