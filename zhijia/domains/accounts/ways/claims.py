"""What a provider says about who came: nothing else of it is used or kept."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Claims:
    """``subject``: who it is over there, for ever the same. ``number``: the staff number, if told."""

    subject: str
    number: str = ""
    name: str = ""


def pick(data: dict, path: str) -> str:
    """A field by its name; dots lead into what is nested. "" for whatever is no plain word."""
    value = data
    for part in path.split(".") if path else ():
        value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return str(value).strip() if path and isinstance(value, str | int) else ""
