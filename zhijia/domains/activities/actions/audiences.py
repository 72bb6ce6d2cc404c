"""Saved searches: whom activities are for."""

from django.utils.translation import gettext as _

from zhijia.kernel.actions import action
from zhijia.kernel.refusals import Refused

from ..models import Audience


@action(Audience, creates=True, may="activities.organise", label="新建报名范围")
def save_search(org, *, by, groups=(), people=(), **conditions):
    """Keep a search under a name."""
    audience = Audience(org=org)
    _fill(audience, groups, people, conditions)
    return audience


@action(Audience, may="activities.organise", label="修改")
def revise(audience, *, by, groups=(), people=(), **conditions):
    """Change the conditions; activities that are open follow at once."""
    _fill(audience, groups, people, conditions)


@action(Audience, may="activities.organise", label="停用或恢复")
def retire(audience, *, by):
    """No longer offer it in forms, or offer it again; activities that use it keep it."""
    audience.retired = not audience.retired


def _fill(audience, groups, people, conditions):
    for name, value in conditions.items():
        setattr(audience, name, value)
    low, high = audience.age_from, audience.age_to
    if low is not None and high is not None and low > high:
        raise Refused(_("年龄范围前大后小。"), _("“年满”应不大于“不超过”。"))
    same = Audience.objects.of(audience.org).filter(name=audience.name).exclude(pk=audience.pk)
    if same.exists():
        raise Refused(_("已经有一个叫“%s”的报名范围。") % audience.name, _("请换一个名称。"))
    audience.save()
    audience.groups.set(groups)
    audience.people.set(people)
