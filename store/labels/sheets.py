"""From the register to a file: which labels go onto a sheet, and the sheet put onto the disk whole or not at all.

Only the device with the signing key can do it: the digits of a code stand nowhere but are made from the key. The parts
are apart, because a screen records where it is painted and draws in a thread: `ready` before anything, `in_force` after
what was issued, `write` in the thread, and `checkpoints.work.printing.made` recorded when the file lies there.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from checkpoints.fact import Moment, Refused
from checkpoints.ledger.events import Event
from checkpoints.site.codes import Key
from checkpoints.site.site import Site
from checkpoints.work import printing
from checkpoints.work.labels import LabelFact
from store import fonts, setup
from store.disk import DISK, Disk
from store.errors import StoreError
from store.fonts import Font
from store.labels.drawing import Progress, draw
from store.labels.layout import EVERY_SHEET, INDOOR, OUTDOOR, Label
from store.logbook import Logbook
from store.qr import matrix
from store.setup import IssuedCode
from store.whole import write_whole

__all__ = ["in_force", "issue", "printable", "ready", "signing_key", "site_of", "write"]

_PDF = b"%PDF-"
_MODE = 0o600
"""Whoever has the sheet can be at every checkpoint at once."""


def signing_key(book: Logbook) -> Key:
    """The key that signs new labels. Raises Refused `label.no_key` on every device but the office's."""
    key = book.keys.current if book.keys else None
    if key is None:
        raise Refused("label.no_key", "Labels are issued on the office device; the signing key is not here.")
    return key


def ready(path: Path, environ: Mapping[str, str], site: Site, checkpoints: Sequence[str]) -> Font:
    """Everything that can be known before anything is issued; the font. Takes some tenths of a second.

    Raises:
        StoreError: `fonts.*`; `labels.glyph` when the font lacks a character of a label (with the checkpoint and the
            character): it would be an empty box on the wall; `labels.not_pdf` when something that is no PDF stands
            under the name, `labels.no_folder` when there is no such folder, `labels.denied` when nothing may be
            written there.
    """
    font = fonts.find(environ)
    _may_stand(path)
    _check_signs(font, site, checkpoints)
    return font


def _check_signs(font: Font, site: Site, checkpoints: Sequence[str]) -> None:
    known = fonts.signs(font)
    zones = {zone.id: zone for zone in site.zones}
    for checkpoint in checkpoints:
        place = site.checkpoint_of[checkpoint]
        zone = zones[place.zone]
        named = f"{place.zh}{place.en}{zone.zh}{zone.en}{place.id}{site.site.name_zh}{site.site.name_en}"
        for character in named + EVERY_SHEET:
            if ord(character) not in known:
                raise StoreError(
                    "labels.glyph",
                    "The font {font} has no sign for {character} in the name of {checkpoint}. Nothing was made. Name"
                    " another font in ROUNDSMAN_FONT, or write the name otherwise in the site file.",
                    font=font.path.name,
                    character=f"{character} (U+{ord(character):04X})",
                    checkpoint=checkpoint,
                )


def _may_stand(path: Path) -> None:
    """A sheet may be put there: nothing, or an older sheet, stands there now; a pipe would keep whoever reads it."""
    if path.is_dir():
        message = "{path} is a folder. Name a file in it, such as {path}/labels.pdf."
        raise StoreError("labels.folder", message, path=str(path))
    try:
        if path.exists() and not path.is_file():
            raise IsADirectoryError
        with path.open("rb") as file:
            head = file.read(len(_PDF))
    except (FileNotFoundError, NotADirectoryError):
        if not path.parent.is_dir():
            raise StoreError(
                "labels.no_folder",
                "There is no folder {folder}. Nothing was made. Make it, or choose another place for the sheet.",
                folder=str(path.parent),
            ) from None
        head = _PDF
    except IsADirectoryError:
        head = b""
    except OSError as error:
        raise _failed(error, path) from error
    if head != _PDF:
        raise StoreError(
            "labels.not_pdf",
            "Something else than a PDF stands at {path}. It was left as it is; choose another name for the sheet.",
            path=str(path),
        )
    if not os.access(path.parent, os.W_OK):
        raise _failed(PermissionError(errno.EACCES, os.strerror(errno.EACCES)), path)


def issue(book: Logbook, by: str, checkpoints: Sequence[str], *, reissue: bool = False, why: str = "") -> list[Event]:
    """Issue what the sheet needs: anew for all of them, or for those without a label alone.

    Raises:
        Refused: `label.no_key`, and what `printing.reissue` raises.
        StoreError: see `Logbook.record`.
    """
    key = signing_key(book)

    def decide(now: Moment) -> Sequence[LabelFact]:
        if reissue:
            return printing.reissue(book.ledger, checkpoints, key, why, by, now)
        return printing.issue_missing(book.ledger, checkpoints, key, by, now)

    return book.record(by, decide)


def site_of(book: Logbook) -> Site:
    """The site whose labels they are. Raises Refused `site.none`."""
    if book.ledger.site is None:
        raise Refused("site.none", "No site is loaded yet.")
    return book.ledger.site


def in_force(book: Logbook, checkpoints: Sequence[str]) -> list[IssuedCode]:
    """The labels in force of these checkpoints, in site order.

    Raises Refused `label.no_key`; `label.other_key` for one that another office's key signed.
    """
    signing_key(book)
    registers = book.ledger.labels.registers
    current = {c: label.issue for c in checkpoints if c in registers and (label := registers[c].current)}
    found = [code for code in setup.list_codes(book) if current.get(code.checkpoint) == code.issue]
    for code in found:
        if code.digits is None:
            raise Refused(
                "label.other_key",
                "The label of {checkpoint} was signed with a key that is not here, so it cannot be printed again. Issue"
                " it anew.",
                checkpoint=code.checkpoint,
            )
    return found


def printable(site: Site, code: IssuedCode, *, outdoor: bool) -> Label:
    """One label as it is printed; about 5 ms, in any thread. ValueError for one that `in_force` would refuse."""
    if code.digits is None or code.typed is None:
        msg = f"the label of {code.checkpoint} cannot be printed here"
        raise ValueError(msg)
    place = site.checkpoint_of[code.checkpoint]
    zone = next(zone for zone in site.zones if zone.id == place.zone)
    return Label(
        place.id,
        place.zh,
        place.en,
        zone.zh,
        zone.en,
        code.issue,
        code.issued_at.astimezone(site.zone_info).date(),
        code.typed,
        matrix(code.digits, (OUTDOOR if outdoor else INDOOR).level),
    )


def write(
    path: Path,
    site: Site,
    codes: Sequence[IssuedCode],
    font: Font,
    made: datetime,
    *,
    outdoor: bool,
    progress: Progress = lambda _done, _total: None,
    stopped: Callable[[], bool] = lambda: False,
    disk: Disk = DISK,
) -> None:
    """Draw the sheet and put it in place; touches no logbook, so any thread may.

    Raises:
        StoreError: see `drawing.draw`; `labels.full`, `labels.denied`, `labels.disk`: no part of it was left there, and
            what stood there before still does.
        Cancelled: see `drawing.draw`.
    """
    labels = [printable(site, code, outdoor=outdoor) for code in codes]
    named = f"{site.site.name_zh} {site.site.name_en}"
    content = draw(labels, OUTDOOR if outdoor else INDOOR, font, made, named, progress, stopped)
    try:
        write_whole(path, content, disk, _MODE)
    except OSError as error:
        raise _failed(error, path) from error


def _failed(error: OSError, path: Path) -> StoreError:
    reason = error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(
            "labels.full",
            "There is no room for the sheet at {path}. No part of it was left there. Free some space, or choose another"
            " place.",
            path=str(path),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreError(
            "labels.denied",
            "The sheet may not be written to {path} ({reason}). Nothing was made. Choose another place.",
            path=str(path),
            reason=reason,
        )
    return StoreError(
        "labels.disk",
        "The sheet could not be written to {path} ({reason}). No part of it was left there. Choose another place.",
        path=str(path),
        reason=reason,
    )
