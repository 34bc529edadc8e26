"""Which file all devices share: tapped among those that were found, or typed; and what it is, before anything is done.

Whatever touches the share is asked aside: a drive that does not answer leaves the buttons working.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on, work
from textual.widgets import Button

from checkpoints.site.site import Site
from store.errors import StoreError
from tui import i18n, likely
from tui.aside import aside
from tui.i18n import N_, Wording, _
from tui.likely import Spot
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.field import Field
from tui.widgets.words import Words
from tui.words import shared_file as words
from tui.words.shared_file import Picked

if TYPE_CHECKING:
    from store.disk import Disk
    from store.sync import Share

__all__ = ["Picked", "ShareAsk", "ShareFileSheet"]

TILE = 38
NOT_WHOLE = N_("Type the whole path, from the first / on, or tap a file above.")


@dataclass(frozen=True, slots=True)
class ShareAsk:
    """Whose records are shared: `site` None for a device that joins; `share` is what is chosen now."""

    site: Site | None = None
    share: Share | None = None
    path: Path | None = None
    """Suggested, because the command line named it."""


class ShareFileSheet(Sheet[ShareAsk, Picked]):
    """Answers what was picked, looked at and confirmed."""

    CSS_PATH = "share_file.tcss"
    _step = "pick"
    _asked = 0
    _segments = False
    """Whether each device writes a file of its own; a folder that a sync program looks after needs it."""
    _picked: Picked | None = None
    _spots: tuple[Spot, ...] = ()
    _searching = 0

    @property
    def _joins(self) -> bool:
        return self.request.site is None

    def heading(self) -> Wording:
        """What the file is for."""
        return N_("Join a site: where is the shared file?") if self._joins else N_("The file that all devices share")

    def body(self) -> Iterable[Any]:
        """What was found, and a line to type in; or what there is to say of the chosen one."""
        yield Words(id="share-says")
        yield Chips(tile_width=TILE, id="share-spots")
        yield Field(N_("Or type where it is: /mnt/office/site.journal"), id="share-path", max_length=400)
        yield Words(id="share-tells")

    def buttons(self) -> Iterable[Big]:
        """How it is shared, sharing no more, and on."""
        yield Big("", id="share-segments")
        yield Big(N_("Share no more"), "error", id="share-forget")
        yield Big("", "primary", id="share-next")

    def opened(self) -> None:
        """Begin with what is chosen now, and look for others."""
        ask = self.request
        self._step, self._picked, self._spots = "pick", None, ()
        self._segments = ask.share.segments if ask.share else False
        path = str(ask.share.path) if ask.share else str(ask.path or "")
        self.query_one("#share-path", Field).value = path
        self.query_one(Chips).begin()
        self._offer()
        self._search()

    def paint(self) -> None:
        """The widgets of the step."""
        picking = self._step == "pick"
        for name in ("#share-says", "#share-spots", "#share-path", "#share-segments"):
            self.query_one(name).display = picking
        self.query_one("#share-tells").display = not picking
        self.query_one("#share-forget").display = picking and self.request.share is not None
        says = N_("Tap the shared file that the other devices use.")
        if not self._joins:
            says = N_("Tap a shared file, or a folder in which a new one is to be made.")
        if self._searching and not self._spots:
            says = N_("Looking for shared files on drives and in network folders ...")
        elif not self._spots and self.query_one("#share-path", Field).value:
            says = N_("Tap Next to look at the file named below.")
        elif not self._spots:
            says = N_("No shared file was found. Plug in or mount its drive, or type where it is.")
        self.query_one("#share-says", Words).say(says)
        mark = "☑ " if self._segments else "☐ "
        self.query_one("#share-segments", Big).say(lambda: mark + _("One file per device"))
        on = self.query_one("#share-next", Big)
        on.display = self._step != "asking"
        if picking:
            on.say(N_("Next ▶"))
        else:
            on.say(N_("Join this site ✓") if self._joins else N_("Share through it ✓"))
            self.query_one("#share-tells", Words).say(self._tells)

    def _tells(self) -> str:
        """What the chosen file is, and what will happen."""
        if self._step == "asking" or self._picked is None:
            return words.looking(self.query_one("#share-path", Field).value.strip())
        return words.chosen(self._picked, joins=self._joins)

    # what was found

    @work
    async def _search(self) -> None:
        """Look into every likely folder, each by itself: one that hangs keeps no other from being shown."""
        self._searching += 1
        self.paint()
        try:
            await asyncio.gather(*(self._look_into(root) for root in await aside(likely.roots)))
        finally:
            self._searching -= 1
            if self.is_mounted:
                self.paint()

    async def _look_into(self, root: likely.Root) -> None:
        found = await aside(lambda: likely.look_into(root))
        files = [spot for spot in found if spot.size is not None]
        folders = [] if self._joins or files else [spot for spot in found if spot.size is None]
        known = {spot.path for spot in self._spots}
        self._spots += tuple(spot for spot in (*files, *folders) if spot.path not in known)
        self._offer()
        self.paint()

    def _offer(self) -> None:
        chosen = self.query_one("#share-path", Field).value
        ordered = sorted(self._spots, key=lambda spot: spot.size is None)
        self.query_one(Chips).offer([words.tile(spot, TILE - 6) for spot in ordered], (chosen,))

    @on(Chips.Changed)
    def _tapped(self, event: Chips.Changed) -> None:
        event.stop()
        if event.keys:
            path = str(event.keys[0])
            self.query_one("#share-path", Field).value = path
            self._segments = any(spot.in_step for spot in self._spots if words.target(spot) == path)
            self.paint()

    @on(Button.Pressed, "#share-segments")
    def _toggle(self, event: Button.Pressed) -> None:
        event.stop()
        self._segments = not self._segments
        self.paint()

    # on

    @on(Button.Pressed, "#share-forget")
    def _forget(self, event: Button.Pressed) -> None:
        event.stop()
        self.answer(Picked(None))

    @on(Field.Submitted)
    @on(Button.Pressed, "#share-next")
    def _next(self, event: Field.Submitted | Button.Pressed) -> None:
        event.stop()
        if self._step == "shown" and self._picked is not None:
            self.answer(self._picked)
        elif self._step == "pick":
            path = Path(self.query_one("#share-path", Field).value.strip()).expanduser()
            if not path.is_absolute():
                self.tell(NOT_WHOLE)
                return
            self._step = "asking"
            self._asked += 1
            self.repaint()
            self.query_one("#sheet-back").focus()
            self._ask(path, self._asked)

    @work
    async def _ask(self, path: Path, number: int) -> None:
        """Look at the file; an answer that comes after somebody went back is nobody's."""
        far, new_too, apart = self.app.sharing.far, not self._joins, self._segments
        try:
            picked = await aside(lambda: _looked_at(path, far, apart, new_too=new_too))
        except StoreError as error:
            if number == self._asked and self._step == "asking":
                self._refuse(error)
            return
        if number != self._asked or self._step != "asking":
            return
        site = self.request.site
        if site is not None and picked.offer is not None and picked.offer.site_id != site.site.id:
            offer = picked.offer
            self._back_to_pick()
            self.tell(
                lambda: _("That file is of another site: {site}.").format(site=words.site_name(offer)),
                N_("Nothing was changed. Choose the file of this site."),
                grade="bad",
                stays=True,
            )
            return
        self._picked = picked
        self._step = "shown"
        self.query_one("#share-path", Field).value = str(picked.path)
        self.repaint()
        self.query_one("#share-next").focus()

    def _refuse(self, error: StoreError) -> None:
        self._back_to_pick()
        self.tell(lambda: i18n.fill(_(error.message), error.params), grade="bad", stays=True)

    def _back_to_pick(self) -> None:
        self._step = "pick"
        self._asked += 1
        self.repaint()

    def action_back(self) -> None:
        """One step back, else out."""
        if self._step == "pick":
            self.answer(None)
        else:
            self._back_to_pick()


def _looked_at(path: Path, far: Disk, apart: bool, *, new_too: bool) -> Picked:
    """Look at a file. Runs aside. Raises StoreError in words."""
    from store.joining import look  # noqa: PLC0415  (only whoever shares needs it)
    from store.sync.copies import of_sync_tool  # noqa: PLC0415

    if path.is_dir():
        path = path / likely.NAME
    apart = apart or of_sync_tool(path.parent, far)
    try:
        return Picked(path, apart, look(path, far))
    except StoreError as error:
        if new_too and error.code == "share.gone" and path.parent.is_dir() and not path.exists():
            return Picked(path, apart)
        raise
