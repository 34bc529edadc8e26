"""The first screen of an empty data folder: join a site that others use, try the demo, or begin a site of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import on, work
from textual.containers import Container
from textual.widgets import Button

from checkpoints.fact import Refused
from store.errors import StoreError
from tui import i18n
from tui.i18n import N_, Wording, _, lang
from tui.screens.base import BaseScreen
from tui.screens.first_person import FirstPerson, FirstPersonSheet
from tui.screens.join import JoinSheet
from tui.screens.message import MessageSheet, Question
from tui.screens.share_file import ShareAsk, ShareFileSheet
from tui.widgets.big import Big
from tui.widgets.words import Words
from tui.words.roles import role_name

__all__ = ["WelcomeScreen"]

JOIN = N_("Join a site that others use already")
GO_ON = N_("Go on joining: part of the site is here")
DEMO_SEED = 7
STEPS = 40


class _Stopped(Exception):  # noqa: N818  (somebody pressed Stop)
    """The person does not want to wait any longer; whole days that were written stay."""


class WelcomeScreen(BaseScreen):
    """Three big buttons. Whatever is chosen ends at the sign-in screen."""

    CSS_PATH = "welcome.tcss"
    HELP_LINES: ClassVar[tuple[tuple[str, str], ...]] = (
        (N_("Join a site"), N_("Takes the site, its people and its history from the file that the others share")),
        (N_("Demo"), N_("Made-up people and 30 days of history, to try everything on")),
        (N_("Default site"), N_("A residential estate to begin with; change it later by a site file")),
    )
    demo_days = 30
    _progress: tuple[int, int] | None = None
    _stop = False

    def heading(self) -> Wording:
        """The program's name."""
        return N_("Roundsman · welcome")

    def subheading(self) -> str:
        """Why this screen is up."""
        return _("No site is loaded in this folder yet.")

    def body(self) -> Iterable[Any]:
        """What each choice does, under its button."""
        with Container(id="welcome-choices"):
            yield Big(JOIN, "primary", id="welcome-join")
            yield Words(
                N_(
                    "Takes the site, its people, labels and history from the file that the other devices share."
                    " Then sign in with your own PIN."
                ),
                id="welcome-join-says",
            )
            yield Big(N_("Try the demo: 30 days"), id="welcome-demo")
            yield Words(
                N_(
                    "Writes 30 days of rounds, findings and readings of a made-up team, so that every screen has"
                    " something to show. To begin in earnest later, use another folder."
                ),
                id="welcome-demo-says",
            )
            yield Big(N_("Start with the default site"), id="welcome-site")
            yield Words(
                N_(
                    "Loads the packaged residential estate: 46 checkpoints, 234 checks, both languages. Asks for the"
                    " first supervisor's name and PIN. A site file of your own: roundsman site load FILE."
                ),
                id="welcome-site-says",
            )
        with Container(id="welcome-work"):
            yield Words(N_("Writing the demo"), id="welcome-what")
            yield Words(id="welcome-progress")
            yield Big(N_("Stop here"), id="welcome-stop")

    def paint(self) -> None:
        """The choices; while the demo is written, how far it is and a way to stop."""
        begun = self.app.book.saved > 0  # a join that was stopped: what came in belongs to that site
        self.query_one("#welcome-join", Big).say(GO_ON if begun else JOIN)
        for name in ("demo", "site"):
            self.query_one(f"#welcome-{name}", Big).disabled = begun and self._progress is None
        self.query_one("#welcome-choices").display = self._progress is None
        self.query_one("#welcome-work").display = self._progress is not None
        if self._progress is not None:
            done, whole = self._progress
            full = STEPS * done // max(1, whole)
            bar = "▰" * full + "▱" * (STEPS - full)
            self.query_one("#welcome-progress", Words).show(
                bar + "  " + _("day {done} of {whole}").format(done=done, whole=whole)
            )

    def action_back(self) -> None:
        """There is nothing behind this screen."""

    @on(Button.Pressed, "#welcome-demo")
    def _demo(self, event: Button.Pressed) -> None:
        event.stop()
        if self._progress is None:
            self._progress, self._stop = (0, self.demo_days), False
            self.paint()
            self._write_demo()

    @on(Button.Pressed, "#welcome-stop")
    def _stopped(self, event: Button.Pressed) -> None:
        event.stop()
        self._stop = True

    @work(thread=True, exclusive=True)
    def _write_demo(self) -> None:
        from store import demo  # noqa: PLC0415  (only a first start needs it)

        app = self.app
        people = [(p.id, p.zh, p.en, p.role, p.pin) for p in demo.PEOPLE]

        def progress(done: int, whole: int) -> None:
            if self._stop:
                raise _Stopped
            app.call_from_thread(self._advance, done, whole)

        try:
            with app.held_still():
                people = demo.write(app.book, self.demo_days, DEMO_SEED, progress).people
        except _Stopped:
            pass
        except (Refused, StoreError) as no:
            app.call_from_thread(self._failed, no)
            return
        app.call_from_thread(self._written, people)

    def _advance(self, done: int, whole: int) -> None:
        self._progress = (done, whole)
        self.paint()

    def _failed(self, no: Refused | StoreError) -> None:
        self._progress = None
        self.repaint()
        self.tell(lambda: i18n.fill(_(no.message), no.params), grade="bad", stays=True)

    @work
    async def _written(self, people: list[tuple[str, str, str, str, str]]) -> None:
        self._progress = None

        def pins() -> str:
            known = self.app.book.ledger.people
            return "\n".join(
                f"{pin:<8}{zh if lang() == 'zh' else en}  {role_name(role)}"
                for person, zh, en, role, pin in people
                if person in known
            )

        said = Question(
            N_("The demo is ready"),
            (N_("These people can sign in with these PINs:"), pins),
            no=N_("Go on to sign-in"),
        )
        await self.app.ask(MessageSheet, said)
        self.app.go_home()

    @on(Button.Pressed, "#welcome-join")
    @work
    async def _join(self) -> None:
        picked = await self.app.ask(ShareFileSheet, ShareAsk(path=self.app.sharing.begun))
        if picked is not None:
            await self.app.ask(JoinSheet, picked)
            if self.app.book.ledger.site is not None:
                self.app.go_home()

    @on(Button.Pressed, "#welcome-site")
    @work
    async def _site(self) -> None:
        if await self.app.ask(FirstPersonSheet, FirstPerson()) is not None:
            self.app.go_home()
