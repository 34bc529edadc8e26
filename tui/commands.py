"""What F1, F2, F3, F9, F10, Ctrl+Q and the header's buttons do. They work on every screen and over every sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

from textual import work

from checkpoints.fact import Fact, Moment
from checkpoints.work.incidents import begun_just_now, most_urgent, stamp
from tui import i18n
from tui.header_state import running
from tui.i18n import N_
from tui.scan import Scanned
from tui.screens.base import Face
from tui.screens.help import HelpRequest, HelpSheet
from tui.screens.menu import MenuSheet
from tui.screens.message import MessageSheet, Question
from tui.session import Session
from tui.theme import DAY, NIGHT

if TYPE_CHECKING:
    from tui.app import RoundsmanApp

__all__ = ["Commands"]


class Commands(Session, inherit_bindings=False):
    """The acts of the whole program, mixed into the app."""

    @property
    def _me(self) -> RoundsmanApp:
        return cast("RoundsmanApp", self)

    def action_switch_language(self) -> None:
        """Say every screen again in the other language; nothing that was typed is touched."""
        if self.bare:
            self.tell(N_("This console cannot draw Chinese; a terminal in a window can."))
            return
        i18n.use(i18n.other())
        for screen in self.screen_stack:
            if isinstance(screen, Face):
                screen.retranslate()

    def action_switch_theme(self) -> None:
        """Day look or night look."""
        self.theme = NIGHT.name if self.theme == DAY.name else DAY.name

    @work
    async def action_help(self) -> None:
        """Help for the screen that is up."""
        up = self.screen
        if isinstance(up, Face) and not isinstance(up, HelpSheet):
            await self._me.ask(HelpSheet, HelpRequest(up.heading(), up.HELP_LINES))

    @work
    async def action_menu(self) -> None:
        """The big buttons for everything in the header."""
        if isinstance(self.screen, MenuSheet):
            return
        act = await self._me.ask(MenuSheet, None)
        if act:
            await self.run_action("app." + act)

    def action_records(self) -> None:
        """Records and sharing: from the menu, and from the counts in the header."""
        if self._me.current_mode != "records" and not self._me.public:
            self._me.go("records", self._me.current_mode)

    def action_board(self) -> None:
        """The board of findings, also on a tablet."""
        if self._me.person:
            self._me.go("board")

    def action_forms(self) -> None:
        """The forms of the site, and their records."""
        if self._me.person:
            self._me.go("forms")

    def action_promises(self) -> None:
        """What is owed to owners."""
        if self._me.person:
            self._me.go("promises")

    def action_labels(self) -> None:
        """The labels on the walls, for whoever issues them."""
        if self._me.person:
            self._me.go("labels")

    def action_presence(self) -> None:
        """How plausible the rounds are; the screen itself says for whom."""
        if self._me.person:
            self._me.go("presence")

    def action_duties(self) -> None:
        """What is owed today, this week and this month."""
        if self._me.person:
            self._me.go("duties")

    def action_incident(self) -> None:
        """F9: an incident is stamped before anything is asked (D7.1); a second tap shows the one just begun."""
        ledger, by = self._me.book.ledger, self._me.person or "-"

        def stamped(now: Moment) -> Sequence[Fact]:
            return () if begun_just_now(ledger, by, now.at) else stamp(ledger, now)

        if self._me.record(stamped) is None:  # the disk said no, and it was told
            return
        begun = begun_just_now(ledger, by, self._me.now())
        if begun is not None:
            self._me.go("incident", begun.id)

    def action_running_incident(self) -> None:
        """The incident whose next report is due first; from the line in the header."""
        urgent = most_urgent(self._me.book.ledger, self._me.now())
        if urgent is not None:
            self._me.go("incident", urgent.id)

    @work
    async def action_camera(self) -> None:
        """The camera in the place of a scanner: what it reads comes to the screen that is up, as a scan does."""
        from tui.screens.camera_sheet import CameraRequest, CameraSheet  # noqa: PLC0415  (few ever need it)

        up, source = self.screen, self.cameras.source
        if source is None:
            told = N_("The camera is not used over SSH.") if self.remote else N_("There is no camera here.")
            self.tell(told)
            return
        if not isinstance(up, Face) or isinstance(up, CameraSheet):
            return
        at_a_point = self._me.current_mode == "checkpoint" and up is self._me.screen_of("checkpoint")
        got = await self._me.ask(CameraSheet, CameraRequest(source, letters=at_a_point))
        if isinstance(got, Scanned):
            self.screen.post_message(got)
        elif got == "letters":
            await self.run_action("screen.act('damaged')")

    def action_sign_out(self, why: Literal["self", "idle", "closed"] = "self") -> None:
        """Sign out; what was half-filled stays."""
        self._me.sign_out(why)

    @work
    async def action_leave(self) -> None:
        """Quit; asked again while a round is under way. A kiosk is never quit from its screen."""
        if self._me.place == "kiosk":
            return
        if running(self._me.book.ledger, self._me.person):
            asked = Question(
                N_("Quit in the middle of a round?"),
                (
                    N_("A round is under way."),
                    N_("Everything that was saved stays saved."),
                    N_("Start the app again and sign in to go on at the same point."),
                ),
                yes=N_("Quit"),
                grave=True,
            )
            if not await self._me.ask(MessageSheet, asked):
                return
        self._me.sign_out("closed")
        self.exit(0)
