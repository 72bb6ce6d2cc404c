"""What each union entered for a channel; inherited down the tree, the nearest word wins."""

import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..contacts import Channel
from ..orgs import Owned, OwnedQuerySet, lineage
from ..privacy import EncryptedTextField, Locked


class ChannelSettingsQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        from ..access import scope

        return self.filter(scope(person, "notices.configure"))


class ChannelSettings(Owned):
    """One channel at one union: what was entered, sealed, and whether it is switched on."""

    SENSITIVE = ("sealed",)

    channel = models.CharField(_("方式"), max_length=10, choices=Channel)
    on = models.BooleanField(_("启用"), default=True)
    sealed = EncryptedTextField(blank=True, editable=False)
    tried = models.DateTimeField(_("上次试发"), null=True, blank=True, editable=False)
    worked = models.BooleanField(null=True, editable=False)
    answer = models.CharField(max_length=200, blank=True, editable=False)

    objects = ChannelSettingsQuerySet.as_manager()

    class Meta:
        ordering = ["org_path", "channel"]
        constraints = [models.UniqueConstraint(fields=["org", "channel"], name="channel_once")]
        verbose_name = _("通知渠道")

    def __str__(self):
        return self.get_channel_display()

    @property
    def values(self) -> dict:
        return (
            json.loads(self.sealed) if self.sealed and not isinstance(self.sealed, Locked) else {}
        )

    @values.setter
    def values(self, given):
        self.sealed = json.dumps(given, ensure_ascii=False)


def in_force(paths) -> dict[tuple[str, str], ChannelSettings]:
    """(union path, channel) → what holds there, for many unions in one query.

    A union that switched a channel off has none, whatever stands above it; a row that is on but
    holds nothing says nothing.
    """
    paths = set(paths)
    lines = {p: lineage(p) for p in paths}
    wanted = {one for line in lines.values() for one in line}
    said = ChannelSettings.objects.filter(org_path__in=wanted).exclude(on=True, sealed="")
    rows = {(row.org_path, row.channel): row for row in said}
    found = {}
    for path, line in lines.items():
        for channel in Channel.values:
            near = next((rows[p, channel] for p in reversed(line) if (p, channel) in rows), None)
            if near and near.on:
                found[path, channel] = near
    return found
