"""What the form screen asks elsewhere: a time on a pad, a photo, a signature by PIN, a place by a scan."""

from __future__ import annotations

from textual import work

from checkpoints.site.forms import Column
from checkpoints.work import screens as codes
from checkpoints.work.records.troubles import Path
from tui.filling.offers import can_be
from tui.i18n import N_, _, lang
from tui.scan import Scanned
from tui.screens.form_tiles import FormTiles
from tui.screens.photo_sheet import PhotoRequest, PhotoSheet
from tui.screens.photo_view import PhotoSheetOf, photo_of
from tui.screens.pin_sheet import PinRequest, PinSheet
from tui.screens.time_sheet import TimeRequest, TimeSheet
from tui.words.fields import items_of
from tui.words.rounds import place

__all__ = ["FormSheets"]


class FormSheets(FormTiles):
    """Fields that are filled in on a sheet, or from the wall."""

    def go_on(self) -> None:
        """To what comes next."""
        raise NotImplementedError

    def take_typed(self) -> None:
        """What stands in the editor."""
        raise NotImplementedError

    @work(exclusive=True, group="field")
    async def ask_time(self, column: Column) -> None:
        """A time that no tile offers."""
        path, clock = self.path, column.type == "moment"
        past = True if column.past else None
        at = await self.app.ask(TimeSheet, TimeRequest(column, clock=clock, past=past))
        if at is not None and path == self.path:
            self.entered(path, at.isoformat() if clock else at.date().isoformat())
            self.go_on()
        else:
            self.repaint()

    @work(exclusive=True, group="field")
    async def ask_photo(self) -> None:
        """One photo more."""
        path, column = self.path, self.column
        if column is None:
            return
        picked = await self.app.ask(PhotoSheet, PhotoRequest(column))
        if picked is not None and picked.photo:
            had = items_of(self.half.get(path))
            self.entered(path, list(dict.fromkeys([*had, picked.photo])))
            self.repaint()

    @work(exclusive=True, group="field")
    async def show_photos(self, column: Column) -> None:
        """Those there are: who confirms what somebody else told sees what they saw."""
        photos = [photo_of(self.app, sha, column.en) for sha in items_of(self.half.get(self.path))]
        await self.app.ask(PhotoSheetOf, photos)

    @work(exclusive=True, group="field")
    async def sign(self, column: Column) -> None:
        """A person's PIN, for the words as they stand."""
        await self.signed(column)

    async def signed(self, column: Column) -> bool:
        """Ask for the PIN of whoever may sign; whether they gave it."""
        ledger, on = self.app.book.ledger, self.app.now().date()
        able = (p.id for p in ledger.people.active() if can_be(ledger, column, p, on) and p.pin_hash)
        named = self.offered.get(column.id)
        people = tuple(person for person in able if named is None or person in named)
        words = self.half.entered()
        proof = await self.app.ask(
            PinSheet, PinRequest(people, lambda: _("Sign: {field}").format(field=column.name(lang())))
        )
        if proof is None or words != self.half.entered():
            return False
        self.half.sign(column.id, proof, self.app.now())
        self.repaint()
        return True

    # a scan

    def take_scan(self, scan: Scanned) -> None:
        """A label chooses the place that is asked for; without a place field a scan has no use here."""
        path = self._place_path()
        if path is None:
            super().take_scan(scan)
            return
        reading = codes.read(self.app.book.ledger, scan.text, self.app.now())
        if not reading.checkpoint:
            self.tell(
                N_("That is not a checkpoint code; nothing was changed. Scan the label on the wall of the point.")
            )
            return
        self.take_typed()
        self.entered(path, reading.checkpoint)
        if path == self.path:
            self.go_on()
        else:
            self.work_out()
            self.repaint()
        self.tell(
            lambda: _("Chosen: {place}").format(place=place(self.app.book.ledger.site, reading.checkpoint)),
            grade="good",
        )

    def _place_path(self) -> Path | None:
        """The place field that a scan is for: the one that is up, else the first empty one on this list."""
        column = self.column
        if column is not None and column.type == "place":
            return self.path
        base = self.path[:2] if len(self.path) > 1 else ()
        places = [(*base, c.id) for c in self.half.level(self.path) if c.type == "place"]
        return next((p for p in places if not self.half.get(p)), places[0] if places else None)
