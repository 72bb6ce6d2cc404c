from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "zhijia.site"
    label = "site"
