"""Taking in a survey's answers: the mark on the list and the sheet are two writes that nothing joins.

Past the one door (decision 0018), like the urn. The browser holds a token. First the person is marked
with one hash of it, then, in a transaction of its own, the sheet falls under another. The same request again
goes on where it broke off; another token is refused. Both tables are stirred. What this
does not withstand: whoever watches the running server in the very second.
"""

import hashlib
import json
import secrets
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from zhijia.kernel.refusals import Refused
from zhijia.kernel.stirring import NEIGHBOURS, stir

from .models import Participant, Question, Sheet, Survey

LONGEST = 500
F = Question.Form


def new_token() -> str:
    return secrets.token_hex(16)


def _hash(what: str, survey: int, token: str) -> str:
    return hashlib.sha256(f"zhijia survey 1 {what} {survey} {token}".encode()).hexdigest()


def why_not(survey) -> str:
    if survey.state != survey.State.OPEN:
        return _("问卷没有开放：%s。") % survey.get_state_display()
    return "" if survey.running else _("问卷已于 %s 截止。") % survey.closes


def answer(survey, person, token: str, answers: dict) -> None:
    """Mark the person and let the sheet fall. ``answers``: number of the question → what was said."""
    if why := why_not(survey):
        raise Refused(why)
    participant = Participant.objects.filter(survey=survey, person=person).first()
    if participant is None:
        raise Refused(_("这份问卷没有发给您。"), _("如有出入，请联系组织者。"))
    if len(token) != 32:
        raise Refused(_("提交不完整。"), _("请刷新页面重填。"))
    body = json.dumps(checked(survey, answers), ensure_ascii=False, sort_keys=True)
    mark(survey, participant, _hash("mark", survey.pk, token))
    fall(survey, participant, _hash("sheet", survey.pk, token), body)


def _hold_open(survey) -> None:
    """Lock the survey, so that it is not counted in this moment; refuse if it has been."""
    rows = Survey.objects.select_for_update().filter(pk=survey.pk, state=survey.State.OPEN)
    if not rows.values_list("pk").first():
        raise Refused(_("问卷刚刚截止，没有收进去。"))


@transaction.atomic
def mark(survey, participant, hashed) -> None:
    """The list: this person has answered. It leads to no sheet, and says nothing of when."""
    _hold_open(survey)
    # locked first: an update that looks at the survey too would look at it, and at the mark, as they
    # were before another screen of the same person got the row
    now = Participant.objects.select_for_update().get(pk=participant.pk)
    if now.mark and now.mark != hashed:
        raise Refused(
            _("您已经答过这份问卷，不能再答。"),
            _("如果刚才没有看到“已收到”，请回到原来的手机或浏览器再提交一次，不会重复。"),
        )
    if not now.mark:
        Participant.objects.filter(pk=now.pk).update(mark=hashed)
    start, given = "0", ()
    if Participant.objects.filter(survey=survey).count() > NEIGHBOURS:
        start = (
            "(SELECT min(id) + floor(random() * (max(id) - min(id))) FROM voice_participant "
            "WHERE survey_id = %s)"
        )
        given = (survey.pk,)
    stir("voice_participant", "id", "mark", "survey_id", survey.pk, start, *given)


@transaction.atomic
def fall(survey, participant, key, body) -> None:
    """The sheet, unless the survey has been counted in between. ``part`` is a group large enough to
    hide in, or nothing (set at the opening)."""
    _hold_open(survey)
    part = participant.group_id if survey.by_group else None
    row = Sheet(key=key, survey=survey.pk, part=part, body=body)
    Sheet.objects.bulk_create([row], ignore_conflicts=True)
    if Sheet.objects.get(key=key).body != body:
        raise Refused(_("这份答卷已经收到过，不能改答。"))
    many = Sheet.objects.filter(survey=survey.pk).count() > NEIGHBOURS
    stir(
        "voice_sheet",
        "key",
        "part",
        "survey",
        survey.pk,
        "%s",
        secrets.token_hex(32) if many else "",
    )


def checked(survey, answers) -> dict:
    """What may be said, question by question in their order; what was not asked is left out."""
    kept: dict = {}
    for question in survey.questions.all():
        if not question.applies(kept):
            continue
        said = _said(question, answers.get(str(question.number)))
        if said in ("", [], None):
            if question.required:
                raise Refused(_("请回答第 %d 题。") % question.number, _("其他已填的内容都在。"))
            continue
        kept[str(question.number)] = said
    if not kept:
        raise Refused(_("还没有回答任何一题。"))
    return kept


def _said(question, value):
    number = question.number
    if question.form == F.MANY:
        picks = [v for v in (value or []) if v in question.options]
        return sorted(picks, key=question.options.index)
    text = str(value if value is not None else "").strip()
    if not text:
        return ""
    if question.form in (F.ONE, F.SCALE) and text not in question.options:
        raise Refused(_("第 %d 题请从选项里选。") % number)
    if question.form == F.NUMBER:
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise Refused(_("第 %d 题请填数字。") % number) from error
        if not amount.is_finite() or abs(amount) >= 10**9:
            raise Refused(_("第 %d 题的数字太大。") % number)
        return str(amount.normalize() if amount else 0)
    if len(text) > LONGEST:
        raise Refused(_("第 %(n)d 题最多写 %(most)d 字。") % {"n": number, "most": LONGEST})
    return text


def throw_away(survey) -> None:
    """After the count: no sheet and no mark is left of the survey."""
    Sheet.objects.filter(survey=survey.pk).delete()
    Participant.objects.filter(survey=survey).update(mark="")
