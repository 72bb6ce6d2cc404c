"""Each form of a proposal with each field wrong: a sentence and 422, nothing lost, nothing changed; and the
right entry beside them goes through, so that no test passes on a form that always refuses."""

import pytest

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Call, Department, Proposal
from zhijia.kernel.actions import Step, url_of

from .parts import (
    DAY,
    TEXT,
    answered,
    assigned,
    delivered,
    drafted,
    filed,
    fresh,
    promised,
    rated,
    received,
    rule,
    submitted,
    talked,
)
from .wrong import CHINESE, sends_back, spoilt

WHY = {"reason": "理由写在这里，请看一看。"}
TEXTS = TEXT | {"about": "welfare"}


def declined(s):
    return actions.decline(submitted(s), by=s.cast.sun, ground="unlawful", reason="不合规定")


def disputed(s):
    return actions.dispute(submitted(s), by=s.cast.sun, reason="有分歧")


def asked(s):
    return actions.clarify(received(s), by=s.cast.tian, question="哪个时段？")


def forwarded(s):
    return actions.forward(
        filed(s), by=s.cast.sun, to="union", name="区教育工会", reason="编制由区里定"
    )


def owed(s):
    return rated(s, kind="B", promised=promised()).promises.get()


def two(s):
    """One to merge, and the one it fits."""
    s.into = filed(s)
    return submitted(s)


# verb: how it came so far, who, what is rightly typed
CASES = {
    "amend": (drafted, "qian", lambda s: TEXTS),
    "split": (drafted, "qian", lambda s: {
        "title": TEXT["title"], "matter": TEXT["reason"], "measures": TEXT["measures"], "other_title": "关于停车的提案",
        "other_matter": "停车场没有标识，高峰时乱停。", "other_measures": "请总务处划线编号并公布。"}),
    "ask_second": (drafted, "qian", lambda s: {"people": [s.cast.zhao.pk]}),
    "withdraw": (drafted, "qian", lambda s: WHY),
    "send_back": (submitted, "sun", lambda s: WHY),
    "decline": (submitted, "sun", lambda s: WHY | {"ground": "outside"}),
    "refer": (submitted, "sun", lambda s: WHY),
    "dispute": (submitted, "sun", lambda s: WHY),
    "decide": (disputed, "dang", lambda s: WHY | {"what": "refer"}),
    "merge": (two, "sun", lambda s: WHY | {"into": s.into.pk}),
    "instruct": (lambda s: actions.accept(submitted(s), by=s.cast.sun), "gao", lambda s: {"instruction": "请抓紧办理。"}),
    "assign": (filed, "sun", lambda s: {"lead": s.lead.pk, "assisting": [s.other.pk], "leader": s.gao.pk}),
    "receive": (assigned, "tian", lambda s: {"handler": s.cast.hua.pk}),
    "ask_reassign": (assigned, "tian", lambda s: WHY),
    "reassign": (received, "sun", lambda s: WHY | {"part": s.subject.assignments.get().pk, "to": s.other.pk}),
    "change_signer": (received, "sun", lambda s: WHY | {"leader": s.gao.pk}),
    "contact": (received, "tian", lambda s: {"on": "2026-03-02", "way": "face", "words": "当面谈过。"}),
    "clarify": (received, "tian", lambda s: {"question": "说的是哪个时段？"}),
    "explain": (asked, "qian", lambda s: {"words": "早上七点。"}),
    "resume": (asked, "tian", lambda s: WHY),
    "extend": (received, "tian", lambda s: WHY),
    "press": (received, "sun", lambda s: WHY),
    "draft_reply": (talked, "tian", lambda s: {"kind": "B", "text": "已列入计划，分步落实，完成后公布。",
                                               "measures": "已经排定", "promised": "2026-09-01 增设两个窗口"}),
    "return_reply": (answered, "fu", lambda s: WHY),
    "rate": (delivered, "qian", lambda s: {"attitude": "satisfied", "result": "basic", "words": "谢谢。"}),
    "hear_again": (lambda s: rated(s, "unsatisfied"), "sun", lambda s: WHY),
    "conclude": (lambda s: rated(s, "unsatisfied"), "sun", lambda s: WHY),
    "forward": (filed, "sun", lambda s: WHY | {"to": "union", "name": "区教育工会"}),
    "relay": (forwarded, "sun", lambda s: {"on": "2026-03-02", "kind": "C", "text": "由市里统一核定。"}),
    "call_back": (forwarded, "sun", lambda s: WHY),
}  # fmt: skip
OTHERS = {
    "report_promise": (owed, "tian", lambda s: {"evidence": "窗口已经开了。"}),
    "postpone_promise": (owed, "tian", lambda s: WHY | {"due": "2026-09-01"}),
    "withdraw_promise": (owed, "sun", lambda s: WHY),
    "amend_call": (lambda s: s.call, "sun", lambda s: {
        "title": "提案征集", "session": "第五届第三次", "opens": "2026-03-02", "closes": "2026-03-30", "notice": "请踊跃提出。"}),
    "change_department": (lambda s: s.lead, "sun", lambda s: {"name": "后勤处", "head": s.cast.tian.pk, "leader": s.fu.pk}),
    "dissolve_department": (lambda s: s.lead, "sun", lambda s: WHY | {"successor": s.other.pk}),
}  # fmt: skip


@pytest.fixture
def neighbours(s):
    """What another school has: a department and a proposal of its own."""
    c = s.cast
    s.their = actions.add_department(c.second, by=c.zhou, name="邻校总务处", head=c.zhou)
    s.their_call = actions.open_call(
        c.second, by=c.zhou, title="邻校征集", session="第一届", opens=DAY
    )
    return s


@pytest.mark.parametrize("verb", [*CASES, *OTHERS])
def test_each_wrong_entry_comes_back_with_a_sentence_and_all_that_was_typed(
    neighbours, enter, verb
):
    s = neighbours
    rule(s.cast, pass_upward=True)
    stage, name, typed = (CASES | OTHERS)[verb]
    s.subject = subject = fresh(stage(s))
    who = getattr(s.cast, name, None) or getattr(s, name)
    given, client, there = typed(s), enter(who), f"{url_of(subject)}{verb}/"
    foreign = {s.cast.zhou.pk, 10_000 + s.their.pk}
    assert sends_back(client, there, subject, given, foreign) >= 1
    right = client.post(there, given | {"once": "right"})
    assert right.status_code == 302, right.context["form"].errors


@pytest.mark.parametrize("name", ["lead", "assisting"])
def test_a_department_of_another_school_is_not_given_work(neighbours, enter, name):
    s = neighbours
    p = filed(s)
    given = {"lead": s.lead.pk} | {name: [s.their.pk] if name == "assisting" else s.their.pk}
    answer = enter(s.cast.sun).post(f"{url_of(p)}assign/", given)
    assert answer.status_code == 422 and fresh(p).state == "assign"
    assert "邻校" not in answer.content.decode()


@pytest.mark.parametrize("verb", ["open_call", "add_department", "draft"])
def test_what_is_made_new_is_made_of_right_entries_alone(neighbours, enter, verb):
    s = neighbours
    model, who, typed = {
        "open_call": (Call, s.cast.sun, OTHERS["amend_call"][2](s)),
        "add_department": (Department, s.cast.sun, {"name": "后勤处", "head": s.cast.tian.pk}),
        "draft": (Proposal, s.cast.qian, TEXTS | {"call": s.call.pk, "kind": "personal"}),
    }[verb]
    there = f"/proposals/{model._meta.model_name}/{verb}/"
    client, before, steps = enter(who), model.objects.count(), Step.objects.count()
    form, tried = client.get(there).context["form"], 0
    wrong = [
        *spoilt(form, [s.cast.zhou.pk]),
        *([("call", s.their_call.pk)] if verb == "draft" else []),
    ]
    for name, value in wrong:
        answer = client.post(there, typed | {name: value, "once": f"{name}{tried}"})
        assert answer.status_code == 422, (name, value)
        said = " ".join(w for errors in answer.context["form"].errors.values() for w in errors)
        assert CHINESE.search(said), (name, said)
        tried += 1
    assert tried > 3 and (model.objects.count(), Step.objects.count()) == (before, steps)
    assert client.post(there, typed | {"once": "right"}).status_code == 302
    assert model.objects.count() == before + 1


def test_what_another_school_has_is_not_there(neighbours, enter):
    s = neighbours
    for there in (url_of(s.their), url_of(s.their_call), f"{url_of(s.their)}change_department/"):
        assert enter(s.cast.sun).get(there).status_code == 404, there
    p = drafted(s)
    for there in (url_of(p), f"{url_of(p)}amend/", f"{url_of(s.lead)}change_department/"):
        assert enter(s.cast.zhou).post(there, TEXTS).status_code in (404, 405), there
