"""The same act for many findings of the board: what can be done is done, and of the rest it is said why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import Button

from checkpoints.fact import Fact, Moment, Refused
from checkpoints.work.findings.act import ActId
from checkpoints.work.findings.form import Form
from checkpoints.work.findings.many import perform_many
from tui.i18n import N_, _, fill, n_
from tui.screens.board_tools import BoardTools
from tui.widgets.big import Big
from tui.widgets.table import Table
from tui.widgets.words import Words
from tui.words.rounds import joined

__all__ = ["BoardMany"]

ACTS: dict[ActId, str] = {
    "assign": N_("Notices"),
    "pass": N_("Re-checked"),
    "report": N_("Report"),
}
REASONS, NAMED = 3, 3
"""Reasons that are told, and numbers that are named in each; the other ones are counted."""


class BoardMany(BoardTools):
    """Rows that are picked, and what is done with them."""

    selecting = False

    def acts_on_many(self) -> Iterable[Any]:
        """The acts, without content; they stand in the place of the tools while something is picked."""
        with Horizontal(id="board-acts"):
            yield Words(id="board-picked")
            for act, wording in ACTS.items():
                yield Big(wording, classes="board-act", data=act)
            yield Big(N_("All shown"), id="board-all")
            yield Big(N_("Done"), id="board-done")

    def paint_many(self) -> None:
        """How many are picked, and whether something can be done with them."""
        picked = self.query_one(Table).picked
        self.query_one("#board-tools").display = not self.selecting
        self.query_one("#board-acts").display = self.selecting
        self.query_one("#board-picked", Words).show(n_("1 picked", "{count} picked", len(picked)))
        for big in self.query(".board-act").results(Big):
            big.disabled = not picked

    @on(Button.Pressed, "#board-select")
    def _select(self) -> None:
        self.action_select()

    def action_select(self) -> None:
        """Pick rows instead of opening them, or no longer."""
        if self.selecting:
            self.end_selecting()
            return
        self.selecting = True
        table = self.query_one(Table)
        table.picking = True
        table.paint()
        self.paint_many()
        table.focus()

    def end_selecting(self) -> None:
        """Put everything back."""
        self.selecting = False
        table = self.query_one(Table)
        table.picking = False
        table.pick(())
        self.paint_many()

    @on(Table.Picked)
    def _picked(self, event: Table.Picked) -> None:
        event.stop()
        if event.keys and not self.selecting:
            self.action_select()
        self.paint_many()

    @on(Button.Pressed, "#board-all")
    def _all(self) -> None:
        table = self.query_one(Table)
        table.pick(() if table.picked >= set(table.keys) else table.keys)

    @on(Button.Pressed, "#board-done")
    def _done(self) -> None:
        self.end_selecting()

    @on(Button.Pressed, ".board-act")
    @work
    async def _act(self, event: Button.Pressed) -> None:
        act: ActId = getattr(event.button, "data", "report")
        table = self.query_one(Table)
        picked = [key for key in table.keys if key in table.picked]
        refused: dict[str, Refused] = {}

        def save(form: Form) -> bool:
            """Do it for all of them. The sheet stays open where nothing could be done at all."""
            recorded = self.app.record(lambda now: self._decided(picked, act, form, now, refused))
            if recorded == []:
                self.app.tell(lambda: told(0, refused))
            return bool(recorded)

        from tui.screens.act_sheet import ActRequest, ActSheet  # noqa: PLC0415  (with the first act, not with the board)

        if picked and await self.app.ask(ActSheet, ActRequest(act, tuple(picked), save)) is not None:
            self._told(len(picked) - len(refused), refused)

    def _decided(
        self, picked: Sequence[str], act: ActId, form: Form, now: Moment, refused: dict[str, Refused]
    ) -> Sequence[Fact]:
        facts, no = perform_many(self.app.book.ledger, picked, act, form, self.app.person or "-", now)
        refused.clear()  # it may be asked twice, when others wrote meanwhile
        refused.update(no)
        return facts

    def _told(self, done: int, refused: dict[str, Refused]) -> None:
        """What was done is put back, what was not stays picked."""
        if refused:
            self.query_one(Table).pick(refused)
        else:
            self.end_selecting()
        self.tell(lambda: told(done, refused), grade="warn" if refused else "good")


def told(done: int, refused: dict[str, Refused]) -> str:
    """How many were done, how many were not, and why; what differs in the number alone is one reason."""
    said = n_("1 finding done.", "{count} findings done.", done)
    if not refused:
        return said
    alike: dict[str, list[Refused]] = {}
    for no in refused.values():
        alike.setdefault(no.code, []).append(no)
    most = sorted(alike.values(), key=len, reverse=True)[:REASONS]
    listed = "; ".join(f"{len(reasons)} × {_reason(reasons)}" for reasons in most)
    return said + " " + _("{count} not: {reasons}").format(count=len(refused), reasons=listed)


def _reason(reasons: Sequence[Refused]) -> str:
    first = reasons[0]
    numbers = [str(no.params["number"]) for no in reasons if "number" in no.params]
    params = first.params | ({"number": joined(numbers[:NAMED])} if numbers else {})
    return fill(_(first.message), params).rstrip(".。")
