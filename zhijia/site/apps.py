from django.apps import AppConfig

from zhijia.ui.menu import Entry


class SiteConfig(AppConfig):
    name = "zhijia.site"
    label = "site"
    menu = [
        Entry("系统", "政策标准", "/system/policy/", "site.overview", 10),
        Entry("系统", "本会设置", "/system/settings/care/", "site.settings", 20),
        Entry("系统", "工作日历", "/system/calendar/", "site.overview", 25),
        Entry("系统", "职务与权限", "/system/access/", "site.overview", 30),
    ]
