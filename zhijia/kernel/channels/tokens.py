"""Access tokens of the platforms: asked for once, kept sealed in the cache until shortly before their end."""

from hashlib import blake2b

from django.core.cache import cache

from ..privacy import seal, unseal


def _key(base, name, secret):
    mark = blake2b(f"{base}|{name}|{secret}".encode(), digest_size=12).hexdigest()
    return f"token:{mark}"


def kept(base, name, secret) -> str:
    held = cache.get(_key(base, name, secret))
    return unseal(held.encode()).decode() if held else ""


def keep(base, name, secret, token, seconds) -> None:
    cache.set(_key(base, name, secret), seal(token.encode()).decode(), max(60, int(seconds) - 300))


def forget(base, name, secret) -> None:
    cache.delete(_key(base, name, secret))
