from django.apps import AppConfig

from zhijia.ui.menu import Entry


class ActivitiesConfig(AppConfig):
    name = "zhijia.domains.activities"
    label = "activities"
    verbose_name = "活动"
    does = {"activities": "/activities/activity/draft/"}  # where a plan's item is acted on
    menu = [
        Entry("活动建功", "活动", "/activities/activity/", "activities.see", 10, phone=True),
        Entry("活动建功", "活动墙", "/activities/wall/", "activities.see", 20, under="/activities/activity/"),
        Entry("活动建功", "节庆和系列", "/activities/series/", "activities.see", 25, under="/activities/activity/"),
        Entry("活动建功", "我的报名", "/activities/signup/", "activities.sign_up", 30, under="/activities/activity/"),
        Entry("活动建功", "协会", "/activities/club/", "activities.see", 32, under="/activities/activity/"),
        Entry("活动建功", "固定活动", "/activities/regular/", "activities.see", 34, under="/activities/activity/"),
        Entry("活动建功", "参与情况", "/activities/participation/", "activities.participation", 40, under="/activities/activity/"),
        Entry("活动建功", "报名范围", "/activities/audience/", "activities.organise", 50, under="/activities/activity/"),
    ]  # fmt: skip
