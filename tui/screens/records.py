"""Records and sharing: what is safe here, what waits for the others and since when, what is wrong and what to do.

Anybody may look, share now and have everything checked; which file is shared is for those who may load a site.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.widgets import Button

from store.device import tag_of
from store.errors import StoreError
from tui import i18n, when
from tui.i18n import N_, Wording, _, lang
from tui.screens.base import BaseScreen
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.message import MessageSheet, Question
from tui.screens.share_file import ShareAsk, ShareFileSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Tile
from tui.widgets.reader import Reader
from tui.widgets.words import Words
from tui.words import sharing as words
from tui.words.shared_file import Picked

if TYPE_CHECKING:
    from store.sync import Progress

__all__ = ["RecordsScreen"]

NOT_YOURS = N_("A supervisor or the manager chooses the shared file: sign in as one of them first.")
OFTEN = 0.5
"""Seconds between two looks at how far an exchange is."""
FORGET = N_("Share no more")


class RecordsScreen(BaseScreen):
    """Opened from the menu and from the counts in the header; Back leads to where it was opened from."""

    CSS_PATH = "records.tcss"
    HELP_LINES = (
        (N_("Share now"), N_("Exchanges with the shared file at once; it also happens by itself")),
        (N_("Check everything"), N_("Reads the whole shared file again and writes what it lost; can take minutes")),
        (N_("Shared file"), N_("Supervisor: choose the file that all devices share, or share no more")),
        (N_("Devices"), N_("Every device of the site, and its newest entry")),
    )
    _from = ""
    _fresh = True
    _far: Progress | None = None

    def load(self, request: Any) -> None:
        """Where to go back to."""
        self._fresh = True
        self._from = str(request)

    def heading(self) -> Wording:
        """Records & sharing."""
        return N_("Records & sharing")

    def subheading(self) -> str:
        """Which device this is."""
        site = self.app.book.ledger.site
        name = (site.site.name_zh if lang() == "zh" else site.site.name_en) if site else ""
        device = _("This device: {tag}").format(tag=self.app.book.device.tag)
        return f"{name} · {device}" if name else device

    def body(self) -> Iterable[Any]:
        """The text, how far a long exchange is, and the acts."""
        yield Words(id="records-progress")
        yield Reader(id="records-text")
        with ActBar():
            yield Big(N_("◀ Back"), id="records-back")
            yield Big(N_("Share now"), "primary", id="records-now")
            yield Big(N_("Check everything"), id="records-check")
            yield Big(N_("Shared file"), id="records-file")
            yield Big(N_("Devices"), id="records-devices")

    def on_mount(self) -> None:
        """Look now and then how far a long exchange is: that is told nowhere but by whoever exchanges."""
        self.set_interval(OFTEN, self._look)

    def on_resize(self) -> None:
        """Fold the lines anew, once the screen knows how wide it is."""
        self.call_after_refresh(self.repaint)

    def _look(self) -> None:
        if self.is_current and self.app.sharing.progress != self._far:
            self.repaint()

    def paint(self) -> None:
        """Everything as it stands now."""
        app = self.app
        account = app.sharing.account(app.now())
        own, clocks = app.sharing.own_clock(app.now()), app.sharing.clock_problems(app.now())
        story = words.story(account, own, [c for c in clocks if c not in own], app.book.problems)
        self.query_one(Reader).put(story, words.details(account, self._room()), top=self._fresh)
        self._fresh = False
        shares = account.share is not None
        for name in ("now", "check"):
            self.query_one(f"#records-{name}", Big).disabled = not shares
        self.query_one("#records-file", Big).say(N_("Shared file") if shares else N_("Choose shared file"))
        line = self.query_one("#records-progress", Words)
        self._far = account.progress
        line.display = account.progress is not None
        if account.progress is not None:
            line.show(f"⇅ {words.stage(account.progress)}  {words.bar(account.progress)}")

    def _room(self) -> int:
        """Cells of a line of the text: beside the page buttons, and half of a wide screen."""
        whole = self.size.width - (12 if self.app.compact else 18) - 3
        return max(30, whole // 2 - 2 if self.has_class("-wide") else whole)

    def sharing_changed(self) -> None:
        """All of it is about that."""
        self.repaint()

    @on(Button.Pressed, "#records-now")
    def _now(self) -> None:
        self.app.sharing.nudge()
        self.tell(N_("Sharing now. The counts change when the shared file was read back."), grade="good")

    @on(Button.Pressed, "#records-check")
    def _check(self) -> None:
        self.app.sharing.check_everything()
        self.tell(
            N_("The whole shared file is read again; what it lost is written again."),
            N_("You can go on working meanwhile."),
            grade="good",
        )

    @on(Button.Pressed, "#records-devices")
    @work
    async def _devices(self) -> None:
        listing = Listing(
            N_("Devices of this site"),
            N_("The letters stand in the numbers of findings. The newest entry says when a device last reached us."),
            self._tiles,
            N_("No device has recorded anything yet."),
        )
        await self.app.ask(ListSheet, listing)

    def _tiles(self) -> list[Tile]:
        book, now = self.app.book, self.app.now()
        rows = sorted(self.app.sharing.newest().items(), key=lambda row: row[1], reverse=True)
        return [_tile(device, at.astimezone(now.tzinfo), now, own=book.device.owns(device)) for device, at in rows]

    # which file

    @on(Button.Pressed, "#records-file")
    @work
    async def _file(self) -> None:
        app = self.app
        if app.person is None or not app.book.ledger.people[app.person].may("load_site"):
            self.tell(NOT_YOURS)
            return
        share = app.sharing.share
        picked = await app.ask(ShareFileSheet, ShareAsk(share=share, site=app.book.ledger.site))
        if picked is not None:
            await self._settle(picked)

    async def _settle(self, picked: Picked) -> None:
        sharing = self.app.sharing
        if picked.path is None:
            asked = Question(
                N_("Share no more?"),
                (
                    N_("What is in the shared file stays there, and what is here stays here."),
                    N_("From now on nothing goes over; the entries wait until a file is chosen again."),
                ),
                yes=FORGET,
                grave=True,
            )
            if await self.app.ask(MessageSheet, asked):
                self._keep(sharing.forget, N_("Nothing is shared any more."))
            return
        path = picked.path
        self._keep(
            lambda: sharing.choose(path, segments=picked.segments),
            N_("The shared file is chosen. Sharing begins by itself."),
        )

    def _keep(self, act: Any, told: Wording) -> None:
        try:
            act()
        except StoreError as no:
            error = no
            self.tell(lambda: i18n.fill(_(error.message), error.params), grade="bad", stays=True)
            return
        self.app.sharing_changed()
        self.tell(told, grade="good")

    @on(Button.Pressed, "#records-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from; home for somebody who signed in or out meanwhile."""
        if self._from in ("", "records") or (self.app.person is None) != (self._from in ("sign_in", "welcome")):
            self.app.go_home()
        else:
            self.app.go(self._from)


def _tile(device: str, at: datetime, now: datetime, *, own: bool) -> Tile:
    def name() -> str:
        return tag_of(device) + ("  " + _("this device") if own else "")

    def under() -> str:
        return _("newest entry {time}").format(time=when.day_and_clock(at, now))

    return Tile(device, name, under, look="primary" if own else "default")
