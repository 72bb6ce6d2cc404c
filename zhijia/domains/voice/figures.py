"""The figures of the boxes, for one reader: what is about that reader is in none of them."""

from django.db.models import Count, Q

from zhijia.kernel import clock

from .models import Message, Suggestion


def counted(rows, asked) -> dict:
    counts = {f"n_{k}": Count("pk", filter=q) if q else Count("pk") for k, q in asked.items()}
    return {name[2:]: value for name, value in rows.order_by().aggregate(**counts).items()}


def letters_of(channel, person, start, end) -> dict:
    rows = Message.objects.filter(channel=channel, received__range=(start, end)).besides(person)
    late = Q(state__in=Message.CLOCKED, due__lt=clock.today(), answered=None)
    found = counted(rows, {
        "all": Q(), "anonymous": Q(sender=None), "urgent": Q(urgent=True),
        "answered": Q(answered__isnull=False), "on_time": Q(on_time=True), "late": late,
        "aside": Q(state="aside"), "same": Q(same_as__isnull=False), "public": Q(published__isnull=False),
    })  # fmt: skip
    return found


def suggestions_of(org, start, end) -> dict:
    rows = Suggestion.objects.of(org).filter(sent__range=(start, end))
    return counted(rows, {
        "all": Q(), "answered": Q(answered__isnull=False), "taken": Q(taken=True),
        "shown": Q(state="shown"), "proposal": Q(state="proposal"),
    })  # fmt: skip


def percent(part, whole) -> str:
    return f"{part * 100 / whole:.1f}%" if whole else "—"
