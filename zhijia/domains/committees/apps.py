from django.apps import AppConfig

from zhijia.ui.menu import Entry


class CommitteesConfig(AppConfig):
    name = "zhijia.domains.committees"
    label = "committees"
    verbose_name = "组织·会议"
    menu = [
        Entry("组织", "会议", "/committees/meeting/", "committees.see", 20),
        Entry("组织", "委员会", "/committees/committee/", "committees.see", 30),
    ]
