"""The photos of a finding: what each shows, and where its file is; one tap opens it where there is a display.

A terminal shows no photos that anybody could judge by. On the machine itself the system's viewer opens the file; over
SSH the sheet names the file, for whoever fetches it. A kiosk opens no other program: photos are looked at elsewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on

from checkpoints.work.findings import Finding
from tui.i18n import N_, Wording, _
from tui.screens.base import Sheet
from tui.widgets.pages import Pages, Tile
from tui.widgets.words import Words

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

__all__ = ["PhotoSheetOf", "Shown", "photo_of", "shown_photos"]

AWAY = N_("Photos are looked at on a tablet or in the office; this kiosk opens none.")
FOUND, MENDED, LOOKED = N_("when it was found"), N_("after it was put right"), N_("at the re-check")


@dataclass(frozen=True, slots=True)
class Shown:
    """One photo: its hash, what it shows, and the file if it is here already."""

    sha: str
    what: str
    file: Path | None


def photo_of(app: RoundsmanApp, sha: str, what: str) -> Shown:
    """A photo, with its file if it is here."""
    photos = app.book.photos
    return Shown(sha, what, photos.path(sha) if photos.has(sha) else None)


def shown_photos(app: RoundsmanApp, finding: Finding) -> Sequence[Shown]:
    """The photos of a finding, those from before first, in the order in which they were taken."""
    found = [(sha, FOUND) for sha in finding.photos]
    for attempt in finding.progress.attempts:
        found += [(sha, MENDED) for sha in getattr(attempt.done, "photos", ())]
        if attempt.check is not None:
            found += [(sha, LOOKED) for sha in attempt.check.photos]
    return [photo_of(app, sha, what) for sha, what in found]


class PhotoSheetOf(Sheet[Sequence[Shown], None]):
    """Lists them; a tap opens one, or says where it is."""

    CSS_PATH = "photo_view.tcss"

    def heading(self) -> Wording:
        """Photos."""
        return N_("Photos")

    def body(self) -> Iterable[Any]:
        """How to look at one, and the list."""
        yield Words(id="photo-view-says")
        yield Pages(tile_width=34, empty=N_("There is no photo of it."), id="photo-view-list")

    def paint(self) -> None:
        """One tile a photo."""
        self.query_one("#photo-view-says", Words).say(
            AWAY
            if self._away
            else N_("Tap one to open it.")
            if self._opener
            else N_("Tap one to see where its file is.")
        )
        tiles = [Tile(n, lambda s=s: _(s.what), lambda s=s: _under(s)) for n, s in enumerate(self.request)]
        self.query_one(Pages).put(tiles)

    @property
    def _away(self) -> bool:
        """Whether this is a kiosk, which no way leads out of."""
        return self.app.place == "kiosk"

    @property
    def _opener(self) -> str:
        return "" if self.app.remote or self._away else _viewer()

    @on(Pages.Chosen)
    def _open(self, event: Pages.Chosen) -> None:
        event.stop()
        shown = self.request[int(str(event.key))]
        viewer = self._opener
        if shown.file is None:
            self.tell(N_("The photo is on its way: it comes with the next sharing."))
        elif self._away:
            self.tell(AWAY)
        elif viewer:
            subprocess.Popen(  # noqa: S603  (the viewer of the system, on a file of ours)
                [viewer, str(shown.file)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        else:
            where = str(shown.file)
            self.tell(lambda: where, N_("Open this file on the machine, or copy it: scp or a stick."), stays=True)


def _under(shown: Shown) -> str:
    if shown.file is None:
        return "… " + _("not here yet")
    return f"{shown.sha[:12]}  {max(1, shown.file.stat().st_size // 1024)} kB"


def _viewer() -> str:
    """The system's viewer, where there is a display to show anything on."""
    return (shutil.which("xdg-open") or "") if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else ""
