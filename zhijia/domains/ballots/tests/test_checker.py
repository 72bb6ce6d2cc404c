"""The checker confirms an honest record and names what was done to each of many dishonest ones."""

import ast
import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

from zhijia.domains.ballots import actions, casting, codes, handing, papers, sealing
from zhijia.domains.ballots.checker import check_ballot
from zhijia.domains.ballots.models import Ballot, Voter
from zhijia.domains.ballots.pages.ballots import public_record

from .parts import drafted, ended, opened, printed, slip_votes, typed, votes
from .test_sheets import given

FILE = Path(check_ballot.__file__)
QUESTIONS = [
    {"text": "是否同意方案", "form": "yesno"},
    {
        "text": "选一名委员",
        "form": "choose",
        "options": ["甲", "乙", "丙"],
        "seats": 1,
        "write_in": True,
    },
    {"text": "评议", "form": "scale", "options": ["校长"], "criteria": ["德"]},
    {"text": "排序", "form": "rank", "options": ["一", "二", "三"]},
]
pytestmark = pytest.mark.django_db


def answers(n):
    return {
        "1": "yes" if n else "no",
        "2": {"yes": ["o1" if n < 4 else "o2"], "no": [], "write": []},
        "3": {"o1": {"德": "优秀", "总评": "称职"}},
        "4": ["o2", "o1"],
    }


@pytest.fixture
def record(cast):
    ballot = opened(cast, kind="poll", questions=QUESTIONS)
    people = [cast.li, cast.lin, cast.sun, cast.wang, cast.qian]
    receipts = [votes(ballot, who, answers(n)) for n, who in enumerate(people)]
    box = printed(ballot, cast.lin, 2)
    handing.give_slip(ballot, Voter.objects.get(ballot=ballot, person=cast.zhao), by=cast.lin)
    slip_votes(ballot, box[1], papers.written({"a": answers(5)}))
    given(ballot, cast.lin, cast.hua, cast.tian)
    typed(ballot, (cast.lin, cast.wang), "110012210", "201012210")
    ended(cast, ballot, left=1)
    found = json.loads(json.dumps(public_record(Ballot.objects.get(pk=ballot.pk))))
    found["_receipt"] = receipts[0]
    return found


def faults(record):
    return check_ballot.check(record).faults


def test_it_shares_no_code_with_the_house():
    tree = ast.parse(FILE.read_text())
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not [name for name in names if name.startswith("zhijia")]
    outside = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)
    assert outside == {"cryptography"}


def test_an_honest_record_holds_and_a_receipt_is_found(record, tmp_path):
    receipt = record.pop("_receipt")
    assert faults(record) == []
    there = tmp_path / "ballot.json"
    there.write_text(json.dumps(record, ensure_ascii=False))
    done = subprocess.run(
        [sys.executable, "-I", str(FILE), str(there), receipt],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (
        done.returncode == 0
        and "复核通过" in done.stdout
        and f"回执 {receipt} 在票箱里" in done.stdout
    )
    done = subprocess.run(
        [sys.executable, "-I", str(FILE), str(there), "0000-0000-0000-0000"], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "不在票箱里" in done.stdout


def one_more_voter(r):
    r["roll"].append(["A", "影子", ""])


def other_question(r):
    r["questions"][0]["text"] = "是否同意另一方案"


def forged_paper(r):
    forged = copy.deepcopy(r["papers"][0])
    forged["token"] = "ab" * 32
    r["papers"].append(forged)
    r["marked"] += 1


def paper_twice(r):
    r["papers"].append(copy.deepcopy(r["papers"][0]))


def changed_choice(r):
    r["papers"][0]["body"] = r["papers"][0]["body"].replace("o1", "o3").replace('"yes"', '"no"')


def dropped_paper(r):
    r["papers"].pop()


def more_papers_than_marks(r):
    r["ways"]["phone"] -= 1


def other_figure(r):
    r["result"]["questions"][0]["counted"]["counts"]["yes"] += 1


def other_verdict(r):
    r["result"]["questions"][0]["passed"] = not r["result"]["questions"][0]["passed"]


def other_winner(r):
    r["result"]["questions"][1]["elected"] = ["o3"]


def other_denominator(r):
    r["base"] = "roll"


def other_key(r):
    from zhijia.domains.ballots import blind

    r["keys"]["A"]["public"] = casting.b64(blind.new_key().public)


def changed_sheet(r):
    r["batches"][0]["sheets"][0] = r["batches"][0]["sheets"][1]


def one_sheet_more(r):
    r["batches"][0]["sheets"].append(r["batches"][0]["sheets"][0])


def a_batch_by_one_teller(r):
    r["batches"][0]["tellers"] = ["林秀英", "林秀英"]


def a_batch_twice(r):
    r["batches"].append(copy.deepcopy(r["batches"][0]))


def a_mark_of_another_way(r):
    r["ways"]["box"] += 1


def slips_made_to_agree(r):
    r["result"]["slips"]["left"] = 0


def more_issued_than_said(r):
    r["result"]["ways"]["phone"] += 1


def a_paper_called_a_sheet(r):
    r["result"]["signed"], r["result"]["sheets"] = 5, 3


def stuffed_and_called_valid(r):
    for way in r["ways"]:
        r["ways"][way] = 0
    r["marked"] = 0


def other_mark(r):
    r["result"]["questions"][2]["counted"]["counts"]["o1"]["德"]["A"]["优秀"] -= 1


TAMPERED = [
    (one_more_voter, "名册与指纹不符"),
    (other_question, "票面与指纹不符"),
    (forged_paper, "有 1 张票的签名无效"),
    (paper_twice, "编号重复"),
    (changed_choice, "票数与公布的不一致"),
    (dropped_paper, "公布收回 8 票，实有 7 票"),
    (more_papers_than_marks, "多于领票人数"),
    (other_figure, "票数与公布的不一致"),
    (other_verdict, "结论与票数不符"),
    (other_winner, "当选人与票数不符"),
    (other_denominator, "计算基数或所需票数不对"),
    (other_key, "有 6 张票的签名无效"),
    (changed_sheet, "票数与公布的不一致"),
    (one_sheet_more, "纸票 3 张，多于发出的 2 张"),
    (a_batch_by_one_teller, "不是两位监票人录入的"),
    (a_batch_twice, "批号重复"),
    (a_mark_of_another_way, "合计不等于领票人数"),
    (slips_made_to_agree, "凭条的账与公布的说法不符"),
    (more_issued_than_said, "各种领票人数不对"),
    (a_paper_called_a_sheet, "公布的手机票或纸票张数不对"),
    (stuffed_and_called_valid, "收回多于发出，却公布为有效"),
    (other_mark, "“评议”的票数与公布的不一致"),
]


@pytest.mark.parametrize(("tamper", "words"), TAMPERED)
def test_each_kind_of_tampering_is_named(record, tamper, words):
    tamper(record)
    assert any(words in fault for fault in faults(record)), faults(record)


def test_more_than_ten_kinds_of_tampering_are_tried():
    assert len({tamper for tamper, _words in TAMPERED}) >= 10


def test_slips_that_do_not_agree_are_an_honest_record_that_says_so(cast):
    ballot = opened(cast, kind="poll")
    printed(ballot, cast.lin, 2)
    ended(cast, ballot, left=1)
    found = json.loads(json.dumps(public_record(Ballot.objects.get(pk=ballot.pk))))
    report = check_ballot.check(found)
    assert report.faults == [] and any("账实不符" in line for line in report.lines)


def test_a_sealed_ballot_is_opened_by_two_of_three_and_by_the_checker(cast):
    ballot = drafted(cast, kind="poll", grade="sealed")
    actions.name_tellers(ballot, by=cast.li, tellers=[cast.lin, cast.wang, cast.qian])
    teller_codes = {who: codes.new_code() for who in (cast.lin, cast.wang, cast.qian)}
    for who, code in teller_codes.items():
        _private, public = sealing.teller_key(code, ballot.public_id)
        actions.make_seal(ballot, by=who, public=public.hex())
    ballot = actions.open_(Ballot.objects.get(pk=ballot.pk), by=cast.li)
    terms = casting.terms_of(ballot)
    from .parts import Device

    for n, who in enumerate((cast.zhao, cast.qian, cast.hua)):
        device = Device(ballot, who)
        device.claim()
        body = b'{"a":{"1":"%s"}}' % (b"yes" if n else b"no")
        sealed = casting.b64(terms.seal(body))
        casting.cast(ballot, "A", device.message, device.signature, sealed)
    actions.close(ballot, by=cast.li)
    from zhijia.kernel.refusals import Refused

    with pytest.raises(Refused, match="票还封着：0 位"):
        actions.count(ballot, by=cast.lin)
    for who in (cast.lin, cast.qian):
        private, _public = sealing.teller_key(teller_codes[who], ballot.public_id)
        if who == cast.qian:
            with pytest.raises(Refused, match="票还封着：1 位监票人交出了封条，要 2 位"):
                actions.count(ballot, by=cast.lin)
            with pytest.raises(Refused, match="不是您这次投票的封条"):
                actions.hand_over(ballot, by=cast.wang, private=private.hex())
        actions.hand_over(ballot, by=who, private=private.hex())
    actions.count(ballot, by=cast.lin)
    actions.certify(ballot, by=cast.lin)
    actions.certify(ballot, by=cast.wang)
    record = json.loads(json.dumps(public_record(Ballot.objects.get(pk=ballot.pk))))
    assert record["result"]["questions"][0]["counted"]["counts"] == {
        "yes": 2,
        "no": 1,
        "abstain": 0,
    }
    assert faults(record) == []
    record["seal"]["handed"].pop()
    assert any("封条不足 2 个" in fault for fault in faults(record))
