"""Secrets are made on the first start and kept in the data folder, readable by the owner only."""

import base64
import os
import secrets
from pathlib import Path


def _kept(path: Path, make) -> str:
    if not path.exists():
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "w") as file:
            file.write(make())
    return path.read_text().strip()


def secret_key(folder: Path) -> str:
    return _kept(folder / "secret_key", lambda: secrets.token_urlsafe(64))


def new_encryption_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def encryption_keys(folder: Path, given: str) -> list[str]:
    """The keys, the writing one first: from the environment (comma-separated) or the data folder."""
    text = given or _kept(folder / "encryption_keys", new_encryption_key)
    return [key for key in text.replace(",", "\n").split() if key]


def add_encryption_key(folder: Path) -> None:
    """Put a fresh key first; the old ones stay so that what they sealed can still be read."""
    path = folder / "encryption_keys"
    path.write_text(new_encryption_key() + "\n" + path.read_text())
