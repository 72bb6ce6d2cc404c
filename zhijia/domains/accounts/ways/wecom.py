"""企业微信 as an allauth provider: its OAuth asks a corporation's token, not a person's.

https://developer.work.weixin.qq.com/document/path/91022 (authorize), 91023 (who came), 90196 (member).
"""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.core.cache import cache
from django.utils.http import urlencode

from zhijia.kernel.privacy import seal, unseal

KEEP = 6000  # seconds; the token lives 7200 and must not be asked for at every sign-in


class WeComClient(OAuth2Client):
    """``appid``, an optional agent, and the fragment without which the app refuses."""

    agent = api = key = ""

    def get_redirect_url(self, authorization_url, scope, extra_params):
        asked = {"appid": self.consumer_key, "redirect_uri": self.callback_url, "state": self.state}
        if authorization_url.endswith("/sso/login"):
            asked |= {"login_type": "CorpApp", "agentid": self.agent}
            return f"{authorization_url}?{urlencode(asked)}"
        asked |= {"response_type": "code", "scope": "snsapi_base", "agentid": self.agent}
        return f"{authorization_url}?{urlencode(asked)}#wechat_redirect"

    def get_access_token(self, code, pkce_code_verifier=None, extra_data=None):
        """The corporation's token; the code is used up when asking who came."""
        kept = cache.get(self.key)
        if kept:
            return {"access_token": unseal(kept).decode()}
        asked = {"corpid": self.consumer_key, "corpsecret": self.consumer_secret}
        token = call(f"{self.api}/cgi-bin/gettoken", asked)["access_token"]
        cache.set(self.key, seal(token.encode()), KEEP)
        return {"access_token": token}


class WeComAdapter(OAuth2Adapter):
    """In the app the sign-in is silent; elsewhere a QR code is shown."""

    provider_id = "wecom"
    client_class = WeComClient

    @property
    def authorize_url(self):
        if "wxwork" in self.request.META.get("HTTP_USER_AGENT", "").lower() or self.way.server:
            return self.base("https://open.weixin.qq.com") + "/connect/oauth2/authorize"
        return "https://login.work.weixin.qq.com/wwlogin/sso/login"

    @property
    def access_token_url(self):
        return self.base("https://qyapi.weixin.qq.com") + "/cgi-bin/gettoken"

    def get_client(self, request, app):
        client = super().get_client(request, app)
        client.agent, client.api = self.way.agent, self.base("https://qyapi.weixin.qq.com")
        client.key = f"wecom:{self.way.pk}:{hash_of(self.way)}"
        return client

    def complete_login(self, request, app, token, **given):
        api, asked = self.base("https://qyapi.weixin.qq.com"), {"access_token": token.token}
        who = call(f"{api}/cgi-bin/auth/getuserinfo", asked | {"code": request.GET["code"]})
        userid = who.get("userid") or who.get("UserId")
        if not userid:
            raise OAuth2Error("not a member of the corporation")
        data = {"userid": userid}
        member = call(f"{api}/cgi-bin/user/get", asked | {"userid": userid})
        data |= {k: v for k, v in member.items() if k in ("name", "alias", "position", "extattr")}
        data["extattr"] = {
            a["name"]: a.get("value", "") for a in (data.get("extattr") or {}).get("attrs", [])
        }
        return self.get_provider().sociallogin_from_response(request, data)


def hash_of(way) -> str:
    """The kept token belongs to this corporation and secret and to no other."""
    from hashlib import blake2b

    return blake2b(f"{way.client_id} {way.secret}".encode(), digest_size=8).hexdigest()


def call(url, asked) -> dict:
    with get_adapter().get_requests_session() as session:
        answer = session.get(url, params=asked)
        answer.raise_for_status()
        data = answer.json()
    if data.get("errcode", 0) != 0:
        raise OAuth2Error(f"{data.get('errcode')} {data.get('errmsg', '')}"[:120])
    return data


class WeComAccount(ProviderAccount):
    pass


class WeComProvider(OAuth2Provider):
    id, name = "wecom", "企业微信"
    account_class = WeComAccount
    oauth2_adapter_class = WeComAdapter

    def extract_uid(self, data):
        return str(data["userid"])
