"""Printed slips: what a voter without a phone draws from a box, already signed."""

from django.db import models


class Slip(models.Model):
    """A blinded message that a teller's browser made, signed; the code it follows from is on the slip.

    Its key is the SHA-256 of that message, so that whoever knows the code finds the answer. It has no
    person, no time and no number, and lies in an order that nobody chose, like the papers in the urn:
    which slip somebody drew is written nowhere.
    """

    ORDERLESS = True

    mark = models.CharField(primary_key=True, max_length=64)
    ballot = models.BigIntegerField(db_index=True)
    klass = models.CharField(max_length=4)
    answer = models.TextField()

    class Meta:
        ordering = ["mark"]
