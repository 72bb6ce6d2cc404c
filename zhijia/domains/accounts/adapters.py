"""How allauth is told to behave: nobody signs up, no mail, our pages, secrets sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhijia.kernel.privacy import seal, unseal

NAME = "职家"


class AccountAdapter(DefaultAccountAdapter):
    """Signing in runs through allauth's stages; what it says and where it leads is ours."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy("试得太多了，请 15 分钟后再试。"),
    }

    def is_open_for_signup(self, request):
        return False

    def get_login_stages(self):
        return ["zhijia.domains.accounts.door.second.SecondStage"]

    def add_message(self, *args, **kwargs):
        """allauth's own messages are not shown."""

    def send_mail(self, *args, **kwargs):
        """There is no mail in this house."""

    def respond_user_inactive(self, request, user):
        from .own.actions import note

        note(user, "shut", request=request)
        messages.error(request, _("这个账号已停用，请联系本校工会主席。"))
        return redirect("enter")

    def post_login(self, request, user, **given):
        from .door.known import remember
        from .door.second import how_entered
        from .own.actions import note

        response = super().post_login(request, user, **given)
        note(user, "in", how_entered(request, user), request)
        remember(request, response, user)
        return response


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second factor lie in the database as cipher text."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("验证没有通过，请再试一次。"),
    }

    def encrypt(self, text):
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text.encode()).decode()

    def get_totp_issuer(self):
        return NAME

    def _get_site_name(self):
        return NAME

    def get_public_key_credential_user_entity(self, user):
        entity = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.person.name, "name": user.username}


class SocialAdapter(DefaultSocialAccountAdapter):
    """allauth speaks to the provider; who that is in this house is decided in ``ways``."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def authenticate_by_email(self, sociallogin):
        return None

    def get_requests_session(self):
        from .ways.http import Guarded

        return Guarded()

    def pre_social_login(self, request, sociallogin):
        from .ways.arriving import arrive
        from .ways.oauth import claims_of

        way = sociallogin.provider.way
        raise ImmediateHttpResponse(
            arrive(request, way, claims_of(way, sociallogin), sociallogin.state)
        )

    def on_authentication_error(
        self, request, provider, error=None, exception=None, extra_context=None
    ):
        from .ways.arriving import failed

        if settings.DEBUG and exception:
            messages.info(request, str(exception)[:200])
        raise ImmediateHttpResponse(failed(request, provider.way, exception))
