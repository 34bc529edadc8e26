"""Compile every catalogue beside its source: `python -m tui.locale`; list what is not translated: `--missing`.

Babel is a development tool only; the installed program reads the compiled files with the standard library.
"""

from __future__ import annotations

import ast
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tui.i18n import LANGS, LOCALE

FACE = LOCALE.parent
FLOORS_BELOW = (LOCALE.parents[1] / "checkpoints", LOCALE.parents[1] / "store")
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2)}
MESSAGES = frozenset({"Refused", "Remark", "StoreError", "Problem"})
"""What the lower floors speak through: the second argument is a msgid."""
FIRST = frozenset({"Said", "Beside"})
"""What documents and forms speak through: the first argument is a msgid, of one word or many."""
_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in every compiled file, so that the same source gives the same bytes on any day."""


def compiled(source: Path) -> bytes:
    """The .mo bytes of one .po file; the same source always gives the same bytes."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale="zh", domain=source.stem, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = _DAY
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def sources() -> list[Path]:
    """Every .po file, in order."""
    return sorted(path for lang in LANGS for path in (LOCALE / lang).rglob("*.po"))


def msgids() -> dict[str, str]:
    """Every msgid in the program's source, with the file and line of its first use."""
    found: dict[str, str] = {}
    for path in sorted(FACE.rglob("*.py")):
        for line, message, _comments, _context in extract_from_file("python", path, KEYWORDS):
            for text in (message,) if isinstance(message, str) else message:
                if text:
                    found.setdefault(text, f"{path.relative_to(FACE.parent)}:{line}")
    for root in FLOORS_BELOW:
        for path in sorted(root.rglob("*.py")):
            if "demo" not in path.parts:
                for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                    for text in _spoken(node):
                        found.setdefault(text, f"{path.relative_to(FACE.parent)}:{getattr(node, 'lineno', 0)}")
    return found


def _spoken(node: ast.AST) -> list[str]:
    """Msgids of the lower floors: second arguments, values named `message`, and tables of messages."""
    spoken: list[ast.expr | None] = []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FIRST:
        return [p.value for p in node.args[:1] if isinstance(p, ast.Constant) and isinstance(p.value, str)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MESSAGES:
        spoken = list(node.args[1:2])
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        if name == "message":
            spoken = [node.value]
        elif name.isupper() and isinstance(node.value, ast.Dict):
            spoken = list(node.value.values)
    texts = [part.value for part in spoken if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return [text for text in texts if " " in text]


def entries(source: Path) -> dict[str, str]:
    """The finished translations of one .po file."""
    known: dict[str, str] = {}
    with source.open("rb") as file:
        for entry in read_po(file, locale="zh"):
            ids = entry.id if isinstance(entry.id, (tuple, list)) else (entry.id,)
            texts = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
            if texts and texts[0] and not entry.fuzzy:
                known |= {msgid: texts[0] for msgid in ids if msgid}
    return known


def translated() -> dict[str, str]:
    """Every msgid that has Chinese, with the text."""
    return {msgid: text for path in sources() for msgid, text in entries(path).items()}


def main() -> int:
    """Compile, or list what is missing."""
    if "--missing" in sys.argv[1:]:
        known = translated()
        missing = {text: where for text, where in msgids().items() if text not in known}
        for text, where in missing.items():
            print(f"{where}: {text!r}")  # noqa: T201
        return 1 if missing else 0
    for path in sources():
        path.with_suffix(".mo").write_bytes(compiled(path))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
