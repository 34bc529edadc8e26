"""Attach a picture: what the camera app dropped into the watched folder, newest first, one tap each.

The folder is looked at once a second, in a thread, and only while the sheet is up. A picked picture is copied in
under the hash of its content; the original stays where it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from textual import on, work
from textual.timer import Timer
from textual.widgets import Button

from checkpoints.site.words import Named
from store.errors import StoreError
from tui import i18n, when
from tui.i18n import N_, Wording, _, lang
from tui.screens.over_point import OverPoint
from tui.widgets.big import Big
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words

__all__ = ["PhotoRequest", "PhotoSheet", "Picked", "watched_folder"]

LOOK_EVERY = 1.0
"""Seconds between two looks at the folder."""
Listing = Sequence[tuple[Path, float, int]]


def watched_folder(data: Path) -> Path:
    """Where the camera app puts its pictures: ROUNDSMAN_PHOTOS, or `inbox` in the data folder."""
    given = os.environ.get("ROUNDSMAN_PHOTOS")
    return Path(given).expanduser() if given else data / "inbox"


@dataclass(frozen=True, slots=True)
class PhotoRequest:
    """What the photo is of, and the reasons there may be for having none; without reasons a photo is a must."""

    what: Wording
    reasons: Sequence[Named] = ()


@dataclass(frozen=True, slots=True)
class Picked:
    """A photo by its hash, or why there is none."""

    photo: str = ""
    no_photo: str = ""


class PhotoSheet(OverPoint[PhotoRequest, Picked]):
    """Answers what was picked."""

    CSS_PATH = "photo_sheet.tcss"
    _found: Listing = ()
    _why = False
    _busy = False
    _looking: Timer | None = None

    def heading(self) -> Wording:
        """A photo, or why there is none."""
        return N_("Why is there no photo?") if self._why else N_("Attach a photo")

    def body(self) -> Iterable[Any]:
        """What it is of, the pictures, or the reasons."""
        yield Words(id="photo-says")
        yield Pages(tile_width=30, id="photo-files", empty=N_("No picture is there yet. Take one now: it shows here."))
        yield Pages(tile_width=24, id="photo-reasons")

    def buttons(self) -> Iterable[Big]:
        """The other way out."""
        yield Big(N_("No photo: say why"), id="photo-why")

    def opened(self) -> None:
        """Look at once, and then every second."""
        self._why = self._busy = False
        self._found = ()
        self.query_one("#photo-files", Pages).page = 0
        self._look()
        self._looking = self._looking or self.set_interval(LOOK_EVERY, self._look)
        self._looking.resume()

    def paint(self) -> None:
        """The pictures, or the reasons."""
        says = say_what = i18n.say(self.request.what)
        if not self._why:
            folder = _("Pictures from {folder}").format(folder=watched_folder(self.app.book.data))
            says = f"{say_what}\n" + (_("Copying ...") if self._busy else folder)
        self.query_one("#photo-says", Words).show(says)
        files, reasons = self.query_one("#photo-files", Pages), self.query_one("#photo-reasons", Pages)
        files.display, reasons.display = not self._why, self._why
        files.put([self._tile(path, at, size) for path, at, size in self._found])
        reasons.put([Tile(index, reason) for index, reason in enumerate(self.request.reasons)])
        self.query_one("#photo-why").display = bool(self.request.reasons) and not self._why

    def _tile(self, path: Path, at: float, size: int) -> Tile:
        zone = self.app.now().tzinfo
        taken = when.day_and_clock(datetime.fromtimestamp(at, zone), self.app.now())
        return Tile(path, lambda: path.name, lambda: f"{taken}  {max(1, size // 1024)} kB", disabled=self._busy)

    def action_back(self) -> None:
        """From the reasons back to the pictures, else out."""
        if self._why:
            self._why = False
            self.repaint()
        else:
            self.answer(None)

    def answer(self, value: Picked | None) -> None:
        """Nobody looks at the folder any more."""
        if self._looking is not None:
            self._looking.pause()
        super().answer(value)

    @on(Button.Pressed, "#photo-why")
    def _ask_why(self, event: Button.Pressed) -> None:
        event.stop()
        self._why = True
        self.query_one("#photo-reasons", Pages).begin()
        self.repaint()

    @on(Pages.Chosen, "#photo-reasons")
    def _reason(self, event: Pages.Chosen) -> None:
        event.stop()
        if isinstance(event.key, int):
            self.answer(Picked(no_photo=self.request.reasons[event.key].name(lang())))

    @on(Pages.Chosen, "#photo-files")
    def _pick(self, event: Pages.Chosen) -> None:
        event.stop()
        if isinstance(event.key, Path) and not self._busy:
            self._busy = True
            self.repaint()
            self._copy(event.key)

    @work(thread=True, group="copy")
    def _copy(self, path: Path) -> None:
        try:
            sha = self.app.book.photos.add(path)
        except StoreError as error:
            self.app.call_from_thread(self._copied, "", error)
        else:
            self.app.call_from_thread(self._copied, sha, None)

    def _copied(self, sha: str, error: StoreError | None) -> None:
        self._busy = False
        if error is not None:
            self.tell(lambda: i18n.fill(_(error.message), error.params), grade="bad")
            self.repaint()
        elif self.is_current:
            self.answer(Picked(photo=sha))

    @work(thread=True, exclusive=True, group="look")
    def _look(self) -> None:
        found = self.app.book.photos.listing(watched_folder(self.app.book.data))
        self.app.call_from_thread(self._seen, found)

    def _seen(self, found: Listing) -> None:
        if list(found) != list(self._found):
            self._found = found
            self.repaint()
