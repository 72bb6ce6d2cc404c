"""What is typed wrongly comes back with a sentence that says what to do, and with everything typed."""

import pytest

from zhijia.domains.proposals.models import Proposal
from zhijia.kernel.actions import url_of

from .parts import (
    TEXT,
    answered,
    assigned,
    delivered,
    drafted,
    filed,
    promised,
    rated,
    received,
    rule,
    submitted,
)

LONG = "说明了现状和打算，请各部门配合，分步落实。"
# stage, who, verb, what is typed, the sentence, what must still stand on the page
WRONG = {
    "no reason": (drafted, "qian", "amend", TEXT | {"reason": "短", "about": "other"}, "案由至少要写 10 字", TEXT["title"]),
    "no pattern": (drafted, "qian", "amend", TEXT | {"title": "食堂", "about": "other"}, "案名要写成", TEXT["measures"]),
    "no ground": (submitted, "sun", "decline", {"reason": LONG}, "这个字段是必填项", LONG),
    "no words": (submitted, "sun", "send_back", {"reason": ""}, "这个字段是必填项", ""),
    "no ground decided": (submitted, "sun", "dispute", {"reason": ""}, "这个字段是必填项", ""),
    "no department": (filed, "sun", "assign", {}, "这个字段是必填项", ""),
    "no reason to move": (assigned, "tian", "ask_reassign", {"reason": ""}, "这个字段是必填项", ""),
    "talk tomorrow": (received, "tian", "contact", {"on": "2026-03-03", "way": "face", "words": LONG},
                      "谈过之后再登记", LONG),
    "talk before": (received, "tian", "contact", {"on": "2026-03-01", "way": "face", "words": LONG},
                    "早于交办日期", LONG),
    "no question": (received, "tian", "clarify", {"question": ""}, "这个字段是必填项", ""),
    "no promise date": (received, "tian", "draft_reply", {"kind": "B", "text": LONG, "promised": "尽快完成"},
                        "没有以日期开头", LONG),
    "a day there is not": (received, "tian", "draft_reply", {"kind": "B", "text": LONG, "promised": "2026-02-30 完成"},
                           "没有以日期开头", "2026-02-30 完成"),
    "no reason to return": (answered, "fu", "return_reply", {"reason": ""}, "这个字段是必填项", ""),
    "unsatisfied without words": (delivered, "qian", "rate", {"attitude": "satisfied", "result": "unsatisfied"},
                                  "请写明哪里还没有解决", "满意"),
    "half a rating": (delivered, "qian", "rate", {"attitude": "satisfied", "words": LONG}, "这个字段是必填项", LONG),
    "closed without words": (lambda s: rated(s, "unsatisfied"), "sun", "conclude", {"reason": ""}, "这个字段是必填项", ""),
    "upward to nobody": (filed, "sun", "forward", {"to": "union", "name": "", "reason": LONG}, "这个字段是必填项", LONG),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_entry_is_told_and_kept(s, enter, case):
    stage, who, verb, typed, sentence, kept = WRONG[case]
    rule(s.cast, pass_upward=True, contact_required=False, face_to_face_required=[])
    p = stage(s)
    who = getattr(s.cast, who, None) or getattr(s, who)
    before = Proposal.objects.values().get(pk=p.pk)
    answer = enter(who).post(f"{url_of(p)}{verb}/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422, page[:200]
    assert sentence in page and kept in page
    assert Proposal.objects.values().get(pk=p.pk) == before, "nothing is saved by halves"


def test_a_promise_that_is_put_off_needs_a_later_day(s, enter):
    promise = rated(s, kind="B", promised=promised()).promises.get()
    there = f"{url_of(promise)}postpone_promise/"
    answer = enter(s.cast.tian).post(there, {"due": "2026-03-05", "reason": LONG})
    page = answer.content.decode()
    assert answer.status_code == 422 and "新的期限要晚于原期限" in page and LONG in page


def test_a_department_whose_head_would_sign_for_themself(s, enter):
    typed = {"name": "后勤处", "head": s.cast.tian.pk, "leader": s.cast.tian.pk}
    answer = enter(s.cast.sun).post("/proposals/department/add_department/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "不能审签自己的答复" in page and "后勤处" in page


def test_two_departments_of_one_name(s, enter):
    typed = {"name": "总务处", "head": s.wu.pk}
    answer = enter(s.cast.sun).post("/proposals/department/add_department/", typed)
    assert answer.status_code == 422 and "已有同名的承办部门" in answer.content.decode()


def test_a_call_that_ends_before_it_begins(s, enter):
    typed = {
        "title": "征集",
        "session": "第五届",
        "opens": "2026-03-10",
        "closes": "2026-03-01",
        "notice": LONG,
    }
    answer = enter(s.cast.sun).post("/proposals/call/open_call/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "截止日期早于开始日期" in page and LONG in page


def test_people_of_another_school_cannot_be_chosen(s, enter):
    """Neither as head, nor as signer, nor to second."""
    p = drafted(s)
    answer = enter(s.cast.qian).post(f"{url_of(p)}ask_second/", {"people": [s.cast.zhou.pk]})
    assert answer.status_code == 422
    typed = {"name": "后勤处", "head": s.cast.zhou.pk}
    assert enter(s.cast.sun).post("/proposals/department/add_department/", typed).status_code == 422


def test_where_a_call_is_over_its_page_offers_no_writing(s, enter):
    from .parts import later

    there = f"/proposals/call/{s.call.pk}/"
    assert "写提案" in enter(s.cast.hua).get(there).content.decode().split("<main")[1]
    with later(40):
        assert "draft/?call=" not in enter(s.cast.hua).get(there).content.decode()
