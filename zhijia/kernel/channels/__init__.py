"""Ways out of the house beside the inbox.

A channel is a module named in ``NOTICE_CHANNELS`` with ``NAME``, ``LABEL``, ``ADDRESS`` (what an
address is called there), ``FIELDS`` (what a union has to enter), ``wrong_address(address)`` and
``send(channel_settings, contact, letters) -> Answer``. It knows nothing of notices or retries.
"""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings


@dataclass(frozen=True)
class Letter:
    """What leaves the house: a title and a link, never more."""

    title: str
    link: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of it. ``permanent``: trying again cannot help."""

    ok: bool
    permanent: bool = False
    text: str = ""


@dataclass(frozen=True)
class Field:
    """One thing a union enters for a channel; a secret is never shown again."""

    name: str
    label: str
    secret: bool = False
    required: bool = True
    help: str = ""
    default: str = ""
    choices: tuple = ()
    digits: bool = False
    url: bool = False

    def wrong(self, value) -> str:
        """Why the value cannot stand, or ""."""
        if value and self.digits and not value.isdigit():
            return f"“{self.label}”只能是数字。"
        if value and self.url and not value.startswith(("https://", "http://")):
            return f"“{self.label}”应以 https:// 开头。"
        return ""


def modules() -> dict:
    """Name → module of every channel of this house."""
    found = [import_module(path) for path in settings.NOTICE_CHANNELS]
    return {module.NAME: module for module in found}


def words(letters, most=20) -> str:
    """Letters as plain text, a line each with its link below it."""
    lines = []
    for letter in letters[:most]:
        lines += [letter.title, letter.link] if letter.link else [letter.title]
    if len(letters) > most:
        lines.append(f"另有 {len(letters) - most} 条，请登录查看。")
    return "\n".join(lines)
