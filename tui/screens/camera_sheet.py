"""Scan with the camera: what it sees, small and grey, until it read a code; then the sheet closes by itself.

What was read is handed to whoever asked as a scan like any other, with its own source.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from textual import on
from textual.containers import Horizontal
from textual.widgets import Button

from checkpoints.site import codes
from store.reading.frames import FrameSource
from store.reading.told import Lost, Read, Seen, Trouble
from tui import i18n
from tui.i18n import N_, Wording, _
from tui.scan import Scanned
from tui.screens.look_sheet import LookSheet
from tui.widgets.big import Big
from tui.widgets.preview import Preview
from tui.widgets.words import Words

__all__ = ["CameraRequest", "CameraSheet", "Letters"]

Letters = Literal["letters"]
"""Answered when somebody would rather type what stands under the code."""
HELP_AFTER = 10.0
"""Seconds without a code after which the sheet says what may be the matter."""
TOLD_FOR = 3.0
"""Seconds for which it stands there why a code was not taken, after that code is out of the picture."""
_ADVICE: dict[Trouble, tuple[str, str]] = {
    "dark": (N_("It is too dark."), N_("Put a light on the label, or turn so that your shadow is off it.")),
    "blurred": (N_("The picture is blurred."), N_("Hold still, a little farther away; wipe the lens of the camera.")),
    "nothing": (N_("No code is found."), N_("Go closer, the whole code in the middle; wipe the label.")),
}
_TWO = N_("Two labels are in the picture. Bring the right one nearer, so that it is seen alone.")
_STRANGE = N_("That is not a checkpoint code; nothing was changed. Hold the label of the point there.")


@dataclass(frozen=True, slots=True)
class CameraRequest:
    """What makes the source, and whether the letters under the code would do as well."""

    source: Callable[[], FrameSource]
    letters: bool = False


class CameraSheet(LookSheet[CameraRequest, Scanned | Letters]):
    """Answers the scan, `letters`, or None for Back. A code of somebody else is told, and the look-out goes on."""

    CSS_PATH = "camera_sheet.tcss"
    _since = 0.0
    _trouble: Trouble = "nothing"
    _fault: Wording = ""
    _strange = ""
    """Why what is in the picture was not taken, and until when that is said."""
    _strange_until = 0.0

    def heading(self) -> Wording:
        """What it is for."""
        return N_("Scan with the camera")

    def body(self) -> Iterable[Any]:
        """What the camera sees, and what to do."""
        with Horizontal(id="camera-view"):
            yield Preview(id="camera-sees")
            yield Words(id="camera-says")

    def buttons(self) -> Iterable[Big]:
        """Once more after a fault; and the way without a camera."""
        yield Big(N_("Try again"), "primary", id="camera-again")
        yield Big(N_("The code cannot be scanned"), id="camera-letters")

    def opened(self) -> None:
        """Look."""
        self.look()

    def paint(self) -> None:
        """How it goes."""
        self.query_one("#camera-says", Words).show("\n\n".join(self._says()))
        self.query_one(Preview).display = not self._fault
        self.query_one("#camera-again").display = bool(self._fault)
        self.query_one("#camera-letters").display = self.request.letters

    def _says(self) -> Iterable[str]:
        if self._fault:
            yield "! " + i18n.say(self._fault)
        elif self._strange and time.monotonic() < self._strange_until:
            yield "! " + _(self._strange)
        elif self.query_one(Preview).empty:
            yield _("The camera is being switched on ...")
        elif time.monotonic() - self._since < HELP_AFTER:
            yield _("Hold the label before the camera, the code in the middle: as near as two hands, no nearer.")
            yield _("It is read by itself.")
        else:
            for line in _ADVICE[self._trouble]:
                yield _(line)
            if self.request.letters:
                yield _("Or tap “The code cannot be scanned” and type the 8 letters under it.")

    # the look-out

    def source(self) -> FrameSource:
        """Another one each time."""
        return self.request.source()

    @property
    def idle(self) -> bool:
        """A camera that failed is tried again by a person."""
        return bool(self._fault)

    def look(self) -> None:
        """From the beginning."""
        self._fault, self._trouble, self._strange, self._since = "", "nothing", "", time.monotonic()
        self.query_one(Preview).show(None)
        super().look()

    def seen(self, seen: Seen) -> None:
        """Draw it."""
        self._trouble = seen.trouble
        self.query_one(Preview).show(seen.small)
        self.paint()

    def read(self, read: Read) -> None:
        """Take it, or say why not."""
        ours = [text for text in read.texts if len(text) == codes.LENGTH and text.isdigit()]
        if len(ours) == 1:
            self.answer(Scanned(ours[0], "camera" if read.live else "picture", evidence=read.frame))
            return
        self._strange, self._strange_until = _TWO if ours else _STRANGE, time.monotonic() + TOLD_FOR
        self.paint()

    def lost(self, lost: Lost) -> None:
        """Say what is wrong."""
        error = lost.error
        self._fault = lambda: i18n.fill(_(error.message), error.params)
        self.query_one(Preview).show(None)
        self.repaint()

    @on(Button.Pressed, "#camera-again")
    def _again(self, event: Button.Pressed) -> None:
        event.stop()
        self.look()
        self.repaint()

    @on(Button.Pressed, "#camera-letters")
    def _letters(self, event: Button.Pressed) -> None:
        event.stop()
        self.answer("letters")

    def take_scan(self, scan: Scanned) -> None:
        """A scanner is there as well: its scan is as good."""
        self.answer(scan)
