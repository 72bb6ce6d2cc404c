from django.apps import AppConfig

from zhijia.ui.menu import Entry


class PlanningConfig(AppConfig):
    name = "zhijia.desks.planning"
    label = "planning"
    verbose_name = "年度工作"
    menu = [
        Entry("年度工作", "年度计划", "/planning/year/", "planning.see", 10),
        Entry("年度工作", "本月要做", "/planning/month/", "planning.see", 20),
        Entry("年度工作", "工作台账", "/planning/register/", "planning.register", 60),
        Entry("年度工作", "年度总结", "/planning/summary/", "planning.summary", 70),
    ]

    def ready(self):
        from zhijia.kernel import records

        from .progress import follow

        records.after_sync.append(follow)
