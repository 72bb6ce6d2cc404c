"""Whom a letter, a suggestion, a survey, a reception or an issue calls on; never whom it is about."""

from datetime import timedelta

from zhijia.kernel.access import can
from zhijia.kernel.actions import url_of
from zhijia.kernel.waiting import Waiting, waits

from .models import Issue, Message, Reception, Suggestion, Survey
from .routing import about_of, watchers

DAY = timedelta(days=1)
REMIND = timedelta(days=30)  # an answer from above that is so long in coming is asked after


@waits(Message)
def of_letter(message):
    """By name, since no office opens a letter. Overdue it calls on all who may read it."""
    there, M = url_of(message), Message.State
    if message.state not in Message.CLOCKED:
        return
    about = about_of(message)
    readers = [p for p in message.readers.all() if p.pk not in about]
    mark = "紧急 " if message.urgent else ""
    if message.state == M.ACCUSED:
        for who in {p.pk: p for p in [*readers, *watchers(message)]}.values():
            if who.pk not in (message.abuse_by_id, message.handler_id):
                yield Waiting(f"认定是否恶意：{message}", there, "查看", message.due, person=who)
        readers = [p for p in readers if p.pk == message.handler_id]
    for who in readers:
        if message.state == M.NEW:
            yield Waiting(f"{mark}签收来信：{message}", there, "签收", message.due, person=who)
        elif who.pk == message.handler_id:
            yield Waiting(f"{mark}答复来信：{message}", there, "答复", message.due, person=who)
        else:
            yield Waiting(f"逾期未答复：{message}", there, "督促", message.due, person=who,
                          since=message.due + DAY)  # fmt: skip


@waits(Suggestion)
def of_suggestion(suggestion):
    there, S = url_of(suggestion), Suggestion.State
    if suggestion.state == S.SENT:
        yield Waiting(f"受理建议：{suggestion}", f"{there}thank/", "受理", power="voice.sort",
                      besides=suggestion.author)  # fmt: skip
    elif suggestion.state == S.HANDLING:
        if can(suggestion.handler, "voice.advise", suggestion):
            yield Waiting(f"答复建议：{suggestion}", there, "答复", suggestion.due,
                          person=suggestion.handler)  # fmt: skip
            yield Waiting(f"建议逾期未答复：{suggestion}", there, "督促", suggestion.due,
                          power="voice.sort", besides=suggestion.handler, since=suggestion.due + DAY)  # fmt: skip
        else:
            yield Waiting(f"答复建议：{suggestion}", there, "答复", suggestion.due,
                          note="承办人已不在岗", power="voice.advise")  # fmt: skip

    elif suggestion.state == S.UP:
        # those above have a notice; lines are of one union, and theirs is another
        yield Waiting(f"等上级工会答复：{suggestion}", there, "查看", power="voice.sort",
                      since=suggestion.passed and suggestion.passed + REMIND)  # fmt: skip


@waits(Survey)
def of_survey(survey):
    there, S = url_of(survey), Survey.State
    if survey.state == S.DRAFT:
        yield Waiting(f"准备问卷：{survey}", there, "查看", survey.closes, power="voice.survey")
    elif survey.state == S.OPEN:
        # Everybody asked keeps the line until the close: taking it away from who has answered would
        # write down when each of them did.
        for one in survey.participants.select_related("person"):
            yield Waiting(f"答问卷：{survey}", f"{there}answer/", "填写", survey.closes,
                          note="匿名；答过的不用再答", person=one.person, until=survey.closes)  # fmt: skip
    elif survey.state == S.CLOSED:
        yield Waiting(f"公布问卷结果：{survey}", there, "查看", power="voice.survey")


@waits(Reception)
def of_reception(reception):
    if reception.state == Reception.State.OPEN:
        there = url_of(reception)
        yield Waiting(f"{reception.get_kind_display()}：{reception}", there, "查看", reception.on,
                      person=reception.host)  # fmt: skip


@waits(Issue)
def of_issue(issue):
    there = url_of(issue)
    if issue.state == Issue.State.DONE:
        return
    verb = "答复" if issue.state == Issue.State.OPEN else "落实"
    if can(issue.handler, "voice.settle", issue):
        yield Waiting(f"{verb}：{issue}", there, verb, issue.due, person=issue.handler)
        yield Waiting(f"逾期未{verb}：{issue}", there, "督促", issue.due, power="voice.settle",
                      besides=issue.handler, since=issue.due + DAY)  # fmt: skip
    else:
        yield Waiting(f"{verb}：{issue}", there, verb, issue.due, power="voice.settle")
