"""Each form of being heard with each field wrong: a sentence and 422, nothing lost, nothing changed, and the
right entry beside them goes through; what is refused says why to whoever may see the button."""

import re
import secrets

import pytest

from zhijia.domains.proposals import actions as proposals
from zhijia.domains.proposals.tests.wrong import CHINESE, LONG, sends_back, spoilt
from zhijia.domains.voice import actions, throttle
from zhijia.domains.voice.actions import surveys
from zhijia.domains.voice.models import (
    Channel,
    Issue,
    Message,
    Reception,
    Slip,
    Suggestion,
    Survey,
    VoiceSettings,
)
from zhijia.kernel.actions import Step, open_to, url_of
from zhijia.kernel.refusals import NotAllowed, Refused
from zhijia.kernel.settings import save_settings

from .parts import DAY, TEXT, answered, closed_with, crowd, dropped, fresh, signed, survey, taken

pytestmark = pytest.mark.django_db
WHY = {"reason": "理由写在这里，请看一看。"}
SAYS = {"text": "写了几句话，请看一看。"}
IDEA = {"title": "设立共享雨伞架", "text": "雨天在各楼之间来回没有伞，建议放伞架。"}


def day(s, **more):
    given = {"kind": "day", "title": "接待日", "on": DAY, "host": s.li, "slots": "14:00 2"} | more
    s.day = actions.open_reception(s.org, by=s.lin, **given)
    return s.day


def sent(s):
    return actions.suggest(s.org, by=s.cast.zhao, **IDEA)


def handled(s):
    return actions.thank(sent(s), by=s.lin, handler=s.cast.qian)


def adopted(s, **more):
    made = actions.adopt(handled(s), by=s.cast.qian, answer="好建议，本周采购。")
    Suggestion.objects.filter(pk=made.pk).update(**more)
    return fresh(made)


def promotable(s):
    s.call = proposals.open_call(s.org, by=s.sun, title="征集", session="第五届", opens=DAY)
    return handled(s)


def noted(s):
    return actions.note_call(s.org, by=s.sun, text="热水太少", handler=s.cast.qian)


def replied(s):
    return actions.answer_issue(noted(s), by=s.cast.qian, answer="已经办好。")


def aside(s):
    message = actions.call_abuse(actions.take(signed(s), by=s.lin), by=s.lin, words="像是广告")
    return actions.set_aside(message, by=s.sun)


def study(s):
    return actions.hold(day(s, kind="study", slots=""), by=s.li, people=3)


def counted(s):
    people = crowd(s, 5)
    return closed_with(survey(s, lines="食堂｜满意度"), people, [{"a1": "满意"}] * 5, by=s.lin)


def twins(s):
    s.twin = taken(s)
    return taken(s)


def drafted(s):
    made = surveys.draft(s.org, by=s.lin, title="食堂调查", closes=DAY)
    surveys.ask_questions(made, by=s.lin, lines="口味｜满意度")
    return made


# verb: how it came so far, who, what is rightly typed
CASES = {
    "amend_channel": (lambda s: s.box, "li", lambda s: {
        "title": "意见箱", "words": "什么都可以说。", "owners": [s.li.pk, s.lin.pk], "answer_days": 10, "keep_months": 36}),
    "send": (lambda s: s.box, "hua", lambda s: SAYS),
    "ask": (taken, "lin", lambda s: SAYS),
    "answer": (taken, "lin", lambda s: SAYS),
    "write_on": (signed, "zhao", lambda s: SAYS),
    "object_aside": (aside, "zhao", lambda s: SAYS),
    "hand_over": (taken, "lin", lambda s: {"person": s.cast.tian.pk, "words": "他管排班。"}),
    "publish": (answered, "lin", lambda s: {"said": "晚班回家不便", "done": "已按住址调整值班"}),
    "mark_same": (twins, "lin", lambda s: {"other": s.twin.pk}),
    "call_abuse": (taken, "lin", lambda s: {"words": "像是广告。"}),
    "thank": (sent, "lin", lambda s: {"handler": s.cast.qian.pk, "due": "2026-03-20"}),
    "adopt": (handled, "qian", lambda s: {"answer": "好建议，本周采购。"}),
    "adopt_partly": (handled, "qian", lambda s: {"answer": "先放两栋楼，看看效果。"}),
    "decline": (handled, "qian", lambda s: {"answer": "场地不够，暂不办理。"}),
    "show_result": (adopted, "qian", lambda s: {"result": "四栋楼都放好了。"}),
    "promote": (promotable, "zhao", lambda s: {
        "call": s.call.pk, "title": "关于设立伞架的提案", "matter": IDEA["text"], "measures": "请总务处在每栋楼门口设立伞架。"}),
    "award": (lambda s: adopted(s, campaign="献计献策"), "li", lambda s: {"prize": "一等奖"}),
    "send_up": (sent, "lin", lambda s: WHY),
    "answer_up": (lambda s: actions.send_up(sent(s), by=s.lin, reason="由区里定"), "chen",
                  lambda s: {"verdict": "adopted", "answer": "区里统一安排。"}),
    "book": (day, "zhao", lambda s: {"slot": s.day.slots.get().pk, "topic": "孩子入学的事"}),
    "hold": (day, "li", lambda s: {"people": 12, "summary": "谈了备课负担。"}),
    "cancel_reception": (day, "li", lambda s: WHY),
    "raise_issue": (day, "li", lambda s: {"text": "热水太少", "handler": s.cast.qian.pk, "due": "2026-03-20"}),
    "submit_report": (study, "li", lambda s: {"to": "区教育工会", "report": "建议每周无会日。"}),
    "answer_issue": (noted, "qian", lambda s: {"answer": "已经办好。", "measure": "每天两次"}),
    "finish_issue": (noted, "qian", lambda s: {"result": "已经供到十点。"}),
    "move_issue": (noted, "lin", lambda s: WHY | {"handler": s.cast.tian.pk, "due": "2026-03-20"}),
    "grade_issue": (replied, "lin", lambda s: WHY | {"grade": "basic"}),
    "amend": (drafted, "lin", lambda s: {"title": "食堂调查", "words": "请放心填写。", "closes": "2026-03-20", "series": "食堂"}),
    "ask_questions": (drafted, "lin", lambda s: {"lines": "口味｜满意度"}),
    "prolong": (survey, "lin", lambda s: {"closes": "2026-03-30"}),
    "raise_problem": (counted, "lin", lambda s: {"text": "排队太久", "measure": "增设窗口", "handler": s.gao.pk, "due": "2026-03-20"}),
}  # fmt: skip


@pytest.mark.parametrize("verb", CASES)
def test_each_wrong_entry_comes_back_with_a_sentence_and_all_that_was_typed(s, enter, verb):
    stage, name, typed = CASES[verb]
    subject = fresh(stage(s))
    who = getattr(s, name, None) or getattr(s.cast, name)
    given, client, there = typed(s), enter(who), f"{url_of(subject)}{verb}/"
    assert sends_back(client, there, subject, given, {s.cast.zhou.pk}) >= 1
    right = client.post(there, given | {"once": "right"})
    assert right.status_code == 302, right.context["form"].errors


@pytest.mark.parametrize(
    ("model", "verb", "name", "typed"),
    [(Channel, "open_channel", "li", lambda s: {"kind": "party", "title": "书记信箱", "owners": [s.dang.pk],
                                                "answer_days": 7, "keep_months": 24}),
     (Suggestion, "suggest", "zhao", lambda s: IDEA | {"category": "other"}),
     (Survey, "draft", "lin", lambda s: {"title": "食堂调查", "closes": "2026-03-20"}),
     (Reception, "open_reception", "lin", lambda s: {"kind": "day", "title": "接待日", "on": "2026-03-20", "host": s.li.pk}),
     (Issue, "note_call", "sun", lambda s: {"text": "热水太少", "handler": s.cast.qian.pk}),
     (Reception, "confide", "sun", lambda s: {"kind": "talk", "on": "2026-03-02", "people": 1, "note": "谈到家里的事"})],
    ids=lambda x: x if isinstance(x, str) else "",
)  # fmt: skip
def test_what_is_made_new_is_made_of_right_entries_alone(s, enter, model, verb, name, typed):
    who = getattr(s, name, None) or getattr(s.cast, name)
    there, client, given = f"/voice/{model._meta.model_name}/{verb}/", enter(who), typed(s)
    before, steps, tried = model.objects.count(), Step.objects.count(), 0
    for field, value in spoilt(client.get(there).context["form"], [s.cast.zhou.pk]):
        answer = client.post(there, given | {field: value, "once": f"{field}{tried}"})
        assert answer.status_code == 422, (field, value[:20])
        said = " ".join(w for errors in answer.context["form"].errors.values() for w in errors)
        assert CHINESE.search(said), (field, said)
        tried += 1
    assert tried > 2 and (model.objects.count(), Step.objects.count()) == (before, steps)
    assert client.post(there, given | {"once": "right"}).status_code == 302
    assert model.objects.count() == before + 1


# --- without an account -------------------------------------------------------------------------


def page_of(client, box):
    page = client.get(f"/letter/{box.address}/").content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("code", "mark")
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"text": ""}, "必填"), ({"text": "  \n "}, "必填|还没有写"), ({"text": LONG}, "5000"), ({"about": ["999999"]}, "999999"),
     ({"code": "短"}, "已经换了一个"), ({"mark": "伪造"}, "页面开得太久"), ({"mark": ""}, "必填|页面")],
)  # fmt: skip
def test_a_letter_that_cannot_be_taken_says_why_and_keeps_its_words(s, client, wrong, words):
    given = page_of(client, s.box) | {"text": TEXT} | wrong
    answer = client.post(f"/letter/{s.box.address}/", given)
    page = answer.content.decode()
    assert answer.status_code == 422 and re.search(words, page), page[-500:]
    assert given["text"].strip()[:200] in page and not Slip.objects.exists()


def test_a_mark_of_another_box_is_not_taken(s, client):
    given = page_of(client, s.box) | {"mark": throttle.opened(s.head), "text": TEXT}
    answer = client.post(f"/letter/{s.box.address}/", given)
    assert answer.status_code == 422 and "页面和信箱对不上" in answer.content.decode()
    again = client.post(f"/letter/{s.box.address}/", page_of(client, s.box) | {"text": TEXT})
    assert again.status_code == 200 and Slip.objects.count() == 1


@pytest.mark.parametrize("most", [1, 3])
def test_so_many_an_hour_and_box_and_no_more(s, client, most):
    save_settings(s.org, VoiceSettings(hourly=most))
    for n in range(most):
        assert (
            client.post(
                f"/letter/{s.box.address}/", page_of(client, s.box) | {"text": f"{TEXT}{n}"}
            ).status_code
            == 200
        )
    full = client.post(
        f"/letter/{s.box.address}/", page_of(client, s.box) | {"text": f"满了：{TEXT}"}
    )
    page = full.content.decode()
    assert full.status_code == 422 and "满了：" in page and "署名写信不受影响" in page
    assert (
        client.post(
            f"/letter/{s.head.address}/", page_of(client, s.head) | {"text": TEXT}
        ).status_code
        == 200
    )
    assert signed(s).pk and Slip.objects.count() == most + 1


@pytest.mark.parametrize(("text", "status"), [(LONG, 422), ("写得很短。", 200)])
def test_a_line_by_the_code_is_kept_on_the_page_where_it_is_refused(s, client, text, status):
    _message, code = dropped(s)
    answer = client.post(
        f"/letter/{s.box.address}/talk/",
        {"code": code, "text": text, "once": secrets.token_urlsafe(12)},
    )
    assert answer.status_code == status and Slip.objects.count() == int(status == 200)
    assert text[:300] in answer.content.decode(), "typed, or lying in the box"


# --- reasons ------------------------------------------------------------------------------------


STAGES = {"new": lambda s: dropped(s)[0], "signed": signed, "taken": taken, "answered": answered, "aside": aside,
          "accused": lambda s: actions.call_abuse(taken(s), by=s.lin, words="像是广告"),
          "suggestion": sent, "handled": handled, "adopted": adopted, "up": lambda s: actions.send_up(sent(s), by=s.lin, reason="由区里定"),
          "day": day, "no slots": lambda s: day(s, slots=""), "study": study, "call": noted, "replied": replied,
          "survey": survey, "empty": lambda s: surveys.draft(s.org, by=s.lin, title="空白", closes=DAY), "counted": counted}  # fmt: skip


@pytest.mark.parametrize("stage", STAGES)
def test_every_button_that_is_locked_says_why_and_the_verb_says_the_same(s, stage):
    """To everybody who may see it; and nobody of another school or with no part in it sees one."""
    obj = fresh(STAGES[stage](s))
    everybody = [s.li, s.lin, s.sun, s.gao, s.dang, s.wu, s.cast.zhao, s.cast.qian, s.cast.hua]
    for who in everybody:
        for opening in open_to(obj, who):
            if opening.why:
                assert CHINESE.search(opening.why) and opening.why.endswith("。"), opening
                with pytest.raises(Refused) as no:
                    opening.action.run(fresh(obj), by=who, **dict.fromkeys(opening.action.params))
                assert opening.why in str(no.value)
    assert not open_to(obj, s.cast.zhou)
    for opening in open_to(obj, s.cast.chen):
        assert opening.action.name == "answer_up"
    for verb in {o.action for who in everybody for o in open_to(obj, who) if not o.action.creates}:
        with pytest.raises(NotAllowed):
            verb.run(fresh(obj), by=s.cast.zhou, **dict.fromkeys(verb.params))


def test_letters_are_seen_by_relation_alone_and_the_officer_above_sees_a_count(s, enter):
    message = taken(s)
    for there in (url_of(message), f"{url_of(message)}answer/"):
        for who in (s.cast.chen, s.cast.zhou, s.gao, s.cast.hua):
            assert enter(who).get(there).status_code == 404
    assert not Message.objects.visible_to(None).exists()
