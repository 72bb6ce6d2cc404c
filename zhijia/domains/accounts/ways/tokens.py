"""Reading an OpenID Connect id_token: signed by the provider's key, for us, now, with our nonce."""

import hmac

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error

ALGORITHMS = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "ES256",
    "ES384",
    "EdDSA",
)  # none with a shared key


def read_id_token(config, token, audience, nonce) -> dict:
    """The claims, or ``OAuth2Error``. The signature is checked although TLS brought the token."""
    try:
        data = jwt.decode(
            token, key=_key(config, token), algorithms=list(ALGORITHMS), audience=audience,
            issuer=config["issuer"], leeway=60, options={"require": ["exp", "iat", "sub"]},
        )  # fmt: skip
    except (jwt.PyJWTError, KeyError) as error:
        raise OAuth2Error("invalid id_token") from error
    if not nonce or not hmac.compare_digest(str(data.get("nonce", "")), nonce):
        raise OAuth2Error("the id_token answers another request")
    if isinstance(data["aud"], list) and len(data["aud"]) > 1 and data.get("azp") != audience:
        raise OAuth2Error("the id_token is for somebody else")
    return data


def _key(config, token):
    with get_adapter().get_requests_session() as session:
        answer = session.get(config["jwks_uri"])
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    kid = jwt.get_unverified_header(token).get("kid")
    fitting = [key for key in keys if key.key_id == kid] if kid else keys
    if len(fitting) != 1:
        raise OAuth2Error("no key fits the id_token")
    return fitting[0].key
