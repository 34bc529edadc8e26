"""What can be done with a record, and what a tap on it does; the screen itself is `tui.screens.record`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual import on, work
from textual.widgets import Button

from checkpoints.fact import Moment, Refused
from checkpoints.site.forms import Form, Step
from checkpoints.work.deputies import may
from checkpoints.work.records import Entry, Record
from checkpoints.work.records.deciding import Target, ask_for, barred, fill, withdraw
from checkpoints.work.records.life import visible
from tui import when
from tui.i18n import N_, _, lang, tell
from tui.screens.base import BaseScreen
from tui.screens.code_sheet import Carry, CodeSheet
from tui.screens.form_work import FormRequest
from tui.screens.list_sheet import Listing, ListSheet
from tui.screens.message import MessageSheet, Question
from tui.screens.photo_view import PhotoSheetOf, Shown, photo_of
from tui.screens.reason_sheet import Reasons, ReasonSheet
from tui.widgets.pages import Pages, Tile
from tui.words.fields import items_of
from tui.words.finding_text import person_name
from tui.words.handover import carried
from tui.words.reasons import WITHDRAWN
from tui.words.records import line_state
from tui.words.start import crop
from tui.words.subjects import shown_on, subject_name

__all__ = ["RecordActs", "RecordRequest"]


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """Which record, and what is said when it comes up."""

    record: str
    told: str = ""
    again: bool = False
    """Whether it was up before, and a step of it was filled in from there: the way here is still the way back."""


class RecordActs(BaseScreen):
    """The record that is up, and its acts."""

    record_id = ""
    _told = ""
    _fresh = _begins = _carry = False
    _trail: tuple[str, ...] = ()
    """The records that one came through."""

    def load(self, request: Any) -> None:
        """The record to show."""
        asked = request if isinstance(request, RecordRequest) else RecordRequest(str(request))
        self.record_id, self._told = asked.record, asked.told
        self._trail = self._trail if asked.again else ()
        self._fresh = self._begins = True
        self._carry = bool(asked.told)

    @property
    def _record(self) -> Record | None:
        known = self.app.book.ledger.records.all.get(self.record_id)
        return known if known is not None and known.opened is not None else None

    @property
    def _form(self) -> Form | None:
        site, record = self.app.book.ledger.site, self._record
        return site.form_of.get(record.form) if site and record else None

    @property
    def _by(self) -> str:
        return self.app.person or "-"

    @property
    def _moment(self) -> Moment:
        return Moment(self.app.now(), lambda: "")

    @property
    def _hidden(self) -> bool:
        """Whether it is not for whoever looks, or not for this place."""
        form, record = self._form, self._record
        if form is None or record is None:
            return True
        return not visible(self.app.book.ledger, form, record, self._by, self.app.place, self.app.now().date())

    # what can be done

    def _why_not(self, record: Record, step: Step) -> Refused | None:
        return barred(ask_for(self.app.book.ledger, self._target(record), step.id, self._by, self._moment))

    def _correctable(self) -> list[Entry]:
        """The entries that this person may put right."""
        form, record = self._form, self._record
        if form is None or record is None or record.withdrawn is not None or self._hidden:
            return []
        leads = may(self.app.book.ledger, self._by, "correct", self.app.now().date())
        steps = {s.id for s in form.steps if any(f.type != "signature" for f in s.fields)}
        return [e for e in record.entries if e.step in steps and (leads or e.by == self._by)]

    def _withdrawable(self) -> bool:
        """Whether tapping Withdraw would be refused anyway."""
        ledger = self.app.book.ledger
        try:
            withdraw(ledger, self.record_id, "", self._by, self._moment)
        except Refused as no:
            return no.code == "reason.short"  # only the reason is missing
        return False

    def _photos(self) -> list[Shown]:
        record, form = self._record, self._form
        if record is None or form is None or self._hidden:
            return []
        found = list[Shown]()
        for entry in record.entries:
            step = form.step(entry.step)
            for field in step.fields if step else ():
                if field.type == "photos":
                    found += [photo_of(self.app, sha, field.en) for sha in items_of(entry.values.get(field.id))]
        return found

    # what a tap does

    @on(Pages.Chosen, "#record-acts")
    def _chosen(self, event: Pages.Chosen) -> None:
        event.stop()
        form, record = self._form, self._record
        step = form.step(str(event.key)) if form else None
        if form is None or record is None or step is None:
            return
        no = self._why_not(record, step)
        if no is not None:
            refused = no
            self.tell(lambda: f"{step.name(lang())}: {tell(refused)}")
        elif step.stamp:
            self._stamp(step)
        else:
            self.app.go("form", FormRequest(self._target(record), step.id))

    @staticmethod
    def _target(record: Record) -> Target:
        return Target(record.form, record.id, record.period, record.about)

    @work(exclusive=True, group="act")
    async def _stamp(self, step: Step) -> None:
        """A step that says only that it was done."""
        record, ledger, by = self._record, self.app.book.ledger, self._by
        if record is None:
            return
        target, now = self._target(record), when.clock(self.app.now())
        says = _("It is recorded under {person}, now ({clock}).")
        asked = Question(
            step,
            (
                *((step.hint,) if step.hint is not None else ()),
                lambda: says.format(person=person_name(ledger, by), clock=now),
            ),
            yes=step,
        )
        if await self.app.ask(MessageSheet, asked):
            done = self.app.record(lambda at: fill(ledger, target, step.id, {}, by, at))
            if done is not None:
                self.tell(lambda: _("{act}: saved.").format(act=step.name(lang())), grade="good")

    @on(Button.Pressed, "#record-correct")
    @work(exclusive=True, group="act")
    async def _correct(self) -> None:
        record, form = self._record, self._form
        entries = self._correctable()
        if record is None or form is None or not entries:
            return
        chosen = entries[0].id
        if len(entries) > 1:
            listing = Listing(
                N_("Which entry is put right?"),
                N_("What it said before stays in the record, with the reason."),
                lambda: [self._entry_tile(form, e) for e in self._correctable()],
                N_("There is nothing that you may correct."),
            )
            answer = await self.app.ask(ListSheet, listing)
            if answer is None:
                return
            chosen = str(answer)
        step = next((e.step for e in record.entries if e.id == chosen), "")
        self.app.go("form", FormRequest(self._target(record), step, chosen))

    def _entry_tile(self, form: Form, entry: Entry) -> Tile:
        ledger, step = self.app.book.ledger, form.step(entry.step)
        at = when.day_and_clock(when.local(entry.at, self.app.now().tzinfo), self.app.now())  # type: ignore[arg-type]
        return Tile(
            entry.id,
            step or (lambda: entry.step),
            lambda: f"{at}  {person_name(ledger, entry.by)}",
        )

    @on(Button.Pressed, "#record-withdraw")
    @work(exclusive=True, group="act")
    async def _withdraw(self) -> None:
        ledger, record, by = self.app.book.ledger, self.record_id, self._by
        asked = Reasons(
            N_("Withdraw this record?"),
            N_("It stays where it is, with your reason, and counts for nothing."),
            WITHDRAWN,
            N_("Withdraw"),
            grave=True,
        )
        why = await self.app.ask(ReasonSheet, asked)
        if why and self.app.record(lambda now: withdraw(ledger, record, why, by, now)):
            self.tell(N_("This record was withdrawn."), grade="good")

    @on(Button.Pressed, "#record-photos")
    @work
    async def _show_photos(self) -> None:
        await self.app.ask(PhotoSheetOf, self._photos())

    @on(Button.Pressed, "#record-print")
    @work(exclusive=True, group="act")
    async def _print(self) -> None:
        if self._form is not None and not self._hidden:
            from tui.screens.record_print import print_record  # noqa: PLC0415  (rarely needed)

            await print_record(self.app, self.record_id, self._form)

    @property
    def _carries(self) -> bool:
        """Whether there is something for a phone to take along: a handover that was given."""
        record = self._record
        return (
            record is not None and record.form == "handover" and record.entry("given") is not None and not self._hidden
        )

    @on(Button.Pressed, "#record-carry")
    @work(exclusive=True, group="act")
    async def carry(self) -> None:
        """The handover as a code that a phone reads (D2.6)."""
        form, record = self._form, self._record
        if form is not None and record is not None and self._carries:
            await self.app.ask(CodeSheet, Carry(form, carried(self.app.book.ledger, form, record)))

    @on(Button.Pressed, "#record-origin")
    def _origin(self) -> None:
        record = self._record
        origin = record.opened.origin if record and record.opened else ""
        self._open(origin)

    def _open(self, subject: str) -> None:
        """Another record on this screen, anything else on its own."""
        found = shown_on(self.app.book.ledger, subject)
        if found is None:
            return
        screen, known_as = found
        if screen != "record":
            self.app.go(screen, known_as)
            return
        trail = (*self._trail, self.record_id)
        self.load(known_as)
        self._trail = trail
        self.repaint()

    @on(Button.Pressed, "#record-led")
    @work(exclusive=True, group="act")
    async def _led(self) -> None:
        ledger, here = self.app.book.ledger, "record:" + self.record_id

        def tiles() -> list[Tile]:
            lines = [(r.id, ledger.records.line(r.id)) for r in ledger.records.from_(here)]
            return [
                Tile(r, lambda r=r: crop(subject_name(ledger, "record:" + r), 30),
                     lambda b=b: crop(b.title, 30) + "\n" + line_state(b)) for r, b in lines
            ]  # fmt: skip

        known = tiles()
        says = N_("Tap one to open it.")
        chosen = known[0].key if len(known) == 1 else await self.app.ask(
            ListSheet, Listing(N_("What followed from it"), says, tiles, N_("Nothing followed from it."))
        )  # fmt: skip
        if chosen is not None:
            self._open(f"record:{chosen}")
