"""A union's own settings: inherited down the tree, kept only where they differ."""

from dataclasses import replace

import pytest

from zhijia.kernel.settings import OrgSetting, save_settings, setting_sheet, settings_for, sheets


@pytest.fixture
def sheet():
    return sheets["care"]


def say(org, sheet, **changes):
    save_settings(org, replace(settings_for(org, sheet), **changes))


def test_defaults_where_nobody_said_anything(cast, sheet):
    assert settings_for(cast.first, sheet) == sheet()


def test_inherited_down_the_tree_and_overridden(cast, sheet):
    say(cast.district, sheet, visit_within_days=5, follow_up_days=20)
    assert settings_for(cast.first, sheet).visit_within_days == 5
    say(cast.first, sheet, visit_within_days=3)
    assert settings_for(cast.first, sheet).visit_within_days == 3
    assert settings_for(cast.first, sheet).follow_up_days == 20
    assert settings_for(cast.second, sheet).visit_within_days == 5
    say(cast.district, sheet, follow_up_days=10)
    assert settings_for(cast.first, sheet).follow_up_days == 10


def test_only_what_differs_is_kept(cast, sheet):
    say(cast.district, sheet, visit_within_days=5)
    say(cast.first, sheet, visit_within_days=5, follow_up_days=9)
    assert OrgSetting.objects.get(org=cast.first).values == {"follow_up_days": 9}
    say(cast.first, sheet, follow_up_days=30)
    assert OrgSetting.objects.get(org=cast.first).values == {}


def test_what_is_no_longer_a_setting_is_passed_over(cast, sheet):
    OrgSetting.objects.create(org=cast.first, name="care", values={"gone": 1, "follow_up_days": 8})
    assert settings_for(cast.first, sheet).follow_up_days == 8


def test_lists_are_not_shared(cast, sheet):
    settings_for(cast.first, sheet).kinds.append("x")
    assert "x" not in settings_for(cast.first, sheet).kinds


def test_a_sheet_stands_once(sheet):
    with pytest.raises(TypeError):
        setting_sheet("care", "再来")(sheet)
    with pytest.raises(TypeError):
        setting_sheet("new", "不是")(object)
