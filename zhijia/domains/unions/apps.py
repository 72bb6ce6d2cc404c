from django.apps import AppConfig

from zhijia.ui.menu import Entry


class UnionsConfig(AppConfig):
    name = "zhijia.domains.unions"
    label = "unions"
    verbose_name = "工会"
    menu = [Entry("组织", "工会组织", "/unions/union/", "unions.see", 5)]
