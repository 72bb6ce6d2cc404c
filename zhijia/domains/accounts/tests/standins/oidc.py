"""OpenID Connect: discovery, authorize, token with a signed id_token, jwks, userinfo; PKCE S256."""

import base64
import hashlib
import json
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from .server import StandIn, says, sends


class Oidc(StandIn):
    """What the next token does wrong is set in ``twist``: claims that replace the right ones."""

    client, secret = "zhijia", "a secret"
    routes = {
        "/.well-known/openid-configuration": "discovery", "/authorize": "authorize",
        "/token": "token", "/jwks": "jwks", "/userinfo": "userinfo",
    }  # fmt: skip

    def __init__(self):
        super().__init__()
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signer, self.twist, self.info = self.key, {}, {}

    def discovery(self, asked):
        names = ("authorize", "token", "userinfo")
        found = {f"{n}_endpoint": f"{self.url}/{n}" for n in names}
        found["authorization_endpoint"] = found.pop("authorize_endpoint")
        return says(found | {
            "issuer": self.url, "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        })  # fmt: skip

    def authorize(self, asked):
        q = asked.query
        if (
            q.get("client_id") != self.client
            or q.get("response_type") != "code"
            or not q.get("nonce")
        ):
            return "400 Bad Request", "text/plain", b"bad request"
        kept = {k: q.get(k, "") for k in ("nonce", "redirect_uri", "code_challenge")}
        return sends(q["redirect_uri"], code=self.code(**kept), state=q["state"])

    def token(self, asked):
        f, kept = asked.form, self.codes.pop(asked.form.get("code"), None)
        proof = hashlib.sha256(f.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        right = kept and (f.get("client_id"), f.get("client_secret")) == (self.client, self.secret)
        if (
            not right
            or kept["redirect_uri"] != f.get("redirect_uri")
            or kept["code_challenge"] != proof
        ):
            return says({"error": "invalid_grant"}, "400 Bad Request")
        now = int(time.time())
        claims = {"iss": self.url, "aud": self.client, "sub": kept["who"]["sub"], "iat": now,
                  "exp": now + 300, "nonce": kept["nonce"]} | self.twist  # fmt: skip
        self.told = kept["who"] | self.info
        signed = jwt.encode(claims, self.signer, algorithm="RS256", headers={"kid": "one"})
        return says({"access_token": "token", "token_type": "Bearer", "id_token": signed})

    def jwks(self, asked):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return says({"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]})

    def userinfo(self, asked):
        if asked.headers.get("authorization") != "Bearer token":
            return says({"error": "invalid_token"}, "401 Unauthorized")
        return says(self.told)
