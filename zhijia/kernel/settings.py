"""A union's own settings: one typed dataclass per domain, inherited down the tree."""

from dataclasses import asdict, fields, is_dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from .orgs import Owned, lineage

sheets: dict[str, type] = {}


def setting_sheet(name: str, label: str):
    """Register a dataclass whose fields (with defaults) are a domain's settings.

    A field's label, help and choices stand in its ``metadata``.
    """

    def register(cls):
        if not is_dataclass(cls) or name in sheets:
            raise TypeError(f"setting sheet {name} is not a dataclass, or stands twice")
        cls.sheet_name, cls.sheet_label = name, label
        sheets[name] = cls
        return cls

    return register


class OrgSetting(Owned):
    """What one union says otherwise than the unions above it."""

    name = models.CharField(max_length=40)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="one_sheet_per_union")]
        verbose_name = _("设置")


def settings_for(org, cls):
    """The settings in force at ``org``: defaults, then each union from the root down."""
    known = {f.name for f in fields(cls)}
    rows = OrgSetting.objects.filter(name=cls.sheet_name, org_path__in=lineage(org.path))
    merged = {}
    for row in rows.order_by("org_path"):
        merged.update({key: value for key, value in row.values.items() if key in known})
    return cls(**merged)


def save_settings(org, sheet) -> None:
    """Keep what differs from what the unions above (and the defaults) already say."""
    above = settings_for(org.parent, type(sheet)) if org.parent else type(sheet)()
    differs = {k: v for k, v in asdict(sheet).items() if v != getattr(above, k)}
    OrgSetting.objects.update_or_create(
        org=org, name=sheet.sheet_name, defaults={"values": differs}
    )
