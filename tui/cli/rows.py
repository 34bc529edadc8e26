"""A table of findings on stdout: what was looked at, how it is, and below it what to do. Verify and doctor print it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

from store.care.rows import Row, State, worst
from tui import i18n
from tui.cli.common import columns, plain
from tui.i18n import N_, _

__all__ = ["progress", "tell"]

_WORDS: dict[State, tuple[str, str]] = {
    "ok": ("✓", N_("ok")),
    "look": ("!", N_("look")),
    "not_ok": ("✗", N_("not ok")),
}


def tell(rows: Sequence[Row], *, as_json: bool) -> int:
    """Print the rows; returns the exit code: 0 all good, 1 something to know, 2 damage."""
    code = worst(rows)
    if as_json:
        print(msgspec.json.format(msgspec.json.encode({"exit": code, "rows": [_entry(row) for row in rows]})).decode())
        return code
    shown = [(*_WORDS[row.state], row) for row in rows]
    print(columns([(glyph, _(word), _(row.title), _said(row)) for glyph, word, row in shown]))
    advice = [(glyph, _(row.title), i18n.fill(_(row.advice), row.params)) for glyph, _word, row in shown if row.advice]
    if advice:
        print()
        print(_("What to do"))
        print(columns(advice))
    return code


def _said(row: Row) -> str:
    return i18n.fill(_(row.said), row.params)


def _entry(row: Row) -> dict[str, object]:
    """One row for scripts, which rely on the keys; lengths of time are in ISO 8601 there, times too."""
    return {
        "code": row.code,
        "state": row.state,
        "params": row.params,
        "title": _(row.title),
        "said": _said(row),
        "advice": i18n.fill(_(row.advice), row.params),
    }


def progress(done: int, total: int) -> None:
    """One line that is written over, in per cent; only where somebody watches."""
    if total and sys.stderr.isatty():
        sys.stderr.write(f"\r{plain(str(done * 100 // total)):>3} %" + ("\r\033[K" if done >= total else ""))
        sys.stderr.flush()
