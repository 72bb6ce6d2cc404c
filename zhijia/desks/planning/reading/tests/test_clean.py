"""Cleaning and byte repair, each trap with invented text."""

from .. import read_text
from ..clean import clean
from ..repair import repair_bytes


def test_radicals_and_fullwidth_letters_become_ordinary():
    assert clean("⼯会⽣⽇会，２０３１年Ａ组").lines == ["工会生日会，2031年A组"]


def test_pinyin_goes_and_real_parentheses_stay():
    text = "學(xué)校舉(jǔ)辦(bàn)比賽(分兩組(zǔ)進(jìn)行)和課(kè)件(PPT)展(zhǎn)示"
    assert clean(text).lines == ["学校举办比赛(分两组进行)和课件(PPT)展示"]


def test_latin_in_parentheses_stays_in_an_ordinary_text():
    assert clean("教师制作课件(ppt)并唱歌(KTV)").lines == ["教师制作课件(ppt)并唱歌(KTV)"]


def test_simplified_text_is_not_converted():
    assert clean("乾隆年间的著名故事，由工会后勤组讲述").lines == [
        "乾隆年间的著名故事，由工会后勤组讲述"
    ]


def test_html_ads_page_numbers_and_invisible_marks_go():
    text = (
        "<p>工会&nbsp;计划</p><script>alert(1)</script>\n[找范文 www.sample.com 网]\n第 3 页 共 9 页\n"
        "无码视频 成人影院 免费视频 在线观看\n办\u200b实事。\n12全文查看\n"
    )
    assert clean(text).lines == ["工会 计划", "办实事。"]


def test_punctuation_is_left_as_written():
    line = "“办实事”，《章程》；（第二稿）:好!"
    assert clean(line).lines == [line]


def test_holes_are_named_with_their_line_and_words():
    found = clean("第一行\n走访共 人次，共计 元。\n20xx年第__次会议\n总额□□元").warnings
    assert [w[:4] for w in found] == ["第2行有", "第3行有", "第4行有"]
    assert "共 人次" in found[0]


def test_a_sentence_cut_by_a_line_break_is_joined_but_headings_are_not():
    text = "一、目标\n我们要把服务送到每个组室，让教职工感到集体的温暖，也让每一位会员都能参与\n各项活动，共同进步。\n二、工作\n1、开会\n2、读书"
    assert clean(text).lines == [
        "一、目标",
        "我们要把服务送到每个组室，让教职工感到集体的温暖，也让每一位会员都能参与各项活动，共同进步。",
        "二、工作",
        "1、开会",
        "2、读书",
    ]


def test_bytes_split_by_pinyin_are_mended_by_both_readings():
    text, warnings = repair_bytes("大家要堅(jiān)持?jǐn)?shù)年")
    assert text == "大家要堅(jiān)持數年"
    assert len(warnings) == 1


def test_a_shifted_festival_is_mended_by_the_lexicon():
    assert repair_bytes("舉(jǔ)行慶?！叭?恕眿D(fù)女茶會")[0] == "舉(jǔ)行慶祝“三八”婦女茶會"
    assert repair_bytes("慶?！拔逡弧眲?láo)動(dòng)節")[0] == "慶祝“五一”勞動(dòng)節"


def test_damage_that_cannot_be_told_is_kept_with_a_warning():
    text, warnings = repair_bytes("某處鵬?鼉qù)不明")
    assert "鵬?" in text
    assert "无法确定原文" in warnings[0]


def test_an_ordinary_question_is_not_damage():
    assert repair_bytes("怎么办?大家说(shuō)") == ("怎么办?大家说(shuō)", [])


def test_a_megabyte_on_one_line_is_read():
    reading = read_text("工会计划\n一、活动安排\n三月：" + "办一次茶会；" * 60_000)
    assert len(reading.items) == 60_000
    assert len(read_text("（" * 300_000).lines) == 1
