"""A title's domain: the most specific word wins."""

import pytest

from .. import suggest_domain


@pytest.mark.parametrize(
    ("title", "domain"),
    [
        ("走访病休教师", "care"),
        ("组织全体教职工体检", "care"),
        ("建立困难职工档案", "aid"),
        ("庆三八踏青", "activities"),
        ("教职工气排球比赛", "activities"),
        ("中秋教学基本功比赛", "contests"),
        ("筹备第三届二次教代会", "congress"),
        ("征集教代会提案", "proposals"),
        ("更新校务公开栏", "disclosure"),
        ("青年教师座谈会", "voice"),
        ("民主评议学校领导干部", "ballots"),
        ("召开工会委员会议", "committees"),
        ("评选先进组室", "honours"),
        ("师徒拜师仪式", "growth"),
        ("签订集体合同", "rights"),
        ("工会经费审查", "funds"),
        ("职工之家验收", "evaluation"),
        ("整理工会资料", "archive"),
        ("编发工会简报", "news"),
        ("制订工会工作计划", "planning"),
        ("新教师入会登记", "members"),
        ("布置环境", "worklog"),
    ],
)
def test_domain(title, domain):
    assert suggest_domain(title) == domain
