"""How the invented people come in: slips handed out, one used, one void; a way in, switched off."""

from datetime import timedelta

from zhijia.domains.accounts import actions as accounts
from zhijia.domains.accounts.models import Holder
from zhijia.kernel import clock
from zhijia.kernel.people import Account


def live(school):
    """Called when the story is told, on the school's today."""
    chair, member = school.who["chair"], school.who["member"]
    with clock.at(school.today - timedelta(days=3)):
        sheet = accounts.invite(school.org, by=chair, whom="people", people=school.working[:9])
        first, second = sheet.slips.order_by("pk")[:2]
        accounts.use(
            first, by=first.person, username=first.person.staff_no, password="demo only 2026"
        )
        Account.objects.filter(person=first.person).update(
            password="!"
        )  # nobody enters the demo so
        holder = Holder.objects.get(org=school.org, person=second.person)
        accounts.reissue(holder, by=chair)
        way = accounts.connect(
            school.org, by=chair, kind="cas", label="阳光学校统一身份认证", auto_tie=True,
            server="https://cas.sunshine.example/cas",
        )  # fmt: skip
        accounts.tie(school.org, by=member, way=way, outside=member.staff_no)
