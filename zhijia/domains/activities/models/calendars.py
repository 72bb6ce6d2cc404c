"""CalendarKey: the secret address at which a phone fetches one's calendar without signing in."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhijia.kernel.orgs import Owned, OwnedQuerySet
from zhijia.kernel.people import Person


def new_key():
    return secrets.token_urlsafe(24)


class CalendarKeyQuerySet(OwnedQuerySet):
    def visible_to(self, person):
        """One's own, nobody else's."""
        return self.filter(person=person) if person else self.none()


class CalendarKey(Owned):
    """Whoever knows the key reads this person's calendar of union activities; a new one ends the old."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", editable=False)
    key = models.CharField(max_length=40, default=new_key, editable=False, db_index=True)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "person"], name="one_calendar_a_person")
        ]
        verbose_name = _("日历订阅")

    def __str__(self):
        return str(self._meta.verbose_name)
