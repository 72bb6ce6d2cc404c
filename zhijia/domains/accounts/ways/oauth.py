"""OpenID Connect, 钉钉 and 飞书 through allauth's providers, with the addresses of a ``WayIn``.

Imported when somebody comes through one of them, never at start: ``requests`` and ``jwt`` are
large. What allauth leaves out and is added here: a nonce, the id_token's signature, and that the
user info speaks of the same person as the token.
"""

import secrets

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.dingtalk.provider import DingTalkProvider
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.provider import FeishuProvider
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

from .addresses import is_safe
from .claims import Claims, pick
from .tokens import read_id_token
from .wecom import WeComAdapter, WeComProvider

SETTINGS = {
    "oidc": {"oauth_pkce_enabled": True},
    "dingtalk": {"auth_params": {"prompt": "consent"}},
}


def app_of(way) -> SocialApp:
    """The way in as allauth knows such things; never saved."""
    settings = SETTINGS.get(way.kind, {}) | {"server_url": way.server.rstrip("/")}
    return SocialApp(
        provider=way.kind, provider_id=f"way{way.pk}", name=way.label, client_id=way.client_id,
        secret=way.secret, settings=settings,
    )  # fmt: skip


class AtWay:
    """An allauth adapter that serves one way in and comes back to our own address."""

    way = provider = None
    stashed: dict = {}

    def get_provider(self):
        return self.provider

    def get_callback_url(self, request, app):
        return request.build_absolute_uri(f"/enter/by/{self.way.pk}/back/")

    def base(self, usual):
        return self.way.server.rstrip("/") or usual


class OidcAdapter(AtWay, OpenIDConnectOAuth2Adapter):
    """Discovery, code, signed id_token with our nonce, user info of the same subject."""

    def __init__(self, request):
        super().__init__(request, "oidc")

    @property
    def authorize_url(self):
        url = self.openid_config["authorization_endpoint"]
        if not is_safe(url):
            raise OAuth2Error(f"unsafe address {url}")
        return url

    def complete_login(self, request, app, token, **given):
        config, answer = self.openid_config, given["response"]
        nonce = (self.stashed.get("data") or {}).get("nonce")
        told = read_id_token(config, answer.get("id_token", ""), app.client_id, nonce)
        data = {"id_token": told, "userinfo": told}
        if "userinfo_endpoint" in config:
            info = self._fetch_user_info(token.token)
            if info.get("sub") != told["sub"]:
                raise OAuth2Error("user info speaks of somebody else")
            data["userinfo"] = told | info
        return self.get_provider().sociallogin_from_response(request, data)


class DingTalkAdapter(AtWay, DingTalkOAuth2Adapter):
    @property
    def authorize_url(self):
        return self.base("https://login.dingtalk.com") + "/oauth2/auth"

    @property
    def access_token_url(self):
        return self.base("https://api.dingtalk.com") + "/v1.0/oauth2/userAccessToken"

    @property
    def profile_url(self):
        return self.base("https://api.dingtalk.com") + "/v1.0/contact/users/me"


class FeishuClient(FeishuOAuth2Client):
    """allauth's client with the address of the way in and JSON, which 飞书 asks for."""

    base = ""

    def get_redirect_url(self, authorization_url, scope, extra_params):
        named = extra_params | {"client_id": self.consumer_key}  # the newer name of app_id
        return super().get_redirect_url(authorization_url, scope, named)

    def app_access_token(self):
        asked = {"app_id": self.consumer_key, "app_secret": self.consumer_secret}
        with get_adapter().get_requests_session() as session:
            answer = session.post(
                f"{self.base}/open-apis/auth/v3/app_access_token/internal", json=asked
            )
            answer.raise_for_status()
            token = answer.json().get("app_access_token")
        if not token:
            raise OAuth2Error("no app_access_token")
        return token


class FeishuAdapter(AtWay, FeishuOAuth2Adapter):
    @property
    def authorize_url(self):
        return self.base("https://accounts.feishu.cn") + "/open-apis/authen/v1/authorize"

    @property
    def access_token_url(self):
        return self.base("https://open.feishu.cn") + "/open-apis/authen/v1/access_token"

    @property
    def user_info_url(self):
        return self.base("https://open.feishu.cn") + "/open-apis/authen/v1/user_info"

    def get_client(self, request, app):
        client = FeishuClient(
            request, app.client_id, app.secret, "POST", self.access_token_url,
            self.get_callback_url(request, app),
        )  # fmt: skip
        client.base = self.base("https://open.feishu.cn")
        return client


class WeCom(AtWay, WeComAdapter):
    pass


def at_way(provider_class, adapter_class):
    """The provider class whose adapter is ours."""

    class Ours(provider_class):
        def get_oauth2_adapter(self, request):
            adapter = adapter_class(request)
            adapter.way, adapter.provider = self.way, self
            return adapter

        def redirect(self, request, process, next_url=None, data=None, **given):
            nonce = secrets.token_urlsafe(16)
            given["auth_params"] = self.get_auth_params() | {"nonce": nonce}
            return super().redirect(request, process, next_url, {"nonce": nonce}, **given)

    return Ours


PROVIDERS = {
    "oidc": (OpenIDConnectProvider, OidcAdapter), "dingtalk": (DingTalkProvider, DingTalkAdapter),
    "feishu": (FeishuProvider, FeishuAdapter), "wecom": (WeComProvider, WeCom),
}  # fmt: skip


def provider_of(request, way):
    provider = at_way(*PROVIDERS[way.kind])(request, app=app_of(way))
    provider.way = way
    return provider


def start(request, way, process, there):
    """The answer that sends the browser to the provider, with state, nonce and (OIDC) PKCE."""
    return provider_of(request, way).redirect(request, process, next_url=there)


class Back(OAuth2CallbackView):
    """allauth's callback; the adapter learns what was put aside when the browser left."""

    def _get_state(self, request, provider):
        state, answer = super()._get_state(request, provider)
        self.adapter.stashed = state or {}
        return state, answer


def finish(request, way):
    """The browser is back: allauth checks the state, fetches the token and asks who it is."""
    view = Back()
    view.request = request
    view.adapter = provider_of(request, way).get_oauth2_adapter(request)
    return view.dispatch(request)


NAMES = {"dingtalk": "nick"}


def claims_of(way, sociallogin) -> Claims:
    data = sociallogin.account.extra_data
    data = data.get("userinfo", data)
    name = pick(data, NAMES.get(way.kind, "name"))
    return Claims(sociallogin.account.uid, pick(data, way.attribute), name)
