"""The verbs of membership: apply, approve … admit, keep, restore, leave; move out and in; children."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from zhijia.kernel import access, clock, records
from zhijia.kernel.actions import action, validate
from zhijia.kernel.documents.models import attach, next_number
from zhijia.kernel.people import Appointment, Deputy, Membership, Person
from zhijia.kernel.privacy import digest
from zhijia.kernel.refusals import Refused

from .models import Application, Arrival, Child, Member, Transfer

APPLIED = Application.State
MOVING = Transfer.State
COMING = Arrival.State


# --- joining -------------------------------------------------------------------------------------


@action(Application, creates=True, may="members.apply", label="入会申请",
        tells=lambda a: access.holders("members.admit", a.org))  # fmt: skip
def apply(org, *, by, name, words, signed, sex="", staff_no="", birthday=None, id_number="",
          phone="", papers=()):  # fmt: skip
    """Enter the application a person made, with their own words and signature (rules 2.20)."""
    if signed > clock.today():
        raise Refused(_("签名日期不能晚于今天。"))
    made = Application(
        org=org, name=name, words=words, signed=signed, sex=sex, staff_no=staff_no,
        birthday=birthday, id_number=id_number, phone=phone, entered_by=by,
    )  # fmt: skip
    validate(made)
    made.save()
    for file in papers:
        attach(made, file.read(), file.name, by=by, sealed=True, people_shown=False)
    return made


def own_entry(application, by):
    """Two people see every admission: who typed the application does not approve it alone."""
    alone = not access.holders("members.admit", application.org).exclude(pk=by.pk).exists()
    if application.entered_by_id == by.pk and not alone:
        return _("自己代填的申请，请由另一位主席或副主席批准")
    return ""


@action(Application, may="members.admit", label="批准入会", main=True, guard=own_entry,
        source=[APPLIED.SUBMITTED], target=APPLIED.APPROVED)  # fmt: skip
def approve(application, *, by, starts, decided, group=None):
    """The committee's decision: the spell begins, the member gets a number."""
    if starts < application.signed:
        raise Refused(_("入会日期不能早于申请签名的日期（%s）。") % application.signed)
    application.decided = decided
    fields = ("sex", "birthday", "id_number", "phone")
    given = {name: getattr(application, name) for name in fields}
    application.member = admit(
        application.org, by=by, name=application.name, starts=starts, group=group,
        staff_no=application.staff_no, number=True, **given,
    )  # fmt: skip


@action(Application, may="members.admit", label="不予批准", source=[APPLIED.SUBMITTED],
        target=APPLIED.REFUSED)  # fmt: skip
def refuse(application, *, by, reason):
    application.reason = reason


@action(Application, may="members.apply", label="撤回申请", source=[APPLIED.SUBMITTED],
        target=APPLIED.WITHDRAWN)  # fmt: skip
def withdraw(application, *, by):
    """The person thought better of it."""


@action(Member, creates=True, may="members.keep", label="登记会员")
def admit(org, *, by, name, starts, staff_no="", sex="", birthday=None, retires=None, group=None,
          id_number="", phone="", number=False, member_no="", category="", politics="", title="",
          establishment=""):  # fmt: skip
    """Take a person onto the roll. A known number means that the same person comes back."""
    if starts > clock.today():
        raise Refused(_("入会日期不能晚于今天。"))
    who = known(org, staff_no, id_number)
    if who and who.name != name:
        raise Refused(_("工号%s已经是%s。") % (staff_no, who.name), _("请核对工号。"))
    if who:
        _free_on(org, who, starts)
    who = who or Person(name=name, staff_no=staff_no)
    details = {
        "staff_no": staff_no, "sex": sex, "birthday": birthday, "retires": retires,
        "id_number": id_number, "phone": phone, "category": category, "politics": politics,
        "title": title, "establishment": establishment,
    }  # fmt: skip
    for field, value in details.items():
        if value:
            setattr(who, field, value)
    validate(who)
    who.save()
    return Member(
        org=org, person=who, starts=starts, group=group,
        member_no=member_no or (_next_number(org, starts.year) if number else ""),
    )  # fmt: skip


def known(org, staff_no, id_number=""):
    """The person who bears the ID number anywhere, or the staff number in this union: staff
    numbers mean nothing elsewhere."""
    if id_number:
        found = Person.objects.filter(id_digest=digest(id_number)).first()
        if found:
            return found
    if not staff_no:
        return None
    here = Member.objects.of(org).values("person")
    return Person.objects.filter(staff_no=staff_no, pk__in=here).first()


def _free_on(org, who, starts):
    """Nobody is a member twice on one day, here or elsewhere."""
    clash = Member.objects.filter(Q(ends=None) | Q(ends__gte=starts), person=who).first()
    if clash is None:
        return
    if clash.org_id != org.pk:
        raise Refused(_("%s在别的工会有会籍。") % who, _("请由对方办理会籍转出。"))
    now = clash.starts <= starts
    words = _("%s当日已经是会员。") if now else _("%s在那一天以后已经是会员。")
    raise Refused(words % who, _("请核对入会日期。"))


def _next_number(org, year):
    return f"{year}{next_number(org, 'members', year):04d}"


# --- while a member, and leaving -----------------------------------------------------------------


def still_in(spell, by):
    if spell.ends:
        return _("已于%s离会。") % spell.ends
    moving = spell.transfers.filter(state=MOVING.ASKED).exists()
    return _("正在转接，先撤回转出") if moving else ""


def in_full(spell, by):
    return still_in(spell, by) or (_("已经是保留会籍") if spell.kept else "")


@action(Member, may="members.keep", label="转为保留会籍", guard=in_full)
def keep(spell, *, by, on, reason):
    """Retired, conscripted or out of work: membership stays, without dues and vote (rules 2.23)."""
    _next_spell(spell, on, Membership.Left.KEPT, Membership.Entered.KEPT, kept=True)
    _end_offices(spell, on)


def kept_now(spell, by):
    return still_in(spell, by) or ("" if spell.kept else _("不是保留会籍"))


@action(Member, may="members.keep", label="恢复会籍", guard=kept_now,
        when=lambda spell: spell.kept)  # fmt: skip
def restore(spell, *, by, on, reason):
    """Back at work: a full spell follows the kept one."""
    _next_spell(spell, on, Membership.Left.BACK, Membership.Entered.BACK, kept=False)


def _next_spell(spell, on, left, entered, kept):
    if not spell.starts < on <= clock.today():
        raise Refused(_("日期要晚于%s，不能晚于今天。") % spell.starts)
    spell.end(on - timedelta(days=1))
    spell.left = left
    spell.save()
    following = Member(
        org=spell.org, person=spell.person, group=spell.group, member_no=spell.member_no,
        starts=on, kept=kept, entered=entered,
    )  # fmt: skip
    validate(following)
    following.save()
    records.sync(following)


@action(Member, may="members.keep", label="离会", guard=still_in)
def leave(spell, *, by, ends, left, reason):
    """End the spell; the history stays, the access ends at once. Being regarded as having left is
    never automatic: the reason names the talk and the decision (rules 2.24)."""
    if ends < spell.starts:
        raise Refused(_("离会日期不能早于入会日期。"))
    if ends > clock.today() + timedelta(days=366):
        raise Refused(_("离会日期最多填到一年以后。"))
    spell.end(ends)
    spell.left = left
    _end_offices(spell, ends)


def _end_offices(spell, on):
    """Offices at this union end with full membership, and so do the days one stands in."""
    own = Q(person=spell.person, org=spell.org)
    last = Q(ends=None) | Q(ends__gt=on)
    for row in [*Appointment.objects.filter(own & last), *Deputy.objects.filter(own & last)]:
        row.end(max(on, row.starts))
        row.save()


@action(Member, may="members.keep", label="调整小组", guard=still_in)
def regroup(spell, *, by, group):
    """Into another group, or into none."""
    spell.group = group


# --- from one union to another -------------------------------------------------------------------


@action(Transfer, creates=True, parent=Member, may="members.move", label="转出会籍", guard=still_in)
def move_out(spell, *, by, to, reason):
    """Ask another union of the tree to take the membership over; until then nothing changes."""
    if to.pk == spell.org_id or to.closed or not to.is_base:
        raise Refused(_("不能转往%s。") % to, _("请选择另一个在册的基层工会。"))
    made = Transfer(org=spell.org, member_id=spell.pk, to=to, reason=reason, asked=clock.today())
    validate(made)
    made.save()
    arrival = Arrival(org=to, transfer=made, name=spell.person.name, came_from=spell.org.name)
    arrival.save()
    _tell_there(arrival, _("有一位会员转入，待接收：%s") % arrival.name)
    return made


def _tell_there(arrival, title):
    from zhijia.kernel import notices, waiting
    from zhijia.kernel.actions import url_of

    notices.tell(access.holders("members.move", arrival.org), arrival.org, title, url_of(arrival))
    waiting.sync(arrival)


@action(
    Transfer, may="members.move", label="撤回转出", source=[MOVING.ASKED], target=MOVING.WITHDRAWN
)
def take_back(transfer, *, by):
    """Before the other union has answered, and never after."""
    arrival = Arrival.objects.select_for_update(of=("self",)).select_related("org")
    arrival = arrival.get(transfer=transfer)
    if arrival.state != COMING.WAITING:
        raise Refused(_("对方已经办理，不能撤回。"))
    arrival.state = COMING.WITHDRAWN
    arrival.save()
    _tell_there(arrival, _("%s的转入已由原工会撤回") % arrival.name)


# Both sides may act in the same second: whoever answers locks the transfer first and then their own
# half, in the order in which it is taken back.


@action(Arrival, may="members.move", label="接收", main=True, source=[COMING.WAITING],
        target=COMING.CONFIRMED, under="transfer")  # fmt: skip
def receive(arrival, *, by, on, group=None):
    """One admission, moved on (rules 2.21): the old spell ends the day before the new begins."""
    transfer = arrival.transfer
    if transfer.state != MOVING.ASKED:
        raise Refused(_("原工会已经撤回这次转出。"))
    old = Member.objects.select_related("org", "person").get(pk=transfer.member_id)
    if not max(transfer.asked, old.starts + timedelta(days=1)) <= on <= clock.today():
        raise Refused(_("接收日期要在%s以后，不能晚于今天。") % transfer.asked)
    old.end(on - timedelta(days=1))
    old.left = Membership.Left.MOVED
    old.save()
    _end_offices(old, on - timedelta(days=1))
    fresh = Member(
        org=arrival.org, person=old.person, starts=on, kept=old.kept, member_no=old.member_no,
        group=group, entered=Membership.Entered.MOVED,
    )  # fmt: skip
    validate(fresh)
    fresh.save()
    arrival.member = fresh
    transfer.state = MOVING.CONFIRMED
    transfer.save()
    for spell in (old, fresh):
        records.sync(spell)


@action(Arrival, may="members.move", label="不接收", source=[COMING.WAITING],
        target=COMING.DECLINED, under="transfer")  # fmt: skip
def decline(arrival, *, by, reason):
    """The member stays where they are."""
    transfer = arrival.transfer
    if transfer.state != MOVING.ASKED:
        raise Refused(_("原工会已经撤回这次转出。"))
    transfer.state, transfer.answer = MOVING.DECLINED, reason[:200]
    transfer.save()


# --- family --------------------------------------------------------------------------------------


@action(Child, creates=True, parent=Member, may="members.family", label="登记子女", guard=still_in)
def add_child(spell, *, by, born, consented, name="", only=False):
    """With the parent's consent, and no more than an aid asks for."""
    if not 1950 <= born <= clock.today().year:
        raise Refused(_("出生年份不对。"))
    return Child(
        org=spell.org, parent=spell.person, born=born, name=name, only=only, consented=consented
    )


@action(Child, may="members.family", label="删除姓名")
def forget(child, *, by):
    """Consent withdrawn, or no longer needed: the name goes; the row keeps only the year."""
    child.name = ""
