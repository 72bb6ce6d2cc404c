from django.apps import AppConfig

from zhijia.ui.menu import Entry


class CommitteesConfig(AppConfig):
    name = "zhijia.domains.committees"
    label = "committees"
    verbose_name = "组织·会议"
    does = {"committees": "/committees/meeting/convene/"}
    menu = [
        Entry("组织", "谁在任", "/committees/officers/", "committees.roster", 15),
        Entry("组织", "会议", "/committees/meeting/", "committees.see", 20),
        Entry(
            "组织",
            "委员会",
            "/committees/committee/",
            "committees.see",
            30,
            under="/committees/officers/",
        ),
        Entry("组织", "工会小组", "/committees/group/", "committees.groups", 35),
        Entry(
            "组织",
            "积极分子",
            "/committees/activist/",
            "committees.choose",
            60,
            under="/committees/officers/",
        ),
        Entry(
            "组织",
            "个人小结",
            "/committees/ownsummary/",
            "committees.write_summary",
            70,
            under="/committees/officers/",
        ),
        Entry("上级", "下级工会届期", "/committees/below/", "committees.terms_below", 60),
    ]
