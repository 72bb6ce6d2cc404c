"""The invented people of 阳光实验学校, and their union's standards."""

import random
from datetime import date

from zhijia.domains.members.actions import admit
from zhijia.domains.members.models import Member
from zhijia.kernel import policy, records
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Account, Appointment, Group, Person, Post
from zhijia.kernel.policy import PolicyRow

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
SECOND = "文思雨佳晓春志国建明海红秀丽婉清静雅子一宇嘉俊永立淑玉慧心若安乐书怀景承"
THIRD = "华敏杰婷琳涛军霞燕飞平宁涵晨轩欣怡然悦辉强伟芳梅兰竹菊松柏桐瑶莹博远航诚"

GROUPS = (
    "语文组",
    "数学组",
    "英语组",
    "理化生组",
    "政史地组",
    "艺体组",
    "行政后勤组",
    "退休教师小组",
)

CAST = (
    # key, name, sex, group, post, duty, user
    ("chair", "李明远", "m", 1, Post.CHAIR, "主持全面工作", "demo-chair"),
    ("vice", "林秀文", "f", 0, Post.VICE_CHAIR, "民主管理、宣传", "demo-vice"),
    ("care", "孙晓棠", "f", 2, Post.COMMITTEE, "生活福利", "demo-care"),
    ("sports", "周立群", "m", 5, Post.COMMITTEE, "文体", "demo-sports"),
    ("women", "何静宜", "f", 3, Post.COMMITTEE, "女工", "demo-women"),
    ("leader", "钱一诺", "f", 0, Post.GROUP_LEADER, "语文组", "demo-leader"),
    ("treasurer", "王素琴", "f", 6, Post.TREASURER, "", "demo-treasurer"),
    ("review", "吴国栋", "m", 4, Post.FUNDS_REVIEW, "", "demo-review"),
    ("party", "党为民", "m", 6, Post.PARTY, "", "demo-party"),
    ("principal", "高致远", "m", 6, Post.PRINCIPAL, "", "demo-principal"),
    ("member", "赵雨晴", "f", 2, None, "", "demo-member"),
)

OWN_RULES = (
    ("illness", "1000"), ("surgery", "2000"), ("birth", "800"), ("wedding", "800"),
    ("death_member", "3000"), ("death_relative", "1000"), ("retirement", "1000"),
    ("hardship", "2000"), ("birthday", "300"), ("festival", "500"), ("retired", "300"),
    ("frontline", "200"),
)  # fmt: skip
RULE_BOOK = "本校工会慰问办法（演示）"


def name_of(dice, taken):
    """A name nobody of the school has yet."""
    while True:
        name = dice.choice(SURNAMES) + dice.choice(SECOND) + dice.choice(THIRD)
        if name not in taken:
            taken.add(name)
            return name


def unions():
    district = Org.objects.create(
        name="云溪区教育工会", unit="云溪区教育局", code="yunxi", kind="district"
    )
    school = Org.objects.create(
        name="阳光实验学校工会", unit="阳光实验学校", code="sunshine", parent=district,
        founded=date(2008, 9, 10),
    )  # fmt: skip
    return district, school


def standards(school):
    """The nation's frame from its pack, and the school's own invented book of rules."""
    policy.load_pack(policy.PACKS / "nation.csv")
    for kind, cap in OWN_RULES:
        PolicyRow.objects.create(
            org=school, code=f"care.cap.{kind}", value=cap, unit="元", strength="reason",
            source=RULE_BOOK, article="第四条", confidence="V", note="虚构数据",
        )  # fmt: skip
    PolicyRow.objects.create(
        org=school, code="activities.outing_day_cap", value="200", unit="元/人·日", strength="reason",
        source=RULE_BOOK, article="第六条", confidence="V", note="虚构数据",
    )  # fmt: skip


def people(school, dice, first_day):
    """The cast, then some hundred colleagues; key → Person. Offices follow by election.

    Only the founder holds one before: somebody must take the others in.
    """
    groups = [Group.objects.create(org=school, name=name) for name in GROUPS]
    taken = {row[1] for row in CAST}
    found = {}
    founder = Person.objects.create(
        name=CAST[0][1], staff_no="Y001", sex="m", birthday=date(1976, 4, 12), category="teacher"
    )
    appoint(school, founder, Post.CHAIR, CAST[0][5], first_day)
    for number, (key, name, sex, group, _post, _duty, user) in enumerate(CAST, 1):
        if key != "chair":
            who = {"name": name, "sex": sex, "staff_no": f"Y{number:03d}"}
            born = date(1972 + number * 2, dice.randint(1, 12), dice.randint(1, 28))
            leads = key in ("principal", "party")
            who |= standing_of(number, first_day.year - born.year, leads)
            who["category"] = Person.Category.MANAGER if leads else Person.Category.TEACHER
            spell = admit(
                school, by=founder, starts=first_day, birthday=born, group=groups[group], **who
            )
            found[key] = spell.person
        else:
            found[key] = founder
            spell = Member.objects.create(
                org=school, person=founder, group=groups[group], starts=first_day
            )
            records.sync(spell)
        Account.objects.create(username=user, person=found[key])
    staff = colleagues(school, founder, dice, taken, groups, first_day)
    return found, staff


def appoint(school, who, post, duty, starts):
    Appointment.objects.create(org=school, person=who, post=post, duty=duty, starts=starts)


def colleagues(school, chair, dice, taken, groups, first_day):
    """A hundred and nine colleagues, sixteen of them retired with kept membership."""
    staff = []
    for number in range(12, 121):
        retired = number > 104
        age = dice.randint(61, 78) if retired else dice.randint(24, 59)
        born = date(first_day.year - age, dice.randint(1, 12), dice.randint(1, 28))
        sex = "f" if dice.random() < 0.66 else "m"
        group = groups[7] if retired else groups[number % 7]
        spell = admit(
            school, by=chair, name=name_of(dice, taken), staff_no=f"Y{number:03d}", sex=sex,
            birthday=born, starts=first_day, group=group, category=category_of(number),
            **standing_of(number, age),
            retires=None if retired else date(born.year + (55 if sex == "f" else 60), born.month, 28),
        )  # fmt: skip
        staff.append((spell.person, retired))
    return staff


def category_of(number) -> str:
    """Most teach; some keep house and offices."""
    if number % 23 == 0:
        return Person.Category.MANAGER
    return Person.Category.LOGISTICS if number % 9 == 0 else Person.Category.TEACHER


def standing_of(number, age, leads=False) -> dict:
    """Party, title and establishment as they go with age in a school like this one."""
    dice = random.Random(number)
    P, T, E = Person.Politics, Person.Title, Person.Establishment
    titles = (T.JUNIOR, T.MIDDLE) if age < 36 else (T.MIDDLE, T.MIDDLE, T.DEPUTY)
    young = (P.LEAGUE, P.PARTY, P.NONE) if age <= 28 else (P.PARTY, P.NONE, P.NONE, P.OTHER_PARTY)
    return {
        "politics": P.PARTY if leads else dice.choice(young),
        "title": T.DEPUTY if leads else dice.choice(titles if age < 58 else (*titles, T.SENIOR)),
        "establishment": E.ON if leads or dice.random() < 0.85 else E.CONTRACT,
    }


def officer(district, first_day):
    """The one who stands above: sees counts and safe titles, opens no file."""
    who = Person.objects.create(name="陈督学", staff_no="D001", sex="f")
    Appointment.objects.create(org=district, person=who, post=Post.OFFICER, starts=first_day)
    Account.objects.create(username="demo-district", person=who)
    return who
