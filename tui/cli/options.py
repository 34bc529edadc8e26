"""What the command line says about where to work and how: `--data`, `--place`, `--lang`, before or after a command;
`--share` and `--camera` before one, or without one.

These few options are taken apart by hand: they decide the language in which everything else is said, and opening
the app must not wait for a command-line library to load.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from checkpoints.site.words import Lang

__all__ = ["PLACES", "Options", "Place", "WrongUsage", "app_lang", "cli_lang", "is_remote", "take"]

Place = Literal["tablet", "kiosk", "office"]
PLACES: tuple[Place, ...] = ("tablet", "kiosk", "office")
_CHOICES = {"--data": (), "--place": PLACES, "--lang": ("zh", "en"), "--share": (), "--camera": ()}
_OF_THE_APP = frozenset({"--share", "--camera"})
"""Behind a command these are the command's own."""


class WrongUsage(Exception):  # noqa: N818  (the person's slip, not a fault)
    """An option that cannot be understood: the option, what was given, and what it may be."""

    def __init__(self, option: str, value: str | None, choices: Sequence[str]) -> None:
        super().__init__(option)
        self.option = option
        self.value = value
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Options:
    """Where to work and how; None where the command line said nothing."""

    data: Path | None = None
    place: Place | None = None
    lang: Lang | None = None
    share: Path | None = None
    camera: str | None = None

    @property
    def camera_asked(self) -> str:
        """A device, a folder or file of pictures, `off`: `--camera`, then ROUNDSMAN_CAMERA, else nothing."""
        return self.camera or os.environ.get("ROUNDSMAN_CAMERA") or ""

    @property
    def shared_file(self) -> Path | None:
        """The file to share through: `--share`, then ROUNDSMAN_SHARE, else the one that was chosen on the screen."""
        given = self.share or os.environ.get("ROUNDSMAN_SHARE")
        return Path(given).expanduser().absolute() if given else None

    @property
    def folder(self) -> Path:
        """The data folder: `--data`, then ROUNDSMAN_DATA, then where the system keeps a person's data."""
        given = self.data or os.environ.get("ROUNDSMAN_DATA")
        if given:
            return Path(given).expanduser().absolute()
        from platformdirs import user_data_dir

        return Path(user_data_dir("roundsman", appauthor=False))


def take(arguments: Sequence[str]) -> tuple[Options, list[str]]:
    """Take our options out of the arguments, wherever they stand; what is left is the command and its own.

    Nothing behind a bare `--` is touched.

    Raises:
        WrongUsage: an option without its value, or with one that it cannot have.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
            break
        option, equals, value = argument.partition("=")
        if option not in _CHOICES or (rest and option in _OF_THE_APP):
            rest.append(argument)
            continue
        given = value if equals else next(waiting, None)
        choices = _CHOICES[option]
        if not given or (choices and given not in choices):
            raise WrongUsage(option, given, choices)
        found[option] = given
    return (
        Options(
            data=Path(found["--data"]) if "--data" in found else None,
            place=cast("Place | None", found.get("--place")),
            lang=cast("Lang | None", found.get("--lang")),
            share=Path(found["--share"]) if "--share" in found else None,
            camera=found.get("--camera"),
        ),
        rest,
    )


def is_remote(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal is at the other end of SSH, where presence cannot be confirmed."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def app_lang(options: Options, environ: Mapping[str, str] = os.environ) -> Lang:
    """The language the app begins in: the one asked for, else Chinese.

    The bare Linux console cannot draw Chinese at all (its font has 512 glyphs), so there it is English.
    """
    asked = options.lang or environ.get("ROUNDSMAN_LANG") or ("en" if environ.get("TERM") == "linux" else "zh")
    return "en" if asked == "en" else "zh"


def cli_lang(options: Options, environ: Mapping[str, str] = os.environ) -> Lang:
    """The language commands answer in: the one asked for, else English in the C and English locales, else Chinese."""
    asked = options.lang or environ.get("ROUNDSMAN_LANG")
    if asked:
        return "en" if asked == "en" else "zh"
    locale = next((v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environ.get(name))), "C")
    return "en" if locale.partition(".")[0] in ("C", "POSIX") or locale.startswith("en") else "zh"
