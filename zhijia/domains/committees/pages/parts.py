"""Filters and words that several pages share."""

from django.utils.translation import gettext_lazy as _

from zhijia.ui.pages import Filter


def states(model):
    return Filter(
        "state", _("状态"), lambda org: model.State.choices, lambda rows, v: rows.filter(state=v)
    )


def kinds(model):
    return Filter(
        "kind", _("类别"), lambda org: model.Kind.choices, lambda rows, v: rows.filter(kind=v)
    )


def names(people):
    return "、".join(p.name for p in people)


def words(day):
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
