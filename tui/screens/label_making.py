"""Making a sheet of labels from the screen, while one goes on working.

It is drawn in a thread that nobody waits for. What it records, it records when the file lies there, under the name of
whoever began it; whatever stops it is told, with what is in force all the same.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoints.fact import Refused
from checkpoints.work import printing
from store.errors import StoreError
from tui import i18n
from tui.aside import aside
from tui.i18n import N_, Wording, _, n_
from tui.screens.base import BaseScreen

if TYPE_CHECKING:
    from store.fonts import Font
    from store.setup import IssuedCode

__all__ = ["Asked", "LabelMaking"]

IN_FORCE = N_("The new labels are in force all the same: print them again without issuing anew.")
FOLDER = "sheets"
"""Under the data folder: a sheet may be printed elsewhere, but it lies where the other secrets lie."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is printed, and for whom."""

    places: Sequence[str]
    outdoor: bool
    reissue: bool
    by: str


class LabelMaking(BaseScreen):
    """What the labels screen does to make a sheet; `LabelsScreen` shows how far it is."""

    picked: frozenset[str] = frozenset()
    """The checkpoints that are chosen."""
    far: tuple[int, int] | None = None
    """Labels drawn, of how many; None while no sheet is made."""
    stop: threading.Event | None = None
    """There while a sheet is made; set, it is made no further."""

    async def make(self, asked: Asked, why: str = "") -> None:
        """Check, issue, draw, record; whatever stops it is told, with what is in force all the same."""
        from store.labels import sheets  # noqa: PLC0415  (with the first sheet, not with the list)

        book, path = self.app.book, self._path()
        issued = False
        self.stop, self.far = threading.Event(), (0, len(asked.places))
        self.repaint()
        try:
            sheets.signing_key(book)
            site = sheets.site_of(book)
            path.parent.mkdir(mode=0o700, exist_ok=True)
            font = await aside(lambda: sheets.ready(path, os.environ, site, asked.places))
            made = self.app.attempt(lambda: sheets.issue(book, asked.by, asked.places, reissue=asked.reissue, why=why))
            if made is None:
                return
            issued = asked.reissue
            codes = sheets.in_force(book, asked.places)
            await self._draw(path, codes, font, asked)
        except (Refused, StoreError) as no:
            self.refuse(no, *((IN_FORCE,) if issued else ()))
            return
        except OSError as error:
            reason = error.strerror or str(error)
            folder = str(path.parent)
            self.tell(
                lambda: _("The folder {folder} cannot be made ({reason}).").format(folder=folder, reason=reason),
                grade="bad",
                stays=True,
            )
            return
        finally:
            self.stop = self.far = None
            self.repaint()
        which = [(code.checkpoint, code.issue) for code in codes]
        ledger = book.ledger
        if self.app.record(lambda now: printing.made(ledger, which, asked.by, now, outdoor=asked.outdoor), by=asked.by):
            self.picked = frozenset()
            self._tell_made(len(which), path, asked)

    async def _draw(self, path: Path, codes: Sequence[IssuedCode], font: Font, asked: Asked) -> None:
        from store.labels import sheets  # noqa: PLC0415

        site, now, stop = sheets.site_of(self.app.book), self.app.now(), self.stop or threading.Event()

        def tell_far(done: int, total: int) -> None:
            self.far = (done, total)

        await aside(
            lambda: sheets.write(
                path, site, codes, font, now, outdoor=asked.outdoor, progress=tell_far, stopped=stop.is_set
            )
        )

    def _path(self) -> Path:
        return self.app.book.data / FOLDER / f"labels-{self.app.now():%Y%m%d-%H%M%S}.pdf"

    def refuse(self, no: Refused | StoreError, *more: Wording) -> None:
        """Say why not, and leave it there until it was read."""
        grade = "warn" if no.code == "labels.cancelled" else "bad"
        self.tell(lambda: i18n.fill(_(no.message), no.params), *more, grade=grade, stays=True)

    def _tell_made(self, count: int, path: Path, asked: Asked) -> None:
        told: list[Wording] = [
            lambda: n_("{count} label, ready to be printed:", "{count} labels, ready to be printed:", count),
            lambda: str(path),
            N_("Print at 100 %, not fitted to the page, and stick the labels up today."),
        ]
        if asked.reissue:
            told.append(N_("The old labels are refused from now on: take them down."))
        self.tell(*told, grade="good", stays=True)
        self.repaint()
