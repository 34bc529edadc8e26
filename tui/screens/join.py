"""Joining a site: the ground comes in from the shared file, with how far it is and a way to stop.

The site, its people and its labels are here first; then somebody can sign in, and the history goes on arriving.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual import work

from store.errors import StoreError
from tui import i18n
from tui.aside import aside
from tui.i18n import N_, Wording, _
from tui.screens.base import Sheet
from tui.widgets.words import Words
from tui.words import sharing as words
from tui.words.shared_file import Picked, site_name

if TYPE_CHECKING:
    from store.sync import Progress

__all__ = ["JoinSheet"]

OFTEN = 0.25
"""Seconds between two paintings of the bar."""


class JoinSheet(Sheet[Picked, bool]):
    """Answers True once there are people to sign in as. Back stops; what came in by then stays."""

    CSS_PATH = "join.tcss"
    BACK = N_("Stop")
    _far: Progress | None = None
    _stop: threading.Event | None = None
    _joined = False

    def heading(self) -> Wording:
        """Which site."""
        offer = self.request.offer
        if offer is None:
            return N_("Joining")
        return lambda: _("Joining {site}").format(site=site_name(offer))

    def body(self) -> Iterable[Any]:
        """What is being done, and how far it is."""
        yield Words(id="join-what")
        yield Words(id="join-bar")
        yield Words(
            N_("Stop keeps what has come in. Joining again goes on from there, and nothing is taken in twice."),
            id="join-says",
        )

    def on_mount(self) -> None:
        """Look at how far it is now and then."""
        self.set_interval(OFTEN, self._look)

    def opened(self) -> None:
        """Begin at once: it was confirmed on the sheet before."""
        self._far, self._joined, self._stop = None, False, threading.Event()
        self._join(self._stop)

    def paint(self) -> None:
        """How far it is."""
        what = self.query_one("#join-what", Words)
        far = self._far
        what.say((lambda: words.stage(far)) if far is not None and not self._joined else N_("Opening the shared file"))
        self.query_one("#join-bar", Words).show(words.bar(far) if far is not None else "")

    def _look(self) -> None:
        if self.is_current and self._stop is not None:
            self.paint()
            self._end_when_here()

    def _end_when_here(self) -> None:
        """The app follows its own folder: what was joined shows there like anything that another process wrote."""
        if self._joined and self.app.book.ledger.site is not None:
            self._stop = None
            self.answer(True)

    def _heard(self, progress: Progress) -> None:
        """Called by the thread that joins: one reference is all that changes hands."""
        self._far = progress

    @work
    async def _join(self, stop: threading.Event) -> None:
        from store.joining import join  # noqa: PLC0415  (only a first start needs it)

        book, sharing, picked = self.app.book, self.app.sharing, self.request
        path, far = picked.path, sharing.far
        if path is None:
            return
        sharing.held = True
        try:
            await aside(
                lambda: join(
                    book.data, path, self._heard, stop.is_set, segments=picked.segments, far=far, clock=book.clock
                )
            )
        except StoreError as error:
            if self._stop is stop:
                self._stop = None
                self._refused(error)
            return
        finally:
            if self._stop in (None, stop):  # not a join that was begun again meanwhile
                sharing.held = False
        if self._stop is stop:
            self._joined = True
            self.app.look_again()
            self._end_when_here()

    def _refused(self, error: StoreError) -> None:
        """Say why on the screen behind, where one can choose again."""
        self.answer(None)
        self.app.tell(lambda: i18n.fill(_(error.message), error.params), grade="bad", stays=True)

    def action_back(self) -> None:
        """Stop."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None
        self.answer(None)
