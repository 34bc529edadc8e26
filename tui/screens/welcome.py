"""The first screen of an empty data folder: try the demo, or begin with the default site and a first supervisor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.containers import Container
from textual.widgets import Button

from tui.i18n import N_, Wording, _, lang
from tui.screens.base import BaseScreen
from tui.screens.first_person import FirstPerson, FirstPersonSheet
from tui.screens.message import MessageSheet, Question
from tui.widgets.big import Big
from tui.widgets.words import Words

if TYPE_CHECKING:
    from store.demo import Demo

__all__ = ["WelcomeScreen"]

DEMO_DAYS = 30
DEMO_SEED = 7
STEPS = 40


class WelcomeScreen(BaseScreen):
    """Two big buttons. Whatever is chosen ends at the sign-in screen."""

    CSS_PATH = "welcome.tcss"
    _progress: tuple[int, int] | None = None

    def heading(self) -> Wording:
        """The program's name."""
        return N_("Roundsman · welcome")

    def subheading(self) -> str:
        """Where everything will be kept."""
        return _("No site is loaded in this folder yet.")

    def body(self) -> Iterable[Any]:
        """What each choice does, under its button."""
        with Container(id="welcome-choices"):
            yield Big(N_("Try the demo: 30 days"), "primary", id="welcome-demo")
            yield Words(
                N_(
                    "Writes 30 days of rounds, findings and readings of a made-up team, so that every screen has"
                    " something to show. Takes about half a minute. To begin in earnest later, use another folder."
                ),
                id="welcome-demo-says",
            )
            yield Words(id="welcome-progress")
            yield Big(N_("Start with the default site"), id="welcome-site")
            yield Words(
                N_(
                    "Loads the packaged residential estate: 46 checkpoints, 234 checks, both languages. Asks for the"
                    " first supervisor's name and PIN. A site file of your own: roundsman site load FILE."
                ),
                id="welcome-site-says",
            )

    def paint(self) -> None:
        """While the demo is written: how far it is."""
        line = self.query_one("#welcome-progress", Words)
        line.display = self._progress is not None
        if self._progress is not None:
            done, whole = self._progress
            full = STEPS * done // max(1, whole)
            line.show("▰" * full + "▱" * (STEPS - full) + f"  {100 * done // max(1, whole)} %")
        for big in self.query("#welcome-choices Big").results(Big):
            big.disabled = self._progress is not None

    def action_back(self) -> None:
        """There is nothing behind this screen."""

    @on(Button.Pressed, "#welcome-demo")
    def _demo(self, event: Button.Pressed) -> None:
        event.stop()
        self._progress = (0, DEMO_DAYS)
        self.paint()
        self._write_demo()

    @work(thread=True, exclusive=True)
    def _write_demo(self) -> None:
        from store import demo  # noqa: PLC0415  (only a first start needs it)

        app = self.app

        def progress(done: int, whole: int) -> None:
            app.call_from_thread(self._advance, done, whole)

        with app.held_still():
            made = demo.write(app.book, days=DEMO_DAYS, seed=DEMO_SEED, progress=progress)
        app.call_from_thread(self._written, made)

    def _advance(self, done: int, whole: int) -> None:
        self._progress = (done, whole)
        self.paint()

    @work
    async def _written(self, made: Demo) -> None:
        self._progress = None
        self.paint()
        lines = [f"{pin:<8} {zh if lang() == 'zh' else en}  ({_(role)})" for _id, zh, en, role, pin in made.people]
        said = Question(
            N_("The demo is ready"),
            (N_("These people can sign in with these PINs:"), lambda: "\n".join(lines)),
            no=N_("Go on to sign-in"),
        )
        await self.app.ask(MessageSheet, said)
        self.app.go_home()

    @on(Button.Pressed, "#welcome-site")
    @work
    async def _site(self) -> None:
        first = await self.app.ask(FirstPersonSheet, FirstPerson())
        if first is not None:
            self.app.go_home()
