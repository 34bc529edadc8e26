"""Who is signed in, what they record, and what others wrote meanwhile.

There is one way to record: `record`. A refusal or a disk that says no is told to the person there; nothing else in
the face catches them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textual import events

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.ledger.events import Event
from checkpoints.work import incidents, people
from store.errors import StoreError
from store.platform import boot_ms
from tui import i18n
from tui.cameras import Cameras
from tui.header_state import minute, running
from tui.i18n import N_, Wording, _, lang
from tui.launch import Ending
from tui.nightly import Nightly, walked_here
from tui.scan import ScannerTap
from tui.screens.base import Face, LedgerChanged
from tui.sharing import Sharing
from tui.widgets.notice import Grade

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["IDLE", "Place", "Session"]

Place = Literal["tablet", "kiosk", "office"]

IDLE: dict[Place, timedelta] = {
    "tablet": timedelta(minutes=10),
    "kiosk": timedelta(minutes=1),
    "office": timedelta(minutes=30),
}
LOOK_AGAIN = 0.5
"""Seconds between two looks at what other processes wrote."""
AT_ONCE = 400
"""Events of others that are taken in at one go: a few milliseconds, which no tap notices."""
SOON = 0.02
"""Seconds until the next go, while there is more."""
TELL_AFTER = 10
"""Goes after which the screens are told of a long history that is coming in."""


class Session(ScannerTap, inherit_bindings=False):
    """The person and the logbook, mixed into the app."""

    def __init__(
        self,
        book: Logbook,
        place: Place,
        clock: Callable[[], datetime] | None,
        share: Path | None = None,
        camera: str = "",
    ) -> None:
        super().__init__()
        self.book = book
        self.cameras = Cameras(camera, remote=book.remote)
        self.sharing = Sharing(book, share)
        self.place: Place = place
        self.person: str | None = None
        self.idle_after = IDLE[place]
        self._clock = clock or book.clock.now
        self._touched = boot_ms()
        self._unsaved: set[Face] = set()
        self.no_pin_before = 0
        """Milliseconds of the machine's own count before which nobody gives a PIN: a wrong one was not taken down."""
        self._trouble = ""
        self._told: set[str] = set()
        self._minute = (-1, -1)
        self._still = False
        self._news: set[str] = set()
        self._goes = 0
        self._nightly = Nightly.read(os.environ, self._clock())
        self.bare = False
        """Whether the terminal draws no Chinese and few signs (tui.bare)."""

    @property
    def remote(self) -> bool:
        """Whether this is the far end of an SSH session, which can never confirm presence."""
        return self.book.remote

    def now(self) -> datetime:
        """Now, on the site's clock."""
        site = self.book.ledger.site
        return self._clock().astimezone(site.zone_info if site else None)

    def tell(self, *wordings: Wording, grade: Grade = "warn", stays: bool = False) -> None:
        """Say over the header of what is up: what happened, what was kept, what to do next."""
        if isinstance(self.screen, Face):
            self.screen.tell(*wordings, grade=grade, stays=stays)

    def _refused_by_disk(self, error: StoreError) -> None:
        """Say it, and leave it there until it was read or is no longer true."""
        if isinstance(self.screen, Face):
            self.screen.tell(lambda: i18n.fill(_(error.message), error.params), grade="bad", stays=True)
            self._unsaved.add(self.screen)

    @property
    def disk_refuses(self) -> bool:
        """Whether the disk said no, and nothing could be saved since."""
        return bool(self._unsaved)

    def _disk_works(self) -> None:
        """Something was saved: that it could not be is over, on whatever screen it was said."""
        while self._unsaved:
            self._unsaved.pop().unsay("bad")

    def record(self, decide: Callable[[Moment], Sequence[Fact]], by: str | None = None) -> list[Event] | None:
        """Decide and save. None when it was refused or could not be saved; the person has been told why."""
        return self.attempt(lambda: self.book.record(by or self.person or "-", decide))

    def attempt(self, act: Callable[[], list[Event]]) -> list[Event] | None:
        """Do what records by itself, such as `store.setup.load_site`, and tell what came of it as `record` does."""
        try:
            recorded = act()
        except Refused as error:
            no = error
            self.tell(lambda: i18n.fill(_(no.message), no.params))
            return None
        except StoreError as error:
            self._refused_by_disk(error)
            return None
        self._disk_works()
        self.acted()
        self.sharing.nudge()
        self.changed({event.subject for event in recorded})
        return recorded

    def changed(self, subjects: set[str]) -> None:
        """Tell every screen that is up; the others paint themselves when they come up."""
        for screen in self.screen_stack:
            screen.post_message(LedgerChanged(subjects))

    def sign_in(self, person: str) -> bool:
        """Sign a person in whose PIN was found right, and go home."""
        if self.record(lambda now: people.sign_in(self.book.ledger, person, self.place, now), by=person) is None:
            return False
        self.person = person
        self.go_home()
        return True

    def sign_out(self, why: Literal["self", "idle", "closed"] = "self") -> None:
        """Sign out. Nothing half-filled is lost: screens and sheets stay as they are until somebody comes back."""
        if self.person is not None:
            leaving, self.person = self.person, None
            self.clear_away()
            self.record(lambda _now: people.sign_out(leaving, why), by=leaving)
            self.go_home()

    def on_mount(self) -> None:
        """Follow other processes, and share what is recorded."""
        self.set_interval(LOOK_AGAIN, self._look)
        self.call_after_refresh(self._warn)
        self.call_after_refresh(self._begin_sharing)

    async def on_unmount(self) -> None:
        """Stop sharing, within a bounded time; what is left goes over at the next start."""
        await self.sharing.stop()

    def _begin_sharing(self) -> None:
        try:
            self.sharing.start()
        except StoreError as error:
            self._refused_by_disk(error)
        self.sharing_changed()

    def sharing_changed(self) -> None:
        """Say it on the screen that is up; the others paint themselves when they come up."""
        up = self._up
        if up is not None:
            up.sharing_changed()

    @property
    def _up(self) -> Face | None:
        """The screen that can be painted; None while one comes up, and at the end of the program."""
        up = self.screen_stack[-1] if self.screen_stack else None
        return up if isinstance(up, Face) and up.is_mounted else None

    def _warn(self) -> None:
        """What was found wrong in the folder or with the clock, each kind once; it stays until somebody has read it."""
        if self._up is None:
            return
        known = [*self.book.problems, *self.sharing.own_clock(self.now())]
        found = [problem for problem in known if problem.code not in self._told]
        if found:
            self._told |= {problem.code for problem in found}
            self.tell(*(lambda p=p: i18n.fill(_(p.message), p.params) for p in found), grade="warn", stays=True)

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """While a thread writes a long history into the logbook, the screens do not read along."""
        self._still = True
        try:
            yield
        finally:
            self._still = False

    def _look(self) -> None:
        """What came in meanwhile; a new minute; somebody who went away. Paints nothing when nothing changed."""
        if self._still or not self.screen_stack:  # the timer may outlive the last screen by a tick
            return
        self.look_again()
        if self.sharing.look():
            self.sharing_changed()
        untouched = timedelta(milliseconds=boot_ms() - self._touched)
        if untouched > self.idle_after:
            self.sign_out("idle")
            self.left_alone(untouched)
        self._see_out()
        if self._nightly and self._nightly.due(self.now(), untouched) and not self.under_way():
            self.exit(return_code=Ending.RESTART)
        if (running(self.book.ledger, self.person) or incidents.running(self.book.ledger)) and minute(
            self.now()
        ) != self._minute:
            self._minute = minute(self.now())
            if self._up is not None:
                self._up.repaint()

    def left_alone(self, untouched: timedelta) -> None:
        """Nobody has touched anything for a while, and nobody is signed in; for places that have to be tidied up."""

    def under_way(self) -> bool:
        """Whether somebody is in the middle of something here, which the start afresh of a night waits for."""
        return self.person is not None or walked_here(self.book.ledger, self.book.device.id, self.now())

    def look_again(self) -> None:
        """Take in what others wrote; a journal that is gone, or is another one, is told when it happens.

        A long history comes in by and by: a tap waits for one go at most, and the screens are told now and then.
        """
        try:
            self.book.mend()
            self._news |= self.book.follow(most=AT_ONCE)
        except StoreError as error:
            if error.code not in (self._trouble, "store.busy"):
                self._trouble = error.code
                self._refused_by_disk(error)
            return
        if self._trouble:
            self._trouble = ""
            self._disk_works()
        behind = self.book.behind
        self._goes = self._goes + 1 if behind else 0
        if self._news and (not behind or self._goes % TELL_AFTER == 1):
            news, self._news = self._news, set()
            self.changed(news)
        if behind:
            self.set_timer(SOON, self.look_again)
        self._warn()

    def _see_out(self) -> None:
        """Whoever was taken off the list meanwhile does not go on."""
        known = self.book.ledger.people
        leaving = self.person
        if leaving is not None and leaving in known and not known[leaving].active:
            self.sign_out("closed")

            def gone() -> str:
                if self.place == "kiosk":  # nobody has given a PIN for the name any more
                    return _("Whoever was signed in was taken off the list and signed out.")
                return _("{person} was taken off the list and signed out.").format(person=known.name(leaving, lang()))

            self.tell(
                gone,
                N_("Everything that was saved is kept. The round can be gone on with by the others who walk it."),
                stays=True,
            )

    def clear_away(self) -> None:
        """Take off the screens what was not for everybody."""
        raise NotImplementedError

    def go_home(self) -> None:
        """Where whoever is signed in, or nobody, belongs."""
        raise NotImplementedError

    def acted(self) -> None:
        """A key is about to be delivered: whoever pressed it has read the last message."""
        if isinstance(self.screen, Face):
            self.screen.hush()

    async def on_event(self, event: events.Event) -> None:
        """Anybody who touches anything is there."""
        if isinstance(event, (events.Key, events.MouseDown, events.Paste)):
            self._touched = boot_ms()
        await super().on_event(event)
