"""Who stands in a bracket while its groups are still being played: A1, B2, the best thirds."""

from django.utils.translation import gettext as _

from ..fixtures import Qualified

BEST = "*"  # label of one of the best of the next place


def labels(setup) -> Qualified:
    """The bracket's entries before the groups are played: A1, A2, B1 …"""
    names = [chr(ord("A") + at) for at in range(setup.groups)]
    groups = {name: [f"{name}{n}" for n in range(1, setup.through + 1)] for name in names}
    return Qualified(groups, {f"{BEST}{n}": f"{BEST}{n}" for n in range(1, setup.best + 1)})


def label_words(label, setup) -> str:
    if label.startswith(BEST):
        return _("第%(place)d名中的第%(n)s位") % {"place": setup.through + 1, "n": label[1:]}
    return _("%(group)s组第%(n)s名") % {"group": label[0], "n": label[1:]}
