"""What templates call: parts, and Chinese ways of writing figures and dates."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.template.defaultfilters import linebreaksbr
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from zhijia.kernel import clock
from zhijia.kernel.actions import url_of
from zhijia.kernel.consent import purposes
from zhijia.kernel.money import yuan

from ..icons import ICONS
from ..pages import Due, badge_of

register = template.Library()


@register.simple_tag
def part(name, **given):
    """One part of the house style: ``{% part "badge" tone="done" label="已办" %}``."""
    return get_template(f"ui/parts/{name}.html").render(given)


@register.simple_tag
def purpose(code):
    """What data asked for here are used for: ``{% purpose "members.apply" %}``."""
    box = '<details class="purpose-box"><summary>{}</summary>{}</details>'
    known = purposes[code]
    head = f"这些信息用来做什么：{known.label}"
    return format_html(box, head, part("purpose", purpose=known))


@register.simple_tag
def icon(name):
    """A line icon drawn in the colour of the text."""
    body = ICONS[name]
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(body),
    )


@register.simple_tag
def state(obj):
    """The badge of a thing's state; nothing for things that have none."""
    if not hasattr(obj, "state"):
        return ""
    tone, word = badge_of(obj)
    return format_html('<span class="badge {}">{}</span>', tone, word)


@register.filter
def money(value):
    return "" if value in (None, "") else f"¥{yuan(value)}"


@register.filter
def figure(value):
    """A count without decimals, with thousands marks."""
    value = Decimal(value or 0)
    return f"{value:,.0f}" if value == value.to_integral() else f"{value:,.2f}"


@register.filter
def day(value):
    """2026年3月8日; this year's days without the year."""
    if not value:
        return ""
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date()
    if value.year == clock.today().year:
        return f"{value.month}月{value.day}日"
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value):
    if not value:
        return ""
    value = timezone.localtime(value)
    return f"{day(value)} {value:%H:%M}"


@register.filter
def left(due):
    """How long there is, in words, with the tone of its badge: ``late``, ``due`` or ``plan``."""
    if not due:
        return None
    days = (due - clock.today()).days
    if days < 0:
        return {"tone": "late", "words": f"逾期 {-days} 天"}
    words = {0: "今天", 1: "明天", 2: "后天"}.get(days)
    if words:
        return {"tone": "due", "words": words}
    return {"tone": "due" if days <= 7 else "plan", "words": day(due)}


@register.filter
def address(obj):
    return url_of(obj)


def due(value):
    """The day, and how late it is while something is owed; how near, from a week before."""
    clock_of = left(value.day) if value.owed else None
    if not clock_of or clock_of["tone"] == "plan":
        return day(value.day)
    tone, words = clock_of["tone"], clock_of["words"]
    if tone == "due" and words == day(value.day):
        return format_html('<span class="badge due">{}</span>', words)
    return format_html('{} <span class="badge {}">{}</span>', day(value.day), tone, words)


@register.filter
def said(value):
    """Whether there is anything to say; nought is something."""
    return value not in ("", None, Due(None, True), Due(None, False))


@register.filter
def fact(value):
    """What stands beside a label: dates as the lists write them, words with their lines."""
    if isinstance(value, Due):
        return due(value)
    if isinstance(value, date):
        return moment(value) if isinstance(value, datetime) else day(value)
    return linebreaksbr(value)


@register.simple_tag
def cell(column, obj):
    """What a list shows in one cell, by the column's kind."""
    value = column.show(obj)
    if value in (None, ""):
        return ""
    if isinstance(value, Due):
        return due(value)
    if column.kind == "date":
        return day(value)
    if column.kind == "money":
        return money(value)
    if column.kind == "badge":
        return format_html('<span class="badge {}">{}</span>', *value)
    return value


@register.filter
def share(done, total):
    return int(min(done, total) * 100 / total) if total else 0


@register.filter
def model_path(model):
    return f"{model._meta.app_label}/{model._meta.model_name}"


@register.filter
def model_label(model):
    return model._meta.verbose_name


@register.filter
def format_name(form):
    return {"docx": "Word", "xlsx": "Excel", "pptx": "演示稿", "pdf": "PDF"}[form]


@register.simple_tag
def specimen(name, given):
    """A part with a specimen's arguments, for the gallery."""
    return part(name, **given)


@register.filter
def get(mapping, key):
    return mapping.get(key, "")


@register.filter
def note_before(value):
    """「上年 …」 beside a figure, or nothing where there was none."""
    return f"上年 {value}" if value not in ("", "0", "¥0.00") else ""


@register.filter
def pairs(text):
    """``"yes,赞成;no,反对"`` as pairs, for a few fixed choices in a template."""
    return [tuple(part.split(",")) for part in text.split(";")]
