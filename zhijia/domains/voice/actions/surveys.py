"""Making, opening, closing and publishing a survey. Answering is no action: see ``sheets``."""

import json
from collections import Counter

from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.actions import action
from zhijia.kernel.people import Membership, Person
from zhijia.kernel.refusals import Refused

from .. import questions, results, sheets
from ..models import Issue, Participant, Question, Survey, rules_of
from .receptions import issue

S = Survey.State


def asked(survey):
    return Person.objects.filter(pk__in=survey.participants.values("person"))


def _check(closes):
    if closes < clock.today():
        raise Refused(_("截止日期已经过去了。"), _("请选今天以后的日期。"))


@action(Survey, creates=True, may="voice.survey", label="做问卷")
def draft(org, *, by, title, closes, words="", template="", series="", groups=(), by_group=False):
    """From a template or from nothing; one of a template is compared with the last of the template."""
    _check(closes)
    label, lines = questions.TEMPLATES.get(template, ("", ()))
    survey = Survey(
        org=org, title=title.strip() or label, words=words, closes=closes, by_group=by_group,
        series=series.strip() or template,
    )  # fmt: skip
    survey.save()
    survey.groups.set(groups)
    if lines:
        _put(survey, lines)
    return survey


def _put(survey, lines):
    found = questions.read(lines)
    survey.questions.all().delete()
    for question in found:
        question.survey = survey
    Question.objects.bulk_create(found)


@action(Survey, may="voice.survey", label="修改问卷", source=[S.DRAFT])
def amend(survey, *, by, title, closes, words="", series="", groups=(), by_group=False):
    _check(closes)
    survey.title, survey.words, survey.closes = title.strip(), words, closes
    survey.series, survey.by_group = series.strip(), by_group
    survey.groups.set(groups)


@action(Survey, may="voice.survey", label="出题", source=[S.DRAFT])
def ask_questions(survey, *, by, lines):
    _put(survey, lines.splitlines())


def why_not_open(survey, by) -> str:
    if not survey.questions.exists():
        return _("还没有题目。")
    return _("截止日期已经过去，请先修改。") if survey.closes < clock.today() else ""


@action(Survey, may="voice.survey", label="发出问卷", source=[S.DRAFT], target=S.OPEN, main=True,
        guard=why_not_open, tells=asked)  # fmt: skip
def send_out(survey, *, by):
    """Freeze who is asked. Groups too small to hide in are put together before anything is answered."""
    spells = Membership.objects.filter(org=survey.org_id).live()
    if keys := list(survey.groups.values_list("pk", flat=True)):
        spells = spells.filter(group__in=keys)
    pairs = dict(spells.order_by("pk").values_list("person", "group"))
    if not pairs:
        raise Refused(_("范围里没有会员。"), _("请换一个范围。"))
    large = results.rooms(Counter(pairs.values()), rules_of(survey).small)
    Participant.objects.bulk_create(
        Participant(survey=survey, person_id=who, group_id=group if group in large else None)
        for who, group in pairs.items()
    )
    survey.asked, survey.opens = len(pairs), clock.today()


@action(Survey, may="voice.survey", label="延长", source=[S.OPEN])
def prolong(survey, *, by, closes):
    _check(closes)
    if closes <= survey.closes:
        raise Refused(
            _("新的截止日期要晚于原来的 %s。") % survey.closes, _("要提前结束，用“截止并统计”。")
        )
    survey.closes = closes


@action(Survey, may="voice.survey", label="截止并统计", source=[S.OPEN], target=S.CLOSED, main=True)
def close(survey, *, by):
    """Count once and throw the sheets and marks away; what is too few is never written down."""
    figures, texts = results.tally(survey)
    survey.result, survey.said = figures, json.dumps(texts, ensure_ascii=False) if texts else ""
    survey.closed = clock.today()
    sheets.throw_away(survey)


@action(Survey, may="voice.survey", label="公布结果", source=[S.CLOSED], target=S.PUBLISHED, main=True,
        tells=asked)  # fmt: skip
def publish(survey, *, by):
    """To everybody of the union, the figures; what was written in words stays with who organised it."""


@action(Issue, creates=True, parent=Survey, may="voice.survey", label="列出要整改的问题",
        source=[S.CLOSED, S.PUBLISHED], tells=lambda i: [i.handler])  # fmt: skip
def raise_problem(survey, *, by, text, handler, measure="", department="", due=None):
    """From the questionnaire to what is put right: problem, measure, person, day (R-016, R-076, R-087)."""
    measure = measure.strip()
    return issue(survey.org, text, handler, department, due, survey=survey, measure=measure)
