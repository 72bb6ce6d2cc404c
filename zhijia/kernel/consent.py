"""What people agreed to: purposes declared by the domains, consents given, withdrawn, asked again.

A domain declares a :func:`purpose` in its ``held.py``: the words people read where data are asked
(rules 13.02) and, where it ``asks``, the consent without which it may not go on (13.01, 13.03,
13.08, 13.09). A consent holds for the very words it was given to: changed words ask again.
"""

from dataclasses import dataclass
from hashlib import blake2b

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import clock
from .orgs import Owned, OwnedQuerySet
from .people import Person


class Basis(models.TextChoices):
    """Why data may be handled at all (PIPL 13)."""

    CONSENT = "consent", _("本人同意")
    DUTY = "duty", _("履行法定职责")
    CONTRACT = "contract", _("订立或履行合同所必需")
    EMERGENCY = "emergency", _("紧急情况下保护生命健康和财产安全")


@dataclass(frozen=True)
class Purpose:
    """One thing data are used for, in the words people read.

    ``kinds``: which data; ``keeps``: how long; ``shared``: with whom, by name and for what;
    ``sensitive``: why it is needed and what it may bring (then the consent stands apart);
    ``asks``: it may not go on without consent.
    """

    code: str
    label: str
    words: str
    basis: str = Basis.DUTY
    kinds: str = ""
    keeps: str = ""
    shared: str = ""
    sensitive: str = ""
    asks: bool = False

    @property
    def digest(self) -> str:
        said = "\x00".join(
            map(str, (self.words, self.basis, self.kinds, self.keeps, self.shared, self.sensitive))
        )
        return blake2b(said.encode(), digest_size=16).hexdigest()

    @property
    def basis_label(self):
        return Basis(self.basis).label


purposes: dict[str, Purpose] = {}


def purpose(code, label, words, **more) -> Purpose:
    if code in purposes:
        raise ValueError(f"purpose {code} is declared twice")
    made = purposes[code] = Purpose(code, label, words, **more)
    if made.asks and made.basis != Basis.CONSENT:
        raise ValueError(f"purpose {code} asks for consent but rests on {made.basis}")
    return made


class ConsentQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """One's own, nobody else's."""
        return self.filter(person=person) if person else self.none()

    def standing(self):
        """Given and not withdrawn, to the words as they are now."""
        wanted = [p.digest for p in purposes.values() if p.asks]
        return self.filter(withdrawn=None, digest__in=wanted)


class Consent(Owned):
    """One consent of one person at one union; withdrawn it stays, as proof of the time between."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents", editable=False)
    purpose = models.CharField(_("事项"), max_length=60)
    version = models.CharField(max_length=10, editable=False)
    digest = models.CharField(max_length=32, editable=False)
    given = models.DateTimeField(_("同意时间"), default=clock.now, editable=False)
    withdrawn = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["person", "purpose"])]
        verbose_name = _("同意")

    def __str__(self):
        known = purposes.get(self.purpose)
        return str(known.label) if known else self.purpose


def consented(person, code: str, org=None) -> bool:
    """Whether the person agrees today to this purpose, in the words as they are now."""
    return person.pk in consenting([person.pk], code, org)


def consenting(people, code: str, org=None) -> set[int]:
    """Which of the persons (keys, or a queryset of them) agree; one query for all."""
    known = purposes[code]
    rows = Consent.objects.filter(
        person__in=people, purpose=code, withdrawn=None, digest=known.digest
    )
    if org is not None:
        rows = rows.filter(org=org)
    return set(rows.values_list("person", flat=True))
