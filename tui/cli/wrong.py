"""A command line that cannot be understood, said in the language of whoever typed it.

Typer would say it in English. Its kinds of mistakes are told apart by name: it keeps their classes to itself.
"""

from __future__ import annotations

import re
from typing import Any

from tui.i18n import N_, _, fill

__all__ = ["explain", "is_wrong_usage"]


def is_wrong_usage(error: Exception) -> bool:
    """Whether this is one of Typer's mistakes of usage."""
    return any(kind.__name__ == "UsageError" for kind in type(error).__mro__)


def explain(wrong: Any) -> str:
    """What is not right, and where the help is: two lines. Only for what `is_wrong_usage`."""
    if type(wrong).__name__ == "NoArgsIsHelpError":
        return wrong.format_message().rstrip() + "\n"
    lines = [_said(wrong)]
    if wrong.ctx is not None:
        lines.append(_("What there is:") + f"  {wrong.ctx.command_path} --help")
    return "\n".join(lines) + "\n"


def _said(wrong: Any) -> str:
    found = re.search(r"'(.*)'", wrong.message) or re.search(r"\(([^()]*)\)$", wrong.message)
    named = {"option": _option(wrong), "what": found[1] if found else ""}
    match type(wrong).__name__:
        case "NoSuchOption":
            told = N_("There is no option {option}.")
        case "MissingParameter":
            told = N_("{option} is missing.")
        case "BadOptionUsage":
            told = N_("{option} needs a value.")
        case "BadParameter":
            told = N_("{option} cannot be that ({reason}).")
            named["reason"] = _meant(wrong)
        case _ if wrong.message.startswith("No such command"):
            told = N_("There is no command {what}.")
        case _ if wrong.message.startswith("Got unexpected"):
            told = N_("This is too much: {what}")
        case _:
            return wrong.message
    return fill(_(told), named)


def _meant(wrong: Any) -> str:
    """What the option is for, which is said in every language; of what a command itself found wrong, its words."""
    about = getattr(getattr(wrong, "param", None), "help", None)
    return str(wrong.message if wrong.param_hint or not about else about).rstrip(".。")


def _option(wrong: Any) -> str:
    """The option or argument it is about, as it is typed."""
    name = getattr(wrong, "option_name", None) or getattr(wrong, "param_hint", None)
    param = getattr(wrong, "param", None)
    if name or param is None:
        return str(name or "")
    named: str = param.opts[0]
    return named if named.startswith("-") else param.metavar or named.upper()
