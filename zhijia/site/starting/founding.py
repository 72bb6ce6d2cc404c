"""Step one, in an empty house: the set-up code, then the union and its chair, who is signed in."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib.auth import password_validation
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.domains.accounts.door.pages import leave_first
from zhijia.domains.accounts.door.throttle import Gate
from zhijia.kernel.orgs import Org
from zhijia.kernel.people import Account, Post, post_holder
from zhijia.kernel.refusals import Refused
from zhijia.kernel.wording import PROFILES
from zhijia.ui.forms import date_field

from .. import founding
from . import code

KEPT = "setup"  # in the session: the mark of the code that was typed
SHUT = gettext_lazy("试得太多了，请 15 分钟后再试。")
WRONG = gettext_lazy("首次设置码不对，或者已经换过。请看控制台里最新的一个。")


def _text(label, most, **more):
    return forms.CharField(label=label, max_length=most, **more)


def _password(label, **more):
    shape = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, widget=shape, **more)


class FoundForm(forms.Form):
    """The union, its chair, and how the chair comes in."""

    kind = forms.ChoiceField(
        label=gettext_lazy("单位类别"), initial=Org.Kind.SCHOOL, widget=forms.RadioSelect,
        choices=[(k.value, k.label) for k in founding.ROOTS],
    )  # fmt: skip
    name = _text(gettext_lazy("工会名称"), 80, help_text=gettext_lazy("全称，如：阳光实验学校工会"))
    unit = _text(
        gettext_lazy("单位名称"),
        80,
        required=False,
        help_text=gettext_lazy("不填就按工会名称去掉“工会”。"),
    )
    code = forms.SlugField(
        label=gettext_lazy("代码"), max_length=40, required=False,
        help_text=gettext_lazy("登录网址和文件里用，字母、数字、短横线；不填就用拼音首字母。"),
    )  # fmt: skip
    chair = _text(gettext_lazy("主席姓名"), 60)
    username = _text(
        gettext_lazy("用户名"), 60, min_length=3, help_text=gettext_lazy("主席以后登录用，至少 3 个字。"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = _password(
        gettext_lazy("密码"), help_text=gettext_lazy("至少 8 位，不要全是数字，也不要用常见密码。")
    )
    again = _password(gettext_lazy("再输一遍密码"))
    staff_no = _text(
        gettext_lazy("主席的工号"), 30, required=False,
        help_text=gettext_lazy("名册表里有工号的请填上，导入时才认得出是同一个人。"),
    )  # fmt: skip
    since = date_field(
        gettext_lazy("主席任职日期"),
        required=False,
        help_text=gettext_lazy("不填就从今年 1 月 1 日算起。"),
    )
    founded = date_field(gettext_lazy("工会成立日期"), required=False)
    upper = _text(
        gettext_lazy("上级工会"),
        80,
        required=False,
        help_text=gettext_lazy("只写名称，如：云溪区教育工会。没有就不填。"),
    )
    first = ("name", "unit", "code", "chair", "username", "password", "again")
    PLACE = ("name", "unit", "code")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def kinds(self):
        """(value, label, wording, chosen) of each kind of unit."""
        now = self["kind"].value()
        return [(k.value, k.label, PROFILES[k], k.value == now) for k in founding.ROOTS]

    def place_fields(self):
        return [self[name] for name in self.PLACE]

    def chair_fields(self):
        return [self[name] for name in self.first if name not in self.PLACE]

    def more_fields(self):
        return [f for f in self if f.name not in (*self.first, "kind")]

    def more_open(self):
        return any(f.errors for f in self.more_fields())

    def clean(self):
        given = super().clean()
        if given.get("password"):
            if given["password"] != given.get("again"):
                self.add_error("again", _("两次输入的密码不一样。"))
            try:
                somebody = Account(username=given.get("username", ""))
                password_validation.validate_password(given["password"], somebody)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given

    def given(self):
        """What :func:`founding.found` asks for."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "again"}
        given["code"] = given["code"] or founding.suggested_code(given["name"])
        return given


def pages(request):
    """The code, as long as it has not been typed; then the form."""
    if not code.holds(request.session.get(KEPT, "")):
        return gate(request)
    if request.htmx and request.method == "GET":
        return render(request, "site/start/place.html", {"form": suggested(request.GET)})
    form = FoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return found(request, form)
        except (founding.Unfit, Refused) as no:
            form.add_error(None, str(no))
    status = 422 if form.errors else 200
    return render(request, "site/start/found.html", {"form": form}, status=status)


def suggested(typed):
    """The fields of the place with what follows from the name, where nothing else was typed."""
    name = typed.get("name", "").strip()[:80]
    given = {"name": name, "unit": typed.get("unit", ""), "code": typed.get("code", "")}
    if name:
        given["unit"] = given["unit"] or name.removesuffix("工会")
        given["code"] = given["code"] or founding.suggested_code(name)
    return FoundForm(initial=given)


def gate(request):
    words, door = "", Gate(request, "setup", use="setup")
    if request.method == "POST":
        mark = "" if door.shut() else code.mark_of(request.POST.get("code", ""))
        if mark:
            door.right()
            request.session[KEPT] = mark
            return redirect("/start/")
        words = SHUT if door.shut() else WRONG
        if words is WRONG:
            door.wrong()
    status = 422 if words else 200
    return render(request, "site/start/code.html", {"words": words}, status=status)


def found(request, form):
    """Both or neither: the union stands and the code is spent. Then its chair is in."""
    with transaction.atomic():
        org = founding.found(**form.given())
        code.spend(request.session.get(KEPT, ""))
    request.session.pop(KEPT, None)
    account = post_holder(org, Post.CHAIR).account
    leave_first(request)
    record_authentication(request, account, method="setup")
    return perform_login(request, Login(user=account, redirect_url="/start/"))
