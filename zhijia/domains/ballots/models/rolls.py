"""The roll, the keys by which papers are signed and opened, named votes, and the tellers' hands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.orgs import Owned
from zhijia.kernel.people import Person
from zhijia.kernel.privacy import EncryptedTextField

from .ballots import Ballot


class Way(models.TextChoices):
    """How a paper was taken out; each is counted apart on the result (rules 8.15)."""

    PHONE = "phone", _("手机领票")
    SLIP = "slip", _("领投票凭条")
    HALL = "hall", _("会场领纸票")
    BOX = "box", _("流动票箱领纸票")


SIGNED, SHEETS = (Way.PHONE, Way.SLIP), (Way.HALL, Way.BOX)


class Voter(models.Model):
    """One line of the frozen roll. It says that a paper was taken out and how, never when or which.

    ``blinded`` and ``answer`` are what passed at the claim: the same request is answered the same,
    so that a phone that died in between costs nobody the vote. Blinded, they tell nothing.
    """

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="roll")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("选举人"))
    name = models.CharField(_("姓名"), max_length=60)
    unit = models.CharField(_("单位"), max_length=60, blank=True)
    klass = models.CharField(_("评议人类别"), max_length=4, default="A")
    marked = models.BooleanField(_("已领票"), default=False)
    way = models.CharField(_("领票方式"), max_length=5, choices=Way, default=Way.PHONE)
    blinded = models.TextField(blank=True, editable=False)
    answer = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["ballot", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="one_line_on_the_roll")
        ]
        verbose_name = _("名册")

    def __str__(self):
        return self.name


class SigningKey(models.Model):
    """The key of one class of voters in one ballot; which key signed a paper says which class it is of.

    The private half is thrown away when the voting closes: nobody can sign a paper after that.
    """

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="keys")
    klass = models.CharField(max_length=4)
    label = models.CharField(_("评议人类别"), max_length=40, blank=True)
    weight = models.DecimalField(_("权重"), max_digits=5, decimal_places=2, default=1)
    public = models.TextField()
    private = EncryptedTextField(blank=True)

    SENSITIVE = ("private",)

    class Meta:
        ordering = ["klass"]
        constraints = [models.UniqueConstraint(fields=["ballot", "klass"], name="one_key_a_class")]


class TellerKey(Owned):
    """A teller's half of the seal, made in their own browser before the voting opens."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="teller_keys")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    public = models.CharField(max_length=64)
    handed = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "person"], name="one_seal_a_teller")
        ]


class NamedVote(Owned):
    """An open vote: who, and what they said."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="named")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.JSONField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="one_named_vote")]


class Signature(Owned):
    """A teller's hand under the result."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ballot", "person"], name="one_hand_each")]
