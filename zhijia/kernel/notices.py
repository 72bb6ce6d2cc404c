"""Telling people. The inbox is here; every further channel is a folder in ``channels``."""

from importlib import import_module

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from . import clock
from .orgs import Owned
from .people import Person


class Notice(Owned):
    """One thing one person should know; ``due`` when something is asked of them by a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    title = models.CharField(_("标题"), max_length=120)
    url = models.CharField(max_length=200, blank=True)
    due = models.DateField(_("期限"), null=True, blank=True)
    read = models.DateTimeField(_("已读"), null=True, blank=True)

    class Meta:
        ordering = ["-created"]
        indexes = [models.Index(fields=["person", "read"])]
        verbose_name = _("通知")

    def __str__(self):
        return self.title


def tell(people, org, title: str, url: str = "", due=None, besides=None) -> list[Notice]:
    """Put a notice in everybody's inbox now, and hand it to the other channels on commit.

    ``besides`` (who did it) is left out: nobody is told of what they did themselves.
    """
    unique = {p.pk: p for p in people if p and p != besides}.values()
    notices = [
        Notice(org=org, org_path=org.path, person=p, title=title[:120], url=url, due=due)
        for p in unique
    ]
    Notice.objects.bulk_create(notices)
    transaction.on_commit(lambda: _deliver(notices))
    return notices


def _deliver(notices) -> None:
    for name in settings.NOTICE_CHANNELS:
        import_module(name).deliver(notices)


def read_all(person) -> int:
    return Notice.objects.filter(person=person, read=None).update(read=clock.now())
