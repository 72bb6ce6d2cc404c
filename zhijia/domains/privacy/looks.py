"""Who looked at what of a person, in which office, and what for."""

from zhijia.kernel.held import held
from zhijia.kernel.people import Appointment
from zhijia.kernel.privacy import Look

MOST = 50


def looks_at(person) -> list[dict]:
    """The latest looks, with the office the looker held on that day; two queries."""
    looks = list(Look.objects.filter(about=person).select_related("by")[:MOST])
    posts = list(Appointment.objects.filter(person__in={one.by_id for one in looks}))
    return [
        {
            "at": one.at, "what": one.what, "who": "本人" if one.by_id == person.pk else one.by.name,
            "post": _post(one, posts), "why": _why(one),
        }
        for one in looks
    ]  # fmt: skip


def _post(look, posts):
    day = look.at.date()
    held_then = (
        p.get_post_display()
        for p in posts
        if p.person_id == look.by_id and p.starts <= day and (p.ends is None or p.ends >= day)
    )
    return "、".join(dict.fromkeys(map(str, held_then)))


def _why(look):
    """The purpose of the thing in which it was shown."""
    model = look.source.split(":")[0].lower()
    if look.by_id == look.about_id:
        return "查看自己的信息"
    return held[model].purpose if model in held else ""
