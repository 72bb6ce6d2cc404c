"""What was asked before is found while one writes, this year's and earlier, whoever wrote it."""

from datetime import timedelta

from zhijia.domains.proposals import actions
from zhijia.domains.proposals.similar import bigrams, grams_of, similar
from zhijia.kernel import clock

from .parts import DAY, TEXT, drafted, filed, rated, words


def test_bigrams_of_mixed_text():
    assert bigrams("食堂早餐") == ["食堂", "堂早", "早餐"]
    assert bigrams("ＡＩ课，好") == ["ai", "i课", "好"]
    assert bigrams("，。") == []
    assert grams_of("关于改善食堂的提案") == {"改善", "善食", "食堂"}


def test_found_over_years_and_ranked(s):
    with clock.at(DAY):
        old = rated(s)
    with clock.at(DAY + timedelta(days=366)):
        call = actions.open_call(s.cast.first, by=s.cast.sun, title="下一年", session="第五届第四次",
                                 opens=clock.today())  # fmt: skip
        near = filed(
            s,
            call=call,
            title="关于改善教工食堂晚餐的提案",
            reason="晚餐品种少，老师加班没有热饭。",
        )
        filed(
            s,
            call=call,
            title="关于更换办公电脑的提案",
            reason="电脑使用八年，开机很慢，影响办公。",
        )
        found = similar(s.cast.first, s.cast.hua, TEXT["title"], TEXT["reason"])
    assert [p.pk for p in found] == [old.pk, near.pk]
    assert found[0].likeness == 100 > found[1].likeness


def test_not_itself_not_a_draft_not_another_unions(s):
    mine = drafted(s)
    assert not similar(s.cast.first, s.cast.hua, TEXT["title"])
    p = filed(s)
    assert not similar(s.cast.first, s.cast.hua, TEXT["title"], besides=p.pk)
    assert not similar(s.cast.second, s.cast.zhou, TEXT["title"])
    assert not similar(s.cast.first, s.cast.zhou, TEXT["title"])
    assert mine.state == "draft"


def test_a_changed_text_is_found_by_its_new_words(s):
    p = drafted(s)
    actions.ask_second(p, by=s.cast.qian, people=[])
    actions.amend(p, by=s.cast.qian, **words(title="关于增加体育馆照明的提案"))
    assert [x.pk for x in similar(s.cast.first, s.cast.hua, "体育馆照明")] == [p.pk]


def test_the_fragment_and_the_plain_page(s, enter):
    p = filed(s)
    client = enter(s.cast.hua)
    there = "/proposals/similar/?title=改善教工食堂"
    given = {"title": "改善教工食堂", "reason": "长" * 20_000}  # no address is that long
    part = client.post(
        "/proposals/similar/", given, headers={"HX-Request": "true"}
    ).content.decode()
    assert p.title in part and "<html" not in part
    page = client.get(there).content.decode()
    assert p.title in page and "<html" in page
    assert enter(s.cast.chen).get(there).status_code == 404


def test_the_form_asks_for_it_and_links_to_the_page(s, enter):
    words = enter(s.cast.hua).get("/proposals/proposal/draft/").content.decode()
    assert 'hx-post="/proposals/similar/"' in words and 'href="/proposals/similar/"' in words
