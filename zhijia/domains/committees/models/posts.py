"""Office and Deputising: the kernel's appointment and deputy, with the verbs of this domain."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhijia.kernel import clock
from zhijia.kernel.access import scope
from zhijia.kernel.people import Appointment, Deputy, Post, SpellQuerySet

# Offices that no election gives: the school or the committee names the person.
NAMED = (Post.TREASURER, Post.PARTY, Post.PRINCIPAL)
# Whose office the chair may lend for them; the rest only lend their own (rules 2.14: the funds
# reviewers are not the chair's to replace).
CHAIR_MAY_LEND = (Post.VICE_CHAIR, Post.COMMITTEE, Post.GROUP_LEADER)


class SpellOfUnion(SpellQuerySet):
    def visible_to(self, person):
        """Who holds an office, and who stands in for whom, is open to every member."""
        return self.filter(scope(person, "committees.roster"))

    def open(self):
        """What has not ended by now; it may yet have to begin."""
        return self.filter(Q(ends=None) | Q(ends__gte=clock.today()), closed=None)

    def over(self):
        return self.filter(Q(closed__isnull=False) | Q(ends__lt=clock.today()))


def is_over(spell) -> bool:
    """Whether it has ended, be it this very minute."""
    return bool(spell.closed or (spell.ends and spell.ends < clock.today()))


def badge_of_spell(spell):
    """(tone, word): in force, to come, or over."""
    if is_over(spell):
        return "plan", _("已结束")
    return ("info", _("未开始")) if spell.starts > clock.today() else ("done", _("在任"))


class Office(Appointment):
    """An office of the union, whoever gave it."""

    objects = SpellOfUnion.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("任职")

    @property
    def words(self):
        """工会委员（生活福利）"""
        return f"{self.get_post_display()}{f'（{self.duty}）' if self.duty else ''}"


class Deputising(Deputy):
    """Somebody standing in for the holder of an office for dated days."""

    objects = SpellOfUnion.as_manager()

    class Meta:
        proxy = True
        verbose_name = _("代理")
