"""One matter a proposal: two are noticed while one writes, and split by one verb (rules 5.06)."""

import pytest

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.models import Proposal
from zhijia.domains.proposals.splitting import two_matters
from zhijia.kernel.refusals import NotAllowed, Refused

from .parts import TEXT, drafted, later, seconded, submitted

MEALS = "关于改善教工食堂早餐供应的提案"
TWO = (
    ("一、早读值班的老师七点前到校，食堂七点二十才开门。\n二、语文组二十台电脑用了八年，开机很慢，常常死机。",
     "1. 食堂提前到六点五十开门。\n2. 分两年更换旧电脑，先换用得最久的。", "二十台电脑", "更换旧电脑"),
    ("早读值班的老师七点前到校，食堂七点二十才开门。另外，校门口放学时车辆和行人混行，很不安全。",
     "食堂提前开门。校门口划定即停即走区。", "校门口放学", "即停即走"),
    ("食堂七点二十才开门，值班老师空腹上课。", "食堂提前到六点五十开门。同时建议更换办公室的旧打印机。", "", "打印机"),
    ("第一件，食堂开门太晚，值班老师空腹上课。第二件，体检项目多年没有变过，大家都盼着加一项胃镜。",
     "食堂提前开门。体检增加胃镜。", "胃镜", "体检增加"),
)  # fmt: skip
ONE = (
    ("一、食堂七点二十才开门。二、值班老师常常空腹上课。三、邻近两所学校早已提前。",
     "1. 六点五十开门。2. 增加两个窗口。3. 每周公布菜单，听取意见。"),
    ("早读值班的老师七点前到校，食堂七点二十才开门。另外，周一升旗更早，空腹的人更多。", "提前开门。同时建议公布一周菜单。"),
    ("（一）现状：窗口少，排队长。（二）原因：人手不足，早班只有两人。（三）影响：迟到的人多了。", "（一）增加人手。（二）错峰用餐。"),
    ("食堂油价涨了 1.5 倍，2025.3.1 起早餐少了两样。", "同时建议由家长代表和教师代表一起监督，每月开一次会。"),
    ("食堂的早餐供应太晚。", "请总务处提前开门，同时希望其他校区也照此办理。"),
    ("", ""),
)  # fmt: skip


@pytest.mark.parametrize(("reason", "measures", "other", "wish"), TWO)
def test_two_matters_are_noticed_and_parted(reason, measures, other, wish):
    found = two_matters(MEALS, reason, measures)
    assert found, "not noticed"
    assert other in found.other_reason and wish in found.other_measures
    assert "食堂" in found.reason + found.measures
    assert "食堂" not in found.other_reason + found.other_measures
    assert found.other_title.startswith("关于") and found.other_title.endswith("的提案")


@pytest.mark.parametrize(("reason", "measures"), ONE)
def test_one_matter_with_several_reasons_or_measures_is_left_alone(reason, measures):
    assert two_matters(MEALS, reason, measures) is None


OTHERS = (
    ("关于增加教学楼饮水设备的提案", "三楼以上没有直饮水，课间往返打水来不及，夏天尤其不便。", "在三至五楼各装一台直饮水机，每月公布水质检测结果。"),
    ("关于建立青年教师导师制度的提案", "近三年入职的教师已占四成。此外，新教师成长主要靠自己摸索。", "一、每位新教师配一名导师。二、听评课不少于八次，计入工作量。"),
    ("关于改善体育馆照明和通风的提案", "1. 灯坏了三分之一。2. 夏天闷热，通风不好。", "1. 更换灯管。2. 加装风机，同时建议每季度检修一次。"),
    ("关于公布代课和调课办法的提案", "代课安排各年级做法不同；另外，代课费计算口径不一。", "由教务处制定统一办法，每月公示代课情况。"),
)  # fmt: skip


@pytest.mark.parametrize(("title", "reason", "measures"), OTHERS)
def test_whatever_the_topic_one_matter_stays_one(title, reason, measures):
    assert two_matters(title, reason, measures) is None


def test_hinted_while_one_writes_and_never_in_the_way(s, enter):
    reason, measures, *_rest = TWO[0]
    client = enter(s.cast.qian)
    form = client.get("/proposals/proposal/draft/").content.decode()
    assert 'hx-post="/proposals/matters/"' in form and 'id="matters"' in form
    given = {"title": MEALS, "reason": reason, "measures": measures}
    part = client.post("/proposals/matters/", given).content.decode()
    assert "看起来写了两件事" in part and "拆成两件" in part and "<html" not in part
    assert client.post("/proposals/matters/", TEXT).content.decode().strip() == ""
    assert client.get("/proposals/matters/").status_code == 405
    more = given | {"call": s.call.pk, "about": "other", "kind": "personal"}
    assert client.post("/proposals/proposal/draft/", more).status_code == 302
    p = Proposal.objects.get()
    assert "看起来写了两件事" in client.get(f"/proposals/proposal/{p.pk}/").content.decode()


def test_saving_and_splitting_is_one_tap_and_the_text_has_moved(s, enter):
    reason, measures, *_rest = TWO[0]
    client = enter(s.cast.qian)
    given = {"title": MEALS, "reason": reason, "measures": measures, "call": s.call.pk, "about": "logistics",
             "kind": "personal", "next": "/proposals/split/latest/"}  # fmt: skip
    answer = client.post("/proposals/proposal/draft/", given, follow=True)
    p = Proposal.objects.get()
    assert answer.redirect_chain[-1][0].startswith(f"/proposals/proposal/{p.pk}/split/")
    form = answer.context["form"]
    first = {name: form[name].value() for name in form.fields}
    assert "电脑" not in first["matter"] and "电脑" in first["other_matter"]
    assert client.post(f"/proposals/proposal/{p.pk}/split/", first).status_code == 302
    other = Proposal.objects.exclude(pk=p.pk).get()
    p = Proposal.objects.get(pk=p.pk)
    assert (
        "电脑" not in p.reason + p.measures and "电脑" in other.reason and "更换" in other.measures
    )
    assert (other.state, other.proposer, other.call) == ("draft", s.cast.qian, s.call)
    assert "电脑" in p.versions.get().reason, "the text as it stood is kept"


def parted(**more):
    return {
        "title": MEALS, "matter": "食堂七点二十才开门，太晚。", "measures": "提前到六点五十开门就好。",
        "other_title": "关于更换旧电脑的提案", "other_matter": "二十台电脑用了八年，开机很慢。", "other_measures": "分两年更换旧电脑，旧机登记。",
    } | more  # fmt: skip


def test_splitting_asks_the_seconders_of_the_changed_text_again(s):
    p = seconded(s)
    actions.split(p, by=s.cast.qian, **parted())
    assert set(p.seconds.values_list("state", flat=True)) == {"asked"} and p.state == "seconding"
    assert Proposal.objects.exclude(pk=p.pk).get().seconds.count() == 0


def test_splitting_is_the_proposers_and_all_or_nothing(s):
    p = drafted(s)
    with pytest.raises(NotAllowed):
        actions.split(p, by=s.cast.sun, **parted())
    with pytest.raises(Refused, match="至少要写 10 字"):
        actions.split(p, by=s.cast.qian, **parted(other_measures="更换"))
    assert Proposal.objects.get().title == p.title and not p.versions.exists()
    with later(30), pytest.raises(Refused, match="不在征集时间内"):
        actions.split(p, by=s.cast.qian, **parted())


def test_the_committee_sees_the_hint_too(s, enter):
    reason, measures, *_rest = TWO[0]
    p = submitted(s, reason=reason, measures=measures)
    page = enter(s.cast.sun).get(f"/proposals/proposal/{p.pk}/").content.decode()
    assert "看起来写了两件事" in page and "退回修改" in page
