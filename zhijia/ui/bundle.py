"""One stylesheet out of one file per part, so that a phone asks once."""

from pathlib import Path

STATIC = Path(__file__).parent / "static" / "ui"
LAYERS = "@layer reset, tokens, base, parts, pages, print;\n"


def refresh() -> Path:
    """Write ``look.css`` anew when a part has changed; an unwritable folder keeps the old one."""
    target = STATIC / "look.css"
    parts = sorted((STATIC / "css").glob("*.css"))
    text = LAYERS + "".join(part.read_text(encoding="utf-8") for part in parts)
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        try:
            target.write_text(text, encoding="utf-8")
        except OSError:
            if not target.exists():
                raise
    return target


if __name__ == "__main__":
    refresh()
