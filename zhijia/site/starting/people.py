"""Step two: the roll from a file, or ten people typed at once."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel import clock
from zhijia.kernel.actions import first_time
from zhijia.kernel.people import Membership, Person
from zhijia.ui.forms import DateInput, date_field

from .actions import Rows, admit_rows

HOW_MANY = 10


class RowForm(forms.Form):
    """One person; an empty row is no person."""

    name = forms.CharField(max_length=60, required=False)
    staff_no = forms.CharField(max_length=30, required=False)
    sex = forms.ChoiceField(
        choices=[("", gettext_lazy("性别")), *Person.Sex.choices], required=False
    )
    starts = forms.DateField(widget=DateInput(), required=False)

    LABELS = {
        "name": gettext_lazy("姓名"), "staff_no": gettext_lazy("工号"), "sex": gettext_lazy("性别"),
        "starts": gettext_lazy("入会日期"),
    }  # fmt: skip

    def __init__(self, *args, **kwargs):
        number = kwargs.pop("number")
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)
        self.number = number
        for name, label in self.LABELS.items():
            field = self.fields[name]
            field.label = _("第 %(n)d 人%(what)s") % {"n": number, "what": label}
            field.widget.attrs |= {"aria-label": field.label, "placeholder": str(label)}

    def clean(self):
        given = super().clean()
        said = [k for k in ("staff_no", "sex", "starts") if given.get(k)]
        if said and not (given.get("name") or "").strip():
            self.add_error("name", _("没有写姓名。"))
        return given

    @property
    def filled(self):
        return bool(self.is_valid() and self.cleaned_data.get("name", "").strip())


class Quick(forms.Form):
    """The day that holds for rows without one, and the rows."""

    common = date_field(
        gettext_lazy("统一的入会日期"),
        required=False,
        help_text=gettext_lazy("下面没有单独填日期的人，都按这一天。"),
    )

    def __init__(self, org, data=None):
        super().__init__(data, label_suffix="")
        self.org = org
        numbers = range(1, HOW_MANY + 1)
        self.rows = [RowForm(data, prefix=f"r{n}", number=n) for n in numbers]
        for row in self.rows:
            row.wrong = ""

    def is_valid(self):
        """Every row is looked at, so that all that is wrong is said at once."""
        sound = super().is_valid() & all([row.is_valid() for row in self.rows])
        if sound and not any(row.filled for row in self.rows):
            self.add_error(None, _("还没有填任何人。"))
            return False
        return sound and self._complete() and self._no_namesakes()

    def _complete(self):
        common = self.cleaned_data.get("common")
        for row in self.rows:
            if row.filled and not (row.cleaned_data["starts"] or common):
                row.wrong = _("没有入会日期。")
        return not any(row.wrong for row in self.rows)

    def _no_namesakes(self):
        """Somebody without a number is told from others by the name alone."""
        known = set(
            Membership.objects.of(self.org).on(clock.today()).values_list("person__name", flat=True)
        )
        for row in self.rows:
            if not row.filled:
                continue
            name = row.cleaned_data["name"].strip()
            if name in known and not row.cleaned_data["staff_no"].strip():
                row.wrong = _("已经有一位%s，同名的请写工号。") % name
            known.add(name)
        return not any(row.wrong for row in self.rows)

    def given(self):
        """(number, arguments of ``admit``) of every row that was filled."""
        for row in self.rows:
            if row.filled:
                line = dict(row.cleaned_data)
                line["name"], line["staff_no"] = line["name"].strip(), line["staff_no"].strip()
                yield row.number, line | {"starts": line["starts"] or self.cleaned_data["common"]}


def take_in(quick, by, key) -> int | None:
    """How many were taken in; None where the very same form came before. Refusals mark the rows."""
    with transaction.atomic():
        if not first_time(key):
            return None
        try:
            return admit_rows(quick.org, by=by, rows=list(quick.given()))
        except Rows as no:
            for row in quick.rows:
                row.wrong = no.wrong.get(row.number, "")
            raise


def on_the_roll(org) -> int:
    return Membership.objects.of(org).on(clock.today()).count()
