"""What has served its time is thrown away, and nothing else."""

from datetime import timedelta

from zhijia.kernel import clock, upkeep
from zhijia.kernel.actions import Once, Step
from zhijia.kernel.deliveries import Delivery
from zhijia.kernel.notices import Notice, read_all, tell

from .parts import reported


def test_old_letters_keys_and_read_notices_go_the_rest_stays(cast):
    now = clock.now()
    with clock.at(now - timedelta(days=800)):
        reported(cast)
        tell([cast.li], cast.first, "早读过的")
        read_all(cast.li)
        tell([cast.li], cast.first, "早的，没读")
    with clock.at(now - timedelta(days=200)):
        Once.objects.create(key="old")
        given = {"org": cast.first, "person": cast.li, "channel": "mail"}
        for state in Delivery.State:
            Delivery.objects.create(state=state, **given)
    Once.objects.create(key="new")
    steps = Step.objects.count()
    upkeep.prune()
    assert not Notice.objects.filter(title="早读过的").exists()
    assert Notice.objects.filter(title="早的，没读").exists()
    assert [o.key for o in Once.objects.all()] == ["new"]
    assert set(Delivery.objects.values_list("state", flat=True)) == set(Delivery.OPEN)
    assert Step.objects.count() == steps > 0


def test_one_turn_of_letters_routes_and_sends(cast, monkeypatch):
    from types import SimpleNamespace

    from zhijia.kernel import sending
    from zhijia.kernel.channels import Answer
    from zhijia.kernel.channels.models import ChannelSettings
    from zhijia.kernel.contacts import Preference, keep_trusted

    row = ChannelSettings(org=cast.first, channel="mail")
    row.values = {"host": "x"}
    row.save()
    keep_trusted(cast.li, cast.first, "mail", "li@x.cn")
    Preference.objects.create(org=cast.first, person=cast.li, quiet_from="00:00", quiet_to="00:00")
    stub = SimpleNamespace(send=lambda *given: Answer(True))
    monkeypatch.setattr(sending, "modules", lambda: {"mail": stub})
    tell([cast.li], cast.first, "开会", due=clock.today())
    assert upkeep.letters() == "1 / 1"
    assert upkeep.letters() == "0 / 0"
