"""企业微信, 钉钉 and 飞书, as their developers' documents describe them."""

from .server import StandIn, says, sends


class WeCom(StandIn):
    corp, secret = "ww0001", "corp secret"
    routes = {
        "/connect/oauth2/authorize": "authorize", "/cgi-bin/gettoken": "gettoken",
        "/cgi-bin/auth/getuserinfo": "getuserinfo", "/cgi-bin/user/get": "member",
    }  # fmt: skip

    def authorize(self, asked):
        q = asked.query
        if q.get("appid") != self.corp or q.get("scope") != "snsapi_base":
            return "400 Bad Request", "text/plain", b"bad request"
        return sends(q["redirect_uri"], code=self.code(), state=q["state"])

    def gettoken(self, asked):
        if (asked.query.get("corpid"), asked.query.get("corpsecret")) != (self.corp, self.secret):
            return says({"errcode": 40001, "errmsg": "invalid credential"})
        return says({"errcode": 0, "access_token": "corp-token", "expires_in": 7200})

    def getuserinfo(self, asked):
        kept = self.codes.pop(asked.query.get("code"), None)
        if asked.query.get("access_token") != "corp-token" or kept is None:
            return says({"errcode": 40029, "errmsg": "invalid code"})
        who = kept["who"]
        return says({"errcode": 0} | {k: who[k] for k in ("userid", "openid") if k in who})

    def member(self, asked):
        if asked.query.get("access_token") != "corp-token":
            return says({"errcode": 40014, "errmsg": "invalid access_token"})
        attrs = [{"type": 0, "name": "工号", "value": self.who.get("number", "")}]
        found = {"userid": asked.query["userid"], "name": self.who.get("name", "")}
        return says({"errcode": 0, "mobile": "13800000000", "extattr": {"attrs": attrs}} | found)


class DingTalk(StandIn):
    client, secret = "ding0001", "ding secret"
    routes = {
        "/oauth2/auth": "authorize", "/v1.0/oauth2/userAccessToken": "token",
        "/v1.0/contact/users/me": "me",
    }  # fmt: skip

    def authorize(self, asked):
        q = asked.query
        if q.get("client_id") != self.client or q.get("prompt") != "consent":
            return "400 Bad Request", "text/plain", b"bad request"
        return sends(q["redirect_uri"], authCode=self.code(), state=q["state"])

    def token(self, asked):
        f, kept = asked.form, self.codes.pop(asked.form.get("code"), None)
        if kept is None or (f["clientId"], f["clientSecret"]) != (self.client, self.secret):
            return says({"code": "invalidClientIdOrSecret"}, "400 Bad Request")
        self.me_now = kept["who"]
        return says(
            {"accessToken": "ding-token", "refreshToken": "r", "expireIn": 7200, "corpId": "c"}
        )

    def me(self, asked):
        if asked.headers.get("x-acs-dingtalk-access-token") != "ding-token":
            return says({"code": "InvalidAuthentication"}, "401 Unauthorized")
        return says({"mobile": "13800000000", "stateCode": "86"} | self.me_now)


class Feishu(StandIn):
    client, secret = "cli_0001", "feishu secret"
    routes = {
        "/open-apis/authen/v1/authorize": "authorize",
        "/open-apis/auth/v3/app_access_token/internal": "app_token",
        "/open-apis/authen/v1/access_token": "token", "/open-apis/authen/v1/user_info": "info",
    }  # fmt: skip

    def authorize(self, asked):
        q = asked.query
        if q.get("client_id") != self.client:
            return "400 Bad Request", "text/plain", b"bad request"
        return sends(q["redirect_uri"], code=self.code(), state=q["state"])

    def app_token(self, asked):
        if (asked.form.get("app_id"), asked.form.get("app_secret")) != (self.client, self.secret):
            return says({"code": 10014, "msg": "app secret invalid"})
        return says({"code": 0, "app_access_token": "app-token", "expire": 7200})

    def token(self, asked):
        kept = self.codes.pop(asked.form.get("code"), None)
        if kept is None or asked.form.get("app_access_token") != "app-token":
            return says({"code": 20014, "msg": "invalid"})
        self.info_now = kept["who"]
        return says({"code": 0, "data": {"access_token": "user-token", "expires_in": 7140}})

    def info(self, asked):
        if asked.headers.get("authorization") != "Bearer user-token":
            return says({"code": 20005, "msg": "invalid token"})
        return says({"code": 0, "data": {"mobile": "+8613800000000"} | self.info_now})
