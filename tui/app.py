"""The app: which screen is up, who is signed in, which language and look, and the one way to record.

Kept thin on purpose: rules live in `checkpoints`, the disk in `store`, what a screen shows in its own module.
Screens are modes that live as long as the program (a new screen for every visit would cost memory that is never
given back), and sheets are made once and opened again.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, cast

from textual import events
from textual.binding import BindingType

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.ledger.events import Event
from checkpoints.work import people
from checkpoints.work.rounds.state import Mark
from store import platform
from store.errors import StoreError
from tui import i18n
from tui.commands import Commands
from tui.header_state import HeaderState, header_state, minute, running
from tui.i18n import Wording, _
from tui.screens.base import BaseScreen, Face, LedgerChanged, Sheet
from tui.theme import DAY, THEMES
from tui.widgets.notice import Grade

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["SCREENS", "Place", "RoundsmanApp"]

Place = Literal["tablet", "kiosk", "office"]
R = TypeVar("R")
A = TypeVar("A")

SCREENS: dict[str, str] = {
    "welcome": "tui.screens.welcome:WelcomeScreen",
    "sign_in": "tui.screens.sign_in:SignInScreen",
    "home": "tui.screens.home:HomeScreen",
    "start_round": "tui.screens.start_round:StartRoundScreen",
    "checkpoint": "tui.screens.checkpoint:CheckpointScreen",
    "history": "tui.screens.history:HistoryScreen",
    "round_detail": "tui.screens.round_detail:RoundDetailScreen",
}
"""Every screen, imported when it is first gone to."""

IDLE: dict[Place, timedelta] = {
    "tablet": timedelta(minutes=10),
    "kiosk": timedelta(minutes=1),
    "office": timedelta(minutes=30),
}
LOOK_AGAIN = 0.5
"""Seconds between two looks at what other processes wrote."""


class RoundsmanApp(Commands, inherit_bindings=False):
    """Run it with an open logbook; `run` returns the exit code."""

    TITLE = "Roundsman"
    CSS_PATH = ["app.tcss", "widgets/places.tcss"]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012

    def __init__(
        self, book: Logbook, place: Place = "tablet", lang: str = "zh", clock: Callable[[], datetime] | None = None
    ) -> None:
        self.DEFAULT_MODE = "sign_in" if book.ledger.site else "welcome"  # type: ignore[misc]
        i18n.use(lang)
        super().__init__()
        self.book = book
        self.place: Place = place
        self.person: str | None = None
        self.idle_after = IDLE[place]
        self._clock = clock or (lambda: datetime.now().astimezone())
        self._touched = time.monotonic()
        self._minute = (-1, -1)
        self._still = False
        self._screens: dict[str, BaseScreen] = {}
        self._sheets: dict[type[Sheet[Any, Any]], Sheet[Any, Any]] = {}
        self.animation_level = "none"
        for name in SCREENS:
            self.add_mode(name, lambda name=name: self.screen_of(name))
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DAY.name

    @property
    def compact(self) -> bool:
        """The office points with a mouse: smaller buttons."""
        return self.place == "office"

    @property
    def remote(self) -> bool:
        """Whether this is the far end of an SSH session, which can never confirm presence."""
        return self.book.remote

    def now(self) -> datetime:
        """Now, on the site's clock."""
        site = self.book.ledger.site
        return self._clock().astimezone(site.zone_info if site else None)

    def header_state(self) -> HeaderState:
        """What the header says."""
        mark = Mark(self.now(), self.book.device.id, platform.boot_id(), platform.boot_ms())
        return header_state(self.book.ledger, self.person, mark, self.book.saved, self.book.waiting)

    # going about

    def screen_of(self, name: str) -> BaseScreen:
        """The one instance of a screen."""
        if name not in self._screens:
            module, _sep, attribute = SCREENS[name].partition(":")
            self._screens[name] = cast("BaseScreen", getattr(import_module(module), attribute)())
        return self._screens[name]

    def go(self, name: str, request: object = None) -> None:
        """Bring a screen up, with what it is asked to show."""
        screen = self.screen_of(name)
        if request is not None:
            screen.load(request)
        if name == self.current_mode:
            screen.repaint()
        else:
            self.switch_mode(name)

    def go_home(self) -> None:
        """Home for whoever is signed in; the sign-in screen for nobody; the welcome screen without a site."""
        signed_out = "sign_in" if self.book.ledger.site else "welcome"
        self.go("home" if self.person else signed_out)

    async def ask(self, sheet: type[Sheet[R, A]], request: R) -> A | None:
        """Open a sheet and wait for its answer; None for Back. Call it in a method marked `@work`."""
        mine = self._sheets.get(sheet)
        if mine is None:
            mine = self._sheets[sheet] = sheet()
            self.install_screen(mine, sheet.__qualname__)
        if mine.is_open:  # under another sheet, or kept for whoever signs in again
            mine = sheet()
        mine.load(request)
        mine.is_open = True
        try:
            return await self.push_screen_wait(mine)
        finally:
            mine.is_open = False

    def tell(self, *wordings: Wording, grade: Grade = "warn", stays: bool = False) -> None:
        """Say over the header of what is up: what happened, what was kept, what to do next."""
        if isinstance(self.screen, Face):
            self.screen.tell(*wordings, grade=grade, stays=stays)

    # recording

    def record(self, decide: Callable[[Moment], Sequence[Fact]], by: str | None = None) -> list[Event] | None:
        """Decide and save. None when it was refused or could not be saved; the person has been told why."""
        try:
            events_ = self.book.record(by or self.person or "-", decide)
        except (Refused, StoreError) as no:
            kept = isinstance(no, Refused)
            said = no
            self.tell(lambda: i18n.fill(_(said.message), said.params), grade="warn" if kept else "bad", stays=not kept)
            return None
        if isinstance(self.screen, Face):
            self.screen.hush()
        self.changed({event.subject for event in events_})
        return events_

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
            self.record(lambda _now: people.sign_out(leaving, why), by=leaving)
            self.go_home()

    # running

    def on_mount(self) -> None:
        """Follow other processes, end cleanly on signals."""
        self.set_interval(LOOK_AGAIN, self._look)
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(NotImplementedError, AttributeError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(getattr(signal, name), self.exit, 0)

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
        if self._still:
            return
        with suppress(StoreError):
            subjects = self.book.follow()
            if subjects:
                self.changed(subjects)
        if time.monotonic() - self._touched > self.idle_after.total_seconds():
            self.sign_out("idle")
        if running(self.book.ledger, self.person) and minute(self.now()) != self._minute:
            self._minute = minute(self.now())
            if isinstance(self.screen, Face):
                self.screen.repaint()

    async def on_event(self, event: events.Event) -> None:
        """Anybody who touches anything is there; a key takes the last message away, a tap on it too."""
        if isinstance(event, (events.Key, events.MouseDown, events.Paste)) and not event.is_forwarded:
            self._touched = time.monotonic()
            if isinstance(event, events.Key) and isinstance(self.screen, Face):
                self.screen.hush()
        await super().on_event(event)
