from django.apps import AppConfig

from zhijia.ui.menu import Entry


class WorklogConfig(AppConfig):
    name = "zhijia.domains.worklog"
    label = "worklog"
    verbose_name = "工作纪事"
    chapters = {  # topic (and first metric of its sentence) → chapter of the annual summary
        "worklog.study": "learning",
        "worklog.activity": "activities",
        "worklog.women": "activities",
        "worklog.contest": "skills",
        "worklog.democracy": "democracy",
        "worklog.cobuild": "activities",
        "worklog.publicity": "self",
        "worklog.honour": "honours",
        "worklog.visit_above": "self",
        "worklog.funds": "self",
        "worklog.rights": "care",
        "worklog.archive": "self",
        "worklog.other": "self",
    }
    menu = [
        Entry("年度工作", "记一件事", "/worklog/event/log/", "worklog.log", 30, phone=True),
        Entry("年度工作", "工作纪事", "/worklog/event/", "worklog.see", 40),
    ]
