"""Telling people. The inbox is here; the other ways out of the house are in ``channels``.

:func:`tell` only writes the inbox, in a handful of queries however many are told. What leaves the
house is routed and sent by due work (:mod:`.deliveries`), so nobody waits for a mail server.
"""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from . import bulk, clock
from .orgs import Owned, OwnedQuerySet
from .people import Person


class Sort(models.TextChoices):
    """What a notice wants of its reader; people choose per sort how they hear of it."""

    URGENT = "urgent", _("紧急")
    TODO = "todo", _("待办")
    KNOW = "know", _("知悉")
    PUBLIC = "public", _("公示")


class NoticeQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """One's own, nobody else's."""
        return self.filter(person=person) if person else self.none()

    def unread(self):
        return self.filter(read=None)

    def unread_first(self):
        seen = Case(When(read=None, then=Value(0)), default=Value(1))
        return self.order_by(seen, "-created", "-pk")


class Notice(Owned):
    """One thing one person should know; ``due`` when something is asked of them by a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60, blank=True)
    sort = models.CharField(_("类别"), max_length=10, choices=Sort, default=Sort.KNOW)
    title = models.CharField(_("标题"), max_length=120)
    url = models.CharField(max_length=200, blank=True)
    due = models.DateField(_("期限"), null=True, blank=True)
    read = models.DateTimeField(_("已读"), null=True, blank=True)
    routed = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        indexes = [
            models.Index(fields=["person", "read"]),
            models.Index(fields=["routed"], condition=Q(routed=False), name="notice_unrouted"),
        ]
        verbose_name = _("通知")

    def __str__(self):
        return self.title

    @property
    def urgent(self):
        return self.sort == Sort.URGENT

    @property
    def model(self):
        """The label of the model it is about, if it is about a thing: ``care.visit``."""
        return ".".join(self.kind.split(".")[:2])


FIELDS = (
    "org_id", "org_path", "created", "person_id", "kind", "sort", "title", "url", "due", "read",
    "routed",
)  # fmt: skip


def tell(
    people,
    org,
    title: str,
    url: str = "",
    due=None,
    besides=None,
    *,
    kind="",
    sort="",
    urgent=False,
) -> list[Notice]:
    """Put a notice in everybody's inbox now; the other channels hear of it within seconds.

    ``besides`` (who did it) is left out: nobody is told of what they did themselves. ``kind`` is
    the verb's code and, left out, the model at ``url``; ``sort`` is 待办 where a day is set and
    知悉 otherwise. The rows come back without their keys.
    """
    from .contacts import deaf_to

    unique = {p.pk: p for p in people if p and p != besides}
    kind = kind or ".".join(url.strip("/").split("/")[:2])
    sort = Sort.URGENT if urgent else sort or (Sort.TODO if due else Sort.KNOW)
    deaf = set() if due or urgent else deaf_to(sort, list(unique))
    now = clock.now()
    notices = [
        Notice(
            org=org, org_path=org.path, person=p, title=title[:120], url=url, due=due, sort=sort,
            kind=kind[:60], created=now, read=now if p.pk in deaf else None,
        )
        for p in unique.values()
    ]  # fmt: skip
    bulk.insert(Notice, FIELDS, ([getattr(n, name) for name in FIELDS] for n in notices))
    return notices


def read_one(person, pk) -> Notice | None:
    """Mark one's own notice read and give it; None where there is no such notice of theirs."""
    Notice.objects.filter(person=person, pk=pk, read=None).update(read=clock.now())
    return Notice.objects.filter(person=person, pk=pk).first()


def read_all(person) -> int:
    return Notice.objects.filter(person=person, read=None).update(read=clock.now())
