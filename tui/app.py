"""The app: which screen is up, which sheet is asked, and what hangs together.

Kept thin on purpose: who is signed in and what is recorded stands in `session`, what the keys of the whole program
do in `commands`, the scanner in `scan`. Screens are modes that live as long as the program (a new screen for every
visit would cost memory that is never given back), and sheets are made once and opened again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.binding import BindingType
from textual.filter import LineFilter
from textual.screen import Screen

from checkpoints.ledger.duties import Docket
from checkpoints.work.deputies import may
from checkpoints.work.rounds.state import Mark
from tui import i18n
from tui.abilities import colours, is_console
from tui.bare import Bare, FewColours
from tui.harmless import Harmless
from tui.header_state import HeaderState, header_state
from tui.lobby import Lobby
from tui.screens import SCREENS
from tui.screens.base import BaseScreen, Sheet
from tui.session import Place
from tui.styles import KeptStyles, StyledScreen
from tui.theme import DAY, FEW, NIGHT, THEMES
from tui.typist import Typist

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["SCREENS", "Place", "RoundsmanApp"]

R = TypeVar("R")
A = TypeVar("A")


class RoundsmanApp(Lobby, inherit_bindings=False):
    """Run it with an open logbook; `run` returns the exit code."""

    TITLE = "Roundsman"
    CSS_PATH = ["app.tcss", "widgets/places.tcss"]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = []
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        book: Logbook,
        place: Place = "tablet",
        lang: str = "zh",
        clock: Callable[[], datetime] | None = None,
        share: Path | None = None,
        camera: str = "",
    ) -> None:
        self.DEFAULT_MODE = _first(book, place)  # type: ignore[misc]
        i18n.use(lang)
        super().__init__(book, place, clock, share, camera)
        self.stylesheet = self.kept_styles = KeptStyles(variables=self.get_css_variables())
        self._screens: dict[str, BaseScreen] = {}
        self._sheets: dict[type[Sheet[Any, Any]], Sheet[Any, Any]] = {}
        self.docket = Docket()
        """What is owed, worked out once for all screens."""
        self.typist = Typist()
        self._last_looks: list[LineFilter] = [Harmless()]
        self.animation_level = "none"
        for name in SCREENS:
            self.add_mode(name, lambda name=name: self.screen_of(name))
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DAY.name

    def suit(self, environ: Mapping[str, str]) -> None:
        """Keep to what the terminal can draw; before the app runs."""
        if colours(environ) == 16:
            for theme in FEW:
                self.register_theme(theme)
            self._last_looks.append(FewColours())
        if is_console(environ):
            self.bare = True
            self._last_looks.append(Bare())
            self.theme = NIGHT.name

    @property
    def compact(self) -> bool:
        """The office points with a mouse: smaller buttons."""
        return self.place == "office"

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """Nothing shows through an opaque sheet.

        Textual forgets to ask the topmost one, and repaints it whole whenever something changes behind it.
        """
        stack = self.screen_stack
        return [] if not stack or stack[-1].styles.background.a == 1 else super()._background_screens

    def refresh_css(self, animate: bool = True) -> None:
        """Take new colours on; Textual asks for it with the same ones whenever a screen comes up. See `KeptStyles`."""
        if not self.kept_styles.applied(self.get_css_variables()):
            super().refresh_css(animate)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """A new screen takes its own rules on; what is on it is styled with them when it is put there."""
        super()._load_screen_css(screen)
        if isinstance(screen, StyledScreen) and screen.begin_styles():
            self.stylesheet.update_nodes([screen])

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every drawn line goes through."""
        return [*super().get_line_filters(), *self._last_looks]

    def header_state(self) -> HeaderState:
        """What the header says."""
        now, book = self.mark(), self.book
        since = self.sharing.unshared_since(now.at)
        return header_state(book.ledger, self.person, now, book.saved, book.waiting, since)

    def mark(self) -> Mark:
        """Now, on both clocks of the machine."""
        return Mark(self.now(), self.book.device.id, *self.book.clock.boot())

    def screen_of(self, name: str) -> BaseScreen:
        """The one instance of a screen."""
        if name not in self._screens:
            module, _sep, attribute = SCREENS[name].partition(":")
            self._screens[name] = cast("BaseScreen", getattr(import_module(module), attribute)())
        return self._screens[name]

    def made(self, name: str) -> BaseScreen | None:
        """A screen, if anybody has ever gone to it."""
        return self._screens.get(name)

    def go(self, name: str, request: object = None) -> None:
        """Bring a screen up, with what it is asked to show."""
        screen = self.screen_of(name)
        if request is not None:
            screen.load(request)
        here = str(self.current_mode)
        if name == here:
            screen.repaint()
            return
        if self.screen_of(here).came_from != name:  # going back is no new way here
            screen.came_from = here
        self.switch_mode(name)

    def clear_away(self) -> None:
        """Somebody signed out: no screen keeps what was theirs to see."""
        for screen in self._screens.values():
            screen.signed_out()

    def go_home(self) -> None:
        """Home for whoever is signed in, in the office the board; for nobody what `_first` says."""
        ledger, person = self.book.ledger, self.person
        if person is None:
            self.go(_first(self.book, self.place))
            return
        reviews = self.place == "office" and may(ledger, person, "review", self.now().date())
        self.go("board" if reviews else "home")

    async def ask(self, sheet: type[Sheet[R, A]], request: R) -> A | None:
        """Open a sheet and wait for its answer; None for Back. Call it in a method marked `@work`."""
        mine = self._sheets.get(sheet)
        if mine is None:
            mine = self._sheets[sheet] = sheet()
            self.install_screen(mine, sheet.__qualname__)
        if mine.is_open:  # under another sheet, or kept for whoever signs in again
            mine = sheet()
        mine.load(request)
        mine.is_open, mine.whose = True, self.person
        return await self.push_screen_wait(mine)


def _first(book: Logbook, place: Place) -> str:
    """Where nobody is signed in: the lobby's own screen, whom to sign in as, or the welcome of an empty folder."""
    if book.ledger.site is None:
        return "welcome"
    return "kiosk" if place == "kiosk" else "sign_in"
