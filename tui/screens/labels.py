"""The labels of the site: how it stands with each, and sheets of those that are chosen, as a PDF to be printed.

Everybody's tablet knows the register; only the device with the signing key prints, and only for whoever may issue
labels (`label_making`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button

from checkpoints.fact import Refused
from checkpoints.site.places import Checkpoint
from checkpoints.work import printing
from checkpoints.work.deputies import may
from store.errors import StoreError
from tui.i18n import N_, Wording, _, lang, n_
from tui.screens.label_making import Asked, LabelMaking
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.pages import Tile
from tui.widgets.words import Words
from tui.words import labels as words
from tui.words.reasons import REISSUE

__all__ = ["LabelsScreen"]

NOT_YOURS = N_("Labels are issued by a supervisor or the manager.")
NO_KEY = N_("Labels are printed on the office device, which holds the signing key. Here they can only be looked at.")
OFTEN = 0.2
"""Seconds between two looks at how far a sheet is."""
VIEWS = {"all": N_("All"), "owed": N_("To print"), "reprint": N_("Reprints")}


class LabelsScreen(LabelMaking):
    """The list, what of it is chosen, and the making of a sheet."""

    CSS_PATH = "labels.tcss"
    HELP_LINES = (
        (N_("To print"), N_("Never printed, or could not be scanned on a round")),
        (N_("Indoor / Outdoor"), N_("Code of 40 mm, or of 60 mm that bears more dirt")),
        (N_("Issue anew"), N_("New numbers; the old labels are refused at once")),
        (N_("Print"), N_("Makes a PDF in the data folder; print it at 100 %")),
    )
    _zone = ""
    _view = "all"
    _outdoor = False
    _told_far: tuple[int, int] | None = None

    def heading(self) -> Wording:
        """Labels."""
        return N_("Labels")

    def subheading(self) -> str:
        """How much is owed to the walls; while a sheet is made, how far it is, because there the list need not move."""
        if self.far is not None:
            return _("drawing labels") + "  " + words.bar(*self.far)
        site = self.app.book.ledger.site
        owed = sum(printing.is_owed(self.app.book.ledger, place.id) for place in (site.active if site else ()))
        return n_("{count} label to be printed", "{count} labels to be printed", owed)

    def body(self) -> Iterable[Any]:
        """What is listed, the list, why nothing can be printed here, and the acts."""
        with Horizontal(id="labels-choose"):
            yield Big("", id="labels-zone")
            for view in VIEWS:
                yield Big("", id=f"labels-{view}", classes="view", data=view)
            yield Big("", id="labels-size")
        yield Chips(many=True, tile_width=words.WIDTH + 4, id="labels-list")
        yield Words(id="labels-hint")
        with ActBar():
            yield Big(N_("◀ Back"), id="labels-back")
            yield Big("", id="labels-every")
            yield Big(N_("Preview"), id="labels-preview")
            yield Big(N_("Issue anew"), "warning", id="labels-reissue")
            yield Big("", "primary", id="labels-print")

    def on_mount(self) -> None:
        """Look now and then how far a sheet is; five choices fit beside each other on the narrowest screen."""
        for big in self.query("#labels-choose Big").results(Big):
            big.styles.line_pad = 0  # a style sheet takes no 0
        self.set_interval(OFTEN, self._look)

    def _look(self) -> None:
        if self.is_current and self.far != self._told_far:
            self.repaint()

    # what is shown

    @property
    def _by(self) -> str:
        return self.app.person or "-"

    def _listed(self, view: str) -> list[Checkpoint]:
        ledger = self.app.book.ledger
        if self.app.place == "kiosk" or not self.app.person or ledger.site is None:
            return []
        known = [place for place in ledger.site.active if not self._zone or place.zone == self._zone]
        if view == "all":
            return known
        registers = ledger.labels.registers
        wanted = {"reprint"} if view == "reprint" else {"none", "unprinted", "reprint"}
        return [place for place in known if printing.standing(registers.get(place.id)) in wanted]

    def _has_key(self) -> bool:
        try:
            return self.app.book.keys is not None
        except StoreError:  # what it says is said by whoever wants to print
            return True

    def paint(self) -> None:
        """The list as it stands now, and what can be done with what is chosen."""
        ledger, now = self.app.book.ledger, self.app.now()
        site = ledger.site
        zone = next((z for z in site.zones if z.id == self._zone), None) if site else None
        self.query_one("#labels-zone", Big).show(_("Zone") + "\n" + (zone.name(lang()) if zone else _("All")))
        for view, name in VIEWS.items():
            big, chosen = self.query_one(f"#labels-{view}", Big), view == self._view
            big.show(_(name) + "\n" + ("✓ " if chosen else "") + str(len(self._listed(view))))
            big.mark(chosen)
        size = _("Outdoor\n60 mm") if self._outdoor else _("Indoor\n40 mm")
        self.query_one("#labels-size", Big).show(size)
        shown = self._listed(self._view)
        self.picked &= {place.id for place in shown}
        chips = self.query_one(Chips)
        chips.tile_height = 6 if self.app.compact else 5
        chips.offer([words.tile(ledger, place, now) for place in shown], sorted(self.picked))
        self._paint_acts(len(shown))

    def _paint_acts(self, shown: int) -> None:
        """What can be done; while a sheet is made, it can be cancelled."""
        picked, making = len(self.picked), self.stop is not None
        may_print = may(self.app.book.ledger, self._by, "issue_labels", self.app.now().date()) and self._has_key()
        every = self.query_one("#labels-every", Big)
        every.say(N_("Choose none") if picked and picked == shown else N_("Choose all"))
        every.disabled = not shown
        self.query_one("#labels-preview", Big).disabled = not may_print or picked != 1
        self.query_one("#labels-reissue", Big).disabled = making or not may_print or not picked
        act = self.query_one("#labels-print", Big)
        act.show(_("Cancel") if making else _("Print {count}").format(count=picked))
        act.variant = "error" if making else "primary"
        act.disabled = not making and (not may_print or not picked)
        hint = self.query_one("#labels-hint", Words)
        hint.display = not may_print
        hint.say(NOT_YOURS if self._has_key() else NO_KEY)
        self._told_far = self.far

    # choosing

    @on(Button.Pressed, "#labels-zone")
    @work
    async def _choose_zone(self) -> None:
        site = self.app.book.ledger.site
        zones = site.zones if site else ()
        tiles = [Tile("", N_("All"), on=not self._zone), *(Tile(z.id, z, on=z.id == self._zone) for z in zones)]
        zone = await self.app.ask(ListSheet, Listing(N_("Zone"), N_("Whose labels are listed?"), lambda: tiles, ""))
        if zone is not None:
            self._zone = str(zone)
            self._begin()

    @on(Button.Pressed, "#labels-choose .view")
    def _turn(self, event: Button.Pressed) -> None:
        event.stop()
        self._view = str(event.button.data) if isinstance(event.button, Big) else self._view
        self._begin()

    def _begin(self) -> None:
        self.query_one(Chips).page = 0
        self.repaint()

    @on(Button.Pressed, "#labels-size")
    def _turn_size(self) -> None:
        self._outdoor = not self._outdoor
        self.repaint()

    @on(Chips.Changed)
    def _pick(self, event: Chips.Changed) -> None:
        self.picked = frozenset(map(str, event.keys))
        self._paint_acts(len(self._listed(self._view)))

    @on(Button.Pressed, "#labels-every")
    def _every(self) -> None:
        every = frozenset(place.id for place in self._listed(self._view))
        self.picked = frozenset() if self.picked == every else every
        self.repaint()

    @on(Button.Pressed, "#labels-preview")
    @work
    async def _preview(self) -> None:
        from store.labels import layout, sheets  # noqa: PLC0415  (with the first sheet, not with the list)
        from tui.screens.label_sheet import LabelSheet, Preview  # noqa: PLC0415

        book = self.app.book
        try:
            found = sheets.in_force(book, sorted(self.picked))
            if not found:
                self.tell(N_("This place has no label yet. Print it: one is issued with it."))
                return
            label = sheets.printable(sheets.site_of(book), found[0], outdoor=self._outdoor)
        except (Refused, StoreError) as no:
            self.refuse(no)
            return
        register, now = book.ledger.labels.registers.get(label.checkpoint), self.app.now()
        form = layout.OUTDOOR if self._outdoor else layout.INDOOR
        shown = Preview(label, round(form.code), lambda: words.state(book.ledger, register, now))
        await self.app.ask(LabelSheet, shown)

    # making a sheet

    @on(Button.Pressed, "#labels-reissue")
    @work
    async def _anew(self) -> None:
        picked = len(self.picked)

        def says() -> str:
            return n_(
                "{count} label is issued anew. The old one is refused at once: stick the new one up today.",
                "{count} labels are issued anew. The old ones are refused at once: stick the new ones up today.",
                picked,
            )

        reasons = Reasons(N_("Issue anew"), says, REISSUE, N_("Issue and print"), grave=True)
        why = await self.app.ask(ReasonSheet, reasons)
        if why and self.stop is None:
            await self.make(Asked(sorted(self.picked), self._outdoor, reissue=True, by=self._by), why)

    @on(Button.Pressed, "#labels-print")
    @work
    async def _print(self) -> None:
        if self.stop is not None:
            self.stop.set()
            return
        await self.make(Asked(sorted(self.picked), self._outdoor, reissue=False, by=self._by))

    @on(Button.Pressed, "#labels-back")
    def _back(self) -> None:
        self.action_back()

    def action_back(self) -> None:
        """To where it was opened from."""
        self.go_back()
