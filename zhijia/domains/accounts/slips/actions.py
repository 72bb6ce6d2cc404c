"""The verbs of slips, and the verbs of officers on other people's accounts."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhijia.kernel import clock
from zhijia.kernel.access import can
from zhijia.kernel.actions import action
from zhijia.kernel.notices import tell
from zhijia.kernel.people import Account, Membership, Person
from zhijia.kernel.refusals import NotAllowed, Refused

from ..models import Batch, Entrance, Holder, Invitation
from ..own.actions import changed, checked, drop_second_factor, end_sessions, note
from ..standing import groups_led, holds_office, reaches_beyond, standing_at
from .codes import code_of, digest, new_nonce, token_of

VALID = timedelta(days=14)
JOIN, RESET = Batch.Kind.JOIN, Batch.Kind.RESET
OPEN, USED, VOID = Invitation.State.OPEN, Invitation.State.USED, Invitation.State.VOID


def void_slips(people) -> None:
    """Only the newest slip of a person opens anything."""
    Invitation.objects.filter(person__in=people, state=OPEN).update(state=VOID)


def issue(org, by, people, kind, whom) -> Batch:
    """One sheet of slips; the old ones of these people are void from now on."""
    people = list(people)
    if not people:
        raise Refused(_("没有需要发凭条的人。"), _("已经开通账号的，请在“登录账号”里重发凭条。"))
    void_slips(people)
    batch = Batch(org=org, kind=kind, whom=whom[:80], issued_by=by)
    batch.save()
    expires = clock.now() + VALID
    Invitation.objects.bulk_create(_slip(batch, person, expires) for person in people)
    return batch


def _slip(batch, person, expires):
    nonce = new_nonce()
    return Invitation(
        org=batch.org, org_path=batch.org.path, batch=batch, person=person, nonce=nonce,
        token_digest=digest(token_of(nonce)), code_digest=digest(code_of(nonce)), expires=expires,
    )  # fmt: skip


def without_account(org):
    """Those of the union who stand in it today and have no way in."""
    return standing_at(org).filter(account=None)


@action(Batch, creates=True, may="accounts.invite", label="发登录凭条")
def invite(org, *, by, whom, people=(), group=None):
    """Slips for some people, a group, or everybody who has no account yet."""
    rows = without_account(org)
    if whom == "all":
        return issue(org, by, rows, JOIN, _("全体未开通账号的人"))
    if whom == "group":
        if group is None or group.org_id != org.pk:
            raise Refused(_("请选择工会小组。"))
        spells = Membership.objects.filter(group=group).on(clock.today())
        return issue(org, by, rows.filter(pk__in=spells.values("person")), JOIN, group.name)
    chosen = rows.filter(pk__in=[p.pk for p in people])
    return issue(org, by, chosen, JOIN, names(chosen))


def names(people) -> str:
    rows = list(people[:4])
    return "、".join(p.name for p in rows[:3]) + (_("等") if len(rows) > 3 else "")


@action(Batch, creates=True, may="accounts.invite_group", label="给本组会员发登录凭条")
def invite_group(org, *, by, people):
    """A group leader's: nobody outside their own group."""
    spells = Membership.objects.filter(group__in=groups_led(by)).on(clock.today())
    chosen = without_account(org).filter(pk__in=[p.pk for p in people])
    if chosen.exclude(pk__in=spells.values("person")).exists():
        raise NotAllowed(_("给别组会员发登录凭条"))
    return issue(org, by, chosen, JOIN, names(chosen))


def no_slip_for(obj, by) -> str:
    """Why no new slip can be made for this person just now."""
    account = Account.objects.filter(person=obj.person_id).first()
    if not standing_at(obj.org).filter(pk=obj.person_id).exists():
        return _("此人今天不在本会，不能发凭条。")
    if account is None:
        return ""
    if not account.is_active:
        return _("账号已停用，请先恢复。")
    if account.person_id == by.pk:
        return _("自己的密码请在“账号安全”里改；忘了的，请另一位工会负责人发凭条。")
    if reaches_beyond(account.person, obj.org):
        return _("此人还在其他工会任职，凭条由那里的工会发。")
    if holds_office(account.person) and not can(by, "accounts.rest", obj):
        return _("任职人员的凭条由主席或副主席发。")
    return ""


def _reissue(obj, by, clears):
    person = Person.objects.get(pk=obj.person_id)
    account = Account.objects.filter(person=person).first()
    batch = issue(obj.org, by, [person], RESET if account else JOIN, person.name)
    if account:
        words = _("%s为您开出了重设密码的凭条。不是您要求的，请马上告诉工会主席。") % by.name
        tell([person], obj.org, words, "/accounts/me/")
        changed(account, _("%s开出了重设密码的凭条") % by.name)
    if clears:
        allow_clearing(batch.slips.get(), by=by)
    return batch


@action(
    Batch, creates=True, parent=Holder, may="accounts.invite", label="重发凭条", guard=no_slip_for,
    main=True,
)  # fmt: skip
def reissue(holder, *, by, clear_second=False):
    """A new slip: to open the account, or to set the password anew. The old one is void."""
    return _reissue(holder, by, clear_second)


@action(
    Batch, creates=True, parent=Invitation, may="accounts.invite", label="重新发一张",
    source=[OPEN, USED, VOID], guard=no_slip_for,
)  # fmt: skip
def renew(invitation, *, by, clear_second=False):
    """Lost, expired, or the password is forgotten again."""
    return _reissue(invitation, by, clear_second)


@action(Invitation, may="accounts.clear", label="同时清除二次验证", source=[OPEN], hidden=True)
def allow_clearing(invitation, *, by):
    """The slip also takes away the second factor: for a lost telephone. The person is told."""
    invitation.clears = True
    words = _("%s在凭条上允许清除您的二次验证。不是您要求的，请马上告诉工会主席。") % by.name
    tell([invitation.person], invitation.org, words, "/accounts/me/")


@action(Invitation, may="accounts.invite", label="作废", source=[OPEN], target=VOID)
def withdraw(invitation, *, by):
    """It opens nothing from now on."""


@action(Invitation, may="accounts.join", label="用凭条", source=[OPEN], target=USED, hidden=True)
def use(invitation, *, by, password, username=""):
    """The person chooses how to come in. Other devices are out, the slip is spent."""
    if invitation.expired:
        raise Refused(_("这张凭条已过期。"), _("请工会委员重新发一张。"))
    account = Account.objects.select_for_update().filter(person=by).first()
    if account is not None and not account.is_active:
        raise Refused(_("账号已停用。"), _("请联系本校工会主席。"))
    if account is None:
        account = _open(by, username, password)
    else:
        account.set_password(checked(account, password))
        account.save(update_fields=["password"])
        end_sessions(account)
        account.browsers.all().delete()
    if invitation.clears:
        drop_second_factor(account)
    invitation.used = clock.now()
    changed(account, _("用凭条设了密码"))
    by.account = account


def _open(person, username, password) -> Account:
    account = Account(username=username, person=person)
    account.set_password(checked(account, password))
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise Refused(_("用户名“%s”已经有人用了。") % username, _("请换一个。")) from error
    return account


# --- other people's accounts ---------------------------------------------------------------------


def no_rest_for(holder, by) -> str:
    account = holder.account
    if account is None:
        return _("此人还没有账号。")
    if account.person_id == by.pk:
        return _("不能停用或恢复自己的账号。")
    if reaches_beyond(account.person, holder.org):
        return _("此人还在其他工会任职，由那里的工会处理。")
    return ""


def not_restable(holder, by) -> str:
    why = no_rest_for(holder, by)
    return why or ("" if holder.account.is_active else _("账号已经停用。"))


def not_wakable(holder, by) -> str:
    why = no_rest_for(holder, by)
    return why or (_("账号正在使用。") if holder.account.is_active else "")


@action(Holder, may="accounts.rest", label="停用账号", guard=not_restable)
def rest(holder, *, by, reason):
    """Nobody comes in with it; who is in is out at once. The slips of the person are void."""
    account = holder.account
    Account.objects.filter(pk=account.pk).update(is_active=False)
    account.is_active = False
    void_slips([account.person])
    end_sessions(account)
    note(account, Entrance.What.ENDED, _("账号被停用"))


@action(Holder, may="accounts.rest", label="恢复账号", guard=not_wakable)
def wake(holder, *, by):
    """The old password and second factor hold again."""
    Account.objects.filter(pk=holder.account.pk).update(is_active=True)
    holder.account.is_active = True
    changed(holder.account, _("账号恢复使用"))
