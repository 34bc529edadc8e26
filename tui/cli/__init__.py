"""The command `roundsman`: without a command it opens the app, with one it answers on stdout and ends.

Typer loads only when there is a command, so that the app opens 0.1 s sooner. A new command is one line in
`tui.cli.commands.build`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from tui.cli.options import Options, WrongUsage, cli_lang, take

__all__ = ["main", "run"]


def main() -> None:
    """What the installed command runs."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; the exit code: 0 well, 1 refused or failed, 2 wrong usage or no terminal."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        options, rest = take(arguments)
    except WrongUsage as wrong:
        sys.stderr.write(_explain(wrong))
        return 2
    if rest == ["--version"]:
        return _version()
    if rest:
        from tui.cli.commands import run_command

        return run_command(rest, options)
    from tui.launch import run_app

    return run_app(options)


def _speak_utf8(stream: TextIO | None) -> None:
    """Under a locale of another encoding Python would fail on the first Chinese character, and Textual draw escapes."""
    if stream is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
        reconfigure = getattr(stream, "reconfigure", None)  # a test's stand-in has none
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _version() -> int:
    from importlib.metadata import version

    print("roundsman", version("roundsman"))
    return 0


def _explain(wrong: WrongUsage) -> str:
    from tui.i18n import _, use

    use(cli_lang(Options()))
    if wrong.value is None or not wrong.choices:
        return _("{option} needs a value.").format(option=wrong.option) + "\n"
    return (
        _("{option} cannot be {value}; it is one of: {choices}").format(
            option=wrong.option, value=wrong.value, choices=", ".join(wrong.choices)
        )
        + "\n"
    )
