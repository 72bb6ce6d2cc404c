"""Old .doc and .rtf by a converter on the machine, if there is one; bounded in time and memory."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from .model import Intake, Unreadable
from .tables import text_tables

_REMEDY = "请用 Word 或 WPS 打开，另存为 .docx 后再上传。"
_SHELL = 'ulimit -v "$0"; ulimit -f 409600; exec "$@"'
_ANTIWORD = (600_000, 20)
_OFFICE = (4_000_000, 90)


def _run(command: list[str], limits: tuple[int, int], folder: str) -> bytes | None:
    """Run a converter under a memory limit (KB) and a time limit (s); None when it fails."""
    memory, seconds = limits
    try:
        done = subprocess.run(
            ["sh", "-c", _SHELL, str(memory), *command],
            capture_output=True,
            timeout=seconds,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 else None


def _by_antiword(path: Path) -> str | None:
    """Read a .doc with antiword."""
    tool = shutil.which("antiword")
    if tool is None or path.suffix != ".doc":
        return None
    out = _run([tool, "-m", "UTF-8.txt", "-w", "0", str(path)], _ANTIWORD, str(path.parent))
    return out.decode("utf-8", "replace") if out and out.strip() else None


def _by_office(path: Path) -> bytes | None:
    """Turn the file into .docx with LibreOffice, in a profile of its own."""
    tool = shutil.which("soffice") or shutil.which("libreoffice")
    if tool is None:
        return None
    folder = str(path.parent)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [tool, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(path)]
    _run(command, _OFFICE, folder)
    made = path.with_suffix(".docx")
    return made.read_bytes() if made.exists() else None


def read_old(data: bytes) -> Intake:
    """Read an old Word or RTF file, or say that it must be saved as .docx."""
    from .word import read_docx

    ending = ".rtf" if data.startswith(b"{\\rtf") else ".doc"
    with tempfile.TemporaryDirectory(prefix="zhijia-doc-") as folder:
        path = Path(folder) / f"plan{ending}"
        path.write_bytes(data)
        text = _by_antiword(path)
        if text is not None:
            return Intake(text_tables(text))
        made = _by_office(path)
    if made is None:
        name = "RTF 文档" if ending == ".rtf" else "旧版 Word 文档（.doc）"
        raise Unreadable(f"这是{name}，本机读不了它。", _REMEDY)
    return read_docx(made)
