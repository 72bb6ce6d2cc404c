"""How the house says no: a sentence for a person, and how to mend it."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """A rule says no. ``sentence`` says what is wrong, ``remedy`` how to mend it (may be empty)."""

    def __init__(self, sentence, remedy=""):
        self.sentence, self.remedy = str(sentence), str(remedy)
        super().__init__(self.sentence + self.remedy)


class NotAllowed(Refused):
    """The person does not hold the power."""

    def __init__(self, label=""):
        super().__init__(_("您没有“%s”的权限。") % label, _("需要时请联系本校工会主席。"))


class WrongState(Refused):
    """The thing is not in a state from which the verb leads on."""


class NeedsReason(Refused):
    """A limit is passed and may be passed only with a reason, and by somebody higher."""
