from django.apps import AppConfig

from zhijia.ui.menu import Entry


class CareConfig(AppConfig):
    name = "zhijia.domains.care"
    label = "care"
    verbose_name = "慰问"
    does = {"care": "/care/visit/plan_round/?kind=festival"}
    chapter = ("care", "心系教职工，做实送温暖", 40)
    menu = [
        Entry("服务关爱", "本月五必访", "/care/month/", "care.arrange", 10),
        Entry("服务关爱", "报一件事", "/care/occasion/report/", "care.report", 20),
        Entry("服务关爱", "走访慰问", "/care/visit/", "care.see", 30),
        Entry("服务关爱", "关爱事项", "/care/occasion/", "care.report", 40),
    ]
