"""Take a picture of what is reported: what the camera sees, a shutter, and the picture once more before it is used.

For visitors at the kiosk. The picture is in memory only: it is kept when the report is sent, and of one that is not
used, or that nobody is there for any more, nothing is left. What is wrong with a camera stands in the log, for those
who can do something about it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button

from store.reading.frames import FrameSource
from store.reading.told import Lost, Seen
from tui.i18n import N_, Wording, _
from tui.scan import Scanned
from tui.screens.look_sheet import LookSheet
from tui.widgets.big import Big
from tui.widgets.preview import Preview
from tui.widgets.words import Words

__all__ = ["Picture", "PictureRequest", "PictureSheet"]

_logger = logging.getLogger(__name__)
_ROOMS = ((140, 40, 80, 24), (100, 30, 60, 17), (0, 0, 40, 12))
"""From how many columns and rows of the terminal on the preview has how many: it is what the picture is judged by."""


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """What makes the source."""

    source: Callable[[], FrameSource]


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG, and whether the report is sent with it at once."""

    jpeg: bytes
    send: bool


class PictureSheet(LookSheet[PictureRequest, Picture]):
    """Answers the picture, or None for Back."""

    CSS_PATH = "picture_sheet.tcss"
    AUTO_FOCUS = "#picture-take"
    READS = False
    HELP_LINES = (
        (N_("Take the picture"), N_("Keeps what the camera sees now, for you to look at")),
        (N_("Again"), N_("Another one instead")),
        (N_("Use it"), N_("Back to the report; it is sent with it. Until then nothing of it is kept")),
    )
    _sees: Seen | None = None
    _taken: Seen | None = None
    _broken = _gone = False

    def heading(self) -> Wording:
        """What it is for."""
        return N_("Take a photo")

    def body(self) -> Iterable[Any]:
        """Who gets it, what the camera sees, and what to do."""
        yield Words(N_("The photo goes to the site's service desk."), id="picture-for")
        with Horizontal(id="picture-view"):
            yield Preview(id="picture-sees")
            yield Words(id="picture-says")

    def buttons(self) -> Iterable[Big]:
        """The shutter; then what becomes of the picture."""
        yield Big(N_("● Take the picture"), "primary", id="picture-take")
        yield Big(N_("↻ Again"), id="picture-again")
        yield Big(N_("Use it"), id="picture-use")
        yield Big(N_("Send ✓"), "primary", id="picture-send")

    def opened(self) -> None:
        """Look."""
        self.look()

    def paint(self) -> None:
        """What is there to look at, and what can be done with it."""
        self.query_one("#picture-says", Words).show("\n\n".join(self._says()))
        self.query_one(Preview).display = not self._broken
        taken = self._taken is not None
        for name, shown in (
            ("take", not taken and not self._broken),
            ("again", taken or self._broken),
            ("use", taken),
            ("send", taken),
        ):
            self.query_one(f"#picture-{name}").display = shown

    def _says(self) -> Iterable[str]:
        if self._broken:
            yield "! " + _("The camera is not working just now.")
            yield _("What you chose is still there: go back and send it in words, or try the camera again.")
        elif self._taken is not None:
            yield _("This is the photo. Send it, or take another.")
            if self._taken.trouble == "dark":
                yield "! " + _("It is very dark. Words may say more.")
        elif self._sees is None:
            yield _("The camera is being switched on ...")
        elif self._sees.trouble == "dark":
            yield "! " + _("There is too little light for a photo.")
            yield _("Turn towards the light. If that does not help, go back and choose words.")
        else:
            yield _("Show the camera what it is about, or a photo of it on your phone.")
            yield _("Nobody else should be in the picture.")

    # the camera

    def source(self) -> FrameSource:
        """Another one each time."""
        return self.request.source()

    @property
    def idle(self) -> bool:
        """A picture is being looked at, or the camera failed."""
        return self._broken or self._taken is not None

    def look(self) -> None:
        """From the beginning."""
        self._forget()
        wide, high = self.app.size
        self.query_one(Preview).fit(*next((c, n) for w, h, c, n in _ROOMS if wide >= w and high >= h))
        super().look()
        self.query_one("#picture-take").focus()

    def seen(self, seen: Seen) -> None:
        """Draw it."""
        self._sees = seen
        self.query_one(Preview).show(seen.small)
        self.paint()

    def lost(self, lost: Lost) -> None:
        """Say that it is so; what a visitor cannot mend stands in the log."""
        _logger.warning("the camera for visitors: %s", lost.error)
        self._forget()
        self._broken = True
        self.repaint()
        self.query_one("#picture-again").focus()

    def _forget(self) -> None:
        self._sees = self._taken = None
        self._broken = False
        self.query_one(Preview).show(None)

    def on_screen_suspend(self) -> None:
        """Gone from with an incident, and not only covered: nothing stays, and whoever comes next is not met by it."""
        if self.is_open and self not in self.app.screen_stack:
            self._forget()
            self._gone = True

    def on_screen_resume(self) -> None:
        """The report is where the next one begins."""
        if self._gone:
            self._gone = False
            self.answer(None)

    def answer(self, value: Picture | None) -> None:
        """Nothing of the picture stays here."""
        super().answer(value)
        if not self.is_open:
            self._forget()

    # what a tap does

    @on(Button.Pressed, "#picture-take")
    def _take(self, event: Button.Pressed) -> None:
        event.stop()
        if self._sees is None:
            return
        self._taken = self._sees
        self.rest()
        self.repaint()
        self.query_one("#picture-send").focus()

    @on(Button.Pressed, "#picture-again")
    def _again(self, event: Button.Pressed) -> None:
        event.stop()
        self.look()
        self.repaint()

    @on(Button.Pressed, "#picture-use")
    @on(Button.Pressed, "#picture-send")
    def _use(self, event: Button.Pressed) -> None:
        event.stop()
        if self._taken is not None:
            self.answer(Picture(self._taken.frame.jpeg(coloured=True), send=event.button.id == "picture-send"))

    def take_scan(self, scan: Scanned) -> None:
        """The code of a place has its time before the photo, or after it."""
        del scan
        self.tell(N_("First the photo: use it, or go back. Nothing was changed."))
