"""The other side of a slip: its owner opens the link, or types number and code, and is in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhijia.kernel.access import stands_at
from zhijia.kernel.people import Account, Person
from zhijia.kernel.refusals import Refused

from ..door.pages import leave_first
from ..door.throttle import Gate
from ..held import JOIN
from ..models import Invitation
from ..own.actions import has_first
from . import actions
from .codes import digest, plain, token_of

SPENT = gettext_lazy("这张凭条打不开：可能已经用过、作废或过期。请工会委员重新发一张。")


class NumberForm(forms.Form):
    """Number and code, for whoever cannot scan."""

    number = forms.CharField(label=gettext_lazy("工号"), max_length=30)
    code = forms.CharField(
        label=gettext_lazy("一次性码"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=gettext_lazy("凭条上的 8 位字母和数字，不分大小写，横线可不输。"),
    )  # fmt: skip


class JoinForm(forms.Form):
    """How the person wants to come in from now on."""

    username = forms.CharField(
        label=gettext_lazy("用户名"), min_length=3, max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    password = forms.CharField(
        label=gettext_lazy("密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("至少 8 位，不要全是数字，也不要用生日、姓名或常见密码。"),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("再输一遍密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    agreed = forms.BooleanField(label=gettext_lazy("我是凭条上的本人，已经看过上面的说明"))

    def __init__(self, person, account, *args, **kwargs):
        self.person = person
        super().__init__(*args, label_suffix="", **kwargs)
        if account is not None:
            del self.fields["username"]

    def clean_username(self):
        """No username that is somebody else's, nor a colleague's staff number."""
        name = self.cleaned_data["username"].strip()
        others = Person.objects.filter(staff_no__in={name, name.upper()}).exclude(pk=self.person.pk)
        if Account.objects.filter(username=name).exists() or others.exists():
            raise forms.ValidationError(_("这个用户名已经有人用了，或是别人的工号，请换一个。"))
        return name

    def clean(self):
        given = super().clean()
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("两次输入的密码不一样。"))
        return given


def free_username(person) -> str:
    """The staff number if nobody else is called so."""
    name = person.staff_no
    taken = Person.objects.filter(staff_no=name).exclude(pk=person.pk)
    return (
        "" if not name or taken.exists() or Account.objects.filter(username=name).exists() else name
    )


@sensitive_post_parameters("code")
@never_cache
@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def by_code(request):
    """Typed instead of scanned."""
    form = NumberForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["number"].strip(), plain(form.cleaned_data["code"])
        gate = Gate(request, number, use="slip")
        words = gate.shut()
        slip = None if words else slip_of(number, code)
        if slip is not None:
            gate.right()
            return redirect(f"/join/{token_of(slip.nonce)}/")
        if not words:
            gate.wrong()
        form.add_error(None, words or _("工号和一次性码对不上，或凭条已经用过、作废、过期。"))
    status = 422 if form.errors else 200
    return render(request, "accounts/join_code.html", {"form": form}, status=status)


def slip_of(number, code):
    people = Person.objects.filter(staff_no__in={number, number.upper()})
    rows = Invitation.objects.alive().filter(person__in=people.values("pk"))
    return rows.filter(code_digest=digest(code)).first()


@sensitive_post_parameters("password", "again")
@never_cache
@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def join(request, token):
    """Who is meant, what the data are for, and the choice of username and password."""
    gate = Gate(request, "", use="link")
    rows = Invitation.objects.alive().select_related("person", "org")
    slip = None if gate.shut() else rows.filter(token_digest=digest(token)).first()
    if slip is None or not stands_at(slip.person, slip.org_path):
        if not gate.shut():
            gate.wrong()
        context = {"heading": _("凭条打不开"), "words": SPENT, "enter": True}
        return render(request, "accounts/said.html", context, status=404)
    account = Account.objects.filter(person=slip.person).first()
    initial = {"username": free_username(slip.person)}
    form = JoinForm(slip.person, account, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return let_in(request, slip, form.cleaned_data)
        except Refused as no:
            form.add_error("password" if "密码" in no.sentence else None, str(no))
    context = {"form": form, "slip": slip, "account": account, "purpose": JOIN}
    return render(request, "accounts/join.html", context, status=422 if form.errors else 200)


def let_in(request, slip, given):
    """Use the slip and sign in; a second factor that stands is still asked for."""
    person = slip.person
    actions.use(slip, by=person, username=given.get("username", ""), password=given["password"])
    leave_first(request)
    account = Account.objects.get(person=person)
    record_authentication(request, account, method="slip")
    return perform_login(request, Login(user=account, redirect_url="/join/done/"))


@login_required
@never_cache
def done(request):
    """In; and the offer of something safer than a password."""
    return render(request, "accounts/join_done.html", {"safer": has_first(request.user)})
