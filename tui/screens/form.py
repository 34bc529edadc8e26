"""One step of a record being filled in: a tile for each field, the editor of the chosen one, and the seal.

Where there is room the fields stand at the left and the editor at the right; elsewhere a tile leads to its editor and
OK leads on to what is still to come. Sealing is one decision; refused by a rule or by the disk, everything stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events, on, work
from textual.containers import Container, Horizontal
from textual.geometry import Size
from textual.widgets import Button

from checkpoints.site.forms import Column, Field
from tui.filling.editor import Editor
from tui.filling.offers import kind_of
from tui.i18n import N_, Wording, _, lang, tell
from tui.screens.base import LedgerChanged
from tui.screens.form_seal import FormSeal
from tui.screens.form_work import FormRequest
from tui.screens.message import MessageSheet, Question
from tui.widgets.act_bar import ActBar
from tui.widgets.big import Big
from tui.widgets.pages import Pages
from tui.widgets.words import Words
from tui.words.form import NOTHING
from tui.words.records import about_name, period_name, record_name

__all__ = ["FormRequest", "FormScreen"]


class FormScreen(FormSeal):
    """Opened with a `FormRequest`; sealing leads to the record."""

    CSS_PATH = "form.tcss"
    HELP_LINES = (
        (N_("A field"), N_("Opens it; OK leads on to what is still to come")),
        (N_("Seal"), N_("Records it under your name and now; afterwards it can only be corrected")),
        (N_("Start afresh"), N_("Forgets what was filled in, and begins with what is known")),
        (N_("Scan a code"), N_("Chooses the place, where one is asked for")),
    )

    _painted = Size(0, 0)
    """The size that it was painted for."""

    # what it shows

    def heading(self) -> Wording:
        """The form and the step; on a small screen the field that is up."""
        return self._heading

    def _heading(self) -> str:
        ask, column = self.ask, self.column
        if ask is None:
            return _("Form")
        title = f"{ask.form.name(lang())} · {ask.step.name(lang())}"
        if self.correcting:
            title = _("Correction: {what}").format(what=title)
        if self.beside_list or not self.path:
            return title
        row = self.row_heading()
        return " · ".join(part for part in (row, column.name(lang()) if column else "") if part) or title

    def subheading(self) -> str:
        """What it is for and about; a row of it where one is up."""
        ask, ledger = self.ask, self.app.book.ledger
        if ask is None:
            return ""
        known = ask.state is not None and ask.state.opened is not None
        name = record_name(ledger, ask.record) if known else ""
        about = "" if known else about_name(ledger, ask.about)
        parts = [name or period_name(ask.period), about]
        if self.beside_list and len(self.path) > 1:
            parts.append(self.row_heading())
        elif self.path and not self.beside_list:
            parts.insert(0, ask.form.name(lang()))
            column = self.column
            if column is not None and kind_of(column) == "rows":  # the rows need all the room there is
                parts = self.says(column, self.path).split("\n")
        if not self.path and ask.step.hint is not None:
            parts.append(ask.step.hint.name(lang()))
        return "  ".join(part for part in parts if part)

    def body(self) -> Iterable[Any]:
        """The fields, the editor, and the bar."""
        with Horizontal(id="form-parts"):
            with Container(id="form-list"):
                yield Words(id="form-says")
                yield Pages(tile_width=24, in_bar=True, id="form-fields")
            with Container(id="form-edit"):
                yield Words(classes="strong", id="form-field-name")
                yield Editor(id="form-editor")
        with ActBar():
            yield Big(N_("◀ Back"), id="form-back")
            yield Big(N_("Start afresh"), id="form-afresh")
            yield Big(N_("Delete this line"), id="form-delete")
            yield Big(N_("Clear"), id="form-clear")
            yield Big(N_("＋ Add"), id="form-add")
            yield Big(N_("OK ✓"), id="form-ok")
            yield Big(N_("Seal ✓"), "primary", id="form-seal")

    def paint(self) -> None:
        """The list, the editor, the bar; afresh for whoever holds the device now."""
        if self._fresh or (self.app.person is not None and self.app.person != self._whose):
            self.begin()
            self._settle()
            self._open()
            self._first_focus()
        elif self.ask is not None and self.ask.lang != lang():  # drafted texts are drafted in the other language
            self.ledger_news()
            self.follow()
        if not self.stands(self.path):
            self.path = ()
        self._painted = self.size
        self._settle()
        column, wide = self.column, self.beside_list
        on_list = not self.path or len(self.path) == 2
        lists, edits = self.query_one("#form-list"), self.query_one("#form-edit")
        lists.display = wide or on_list
        edits.display = column is not None and (wide or not on_list)
        edits.set_class(wide, "-beside")
        self._paint_list()
        if column is not None:
            self.query_one("#form-field-name", Words).show(column.name(lang()))
            self.query_one("#form-field-name").display = wide
            self.editor.paint(self._asked(column))
        self._paint_bar(column)

    def _first_focus(self) -> None:
        """A keyboard begins at the first tile, or where one types beside the tiles."""
        column = self.column
        if column is not None and self.beside_list:
            self.call_after_refresh(self.editor.focus_first, kind_of(column))
        else:
            self.query_one("#form-fields", Pages).begin()

    def signed_out(self) -> None:
        """Whoever signed out leaves nothing on the screen; the next one begins from what is kept for them."""
        if self.is_mounted:
            self.take_typed()
            self.wipe()

    def _paint_list(self) -> None:
        says = self.query_one("#form-says", Words)
        step = self.ask.step if self.ask else None
        told = ""
        if self.refused is not None:
            told = "✗ " + tell(self.refused)
        elif step is not None and step.stamp:
            told = _(NOTHING)
        elif len(self.path) == 2 and self.half.about(self.path).startswith("text:"):  # the header has one line
            told = self.row_heading()
        says.show(told)
        says.display = bool(told)
        pages = self.query_one("#form-fields", Pages)
        tiles = self.field_tiles() if self.ask is not None else []
        self._shown = tuple(str(t.key) for t in tiles)
        pages.display = bool(tiles)
        pages.tile_height = 6 if self.app.compact else 5
        pages.put(tiles)

    def _paint_bar(self, column: Column | None) -> None:
        depth, wide = len(self.path), self.beside_list
        rows = isinstance(column, Field) and kind_of(column) == "rows"
        of = self.half.field(self.path)
        pad = column is not None and kind_of(column) == "pad"
        shown = {
            "back": True,
            "afresh": (depth == 0 or (wide and depth == 1 and not rows)) and bool(self.half.touched),
            "delete": depth > 1 and of is not None and of.type == "lines" and not self.half.about(self.path),
            "clear": column is not None and not rows and not wide and self.half.get(self.path) is not None,
            "add": rows and column.type == "lines" and self.refused is None,  # type: ignore[union-attr]
            "ok": depth > 0,
            "seal": (depth == 0 or wide) and self.refused is None,
        }
        for name, is_shown in shown.items():
            self.query_one(f"#form-{name}", Big).display = is_shown
        self.query_one("#form-ok", Big).variant = "default" if wide else "primary"
        self.query_one(".bar").display = wide or not pad or self.app.compact
        self.query_one("#form-back", Big).say(N_("◀ All fields") if depth == 1 and not wide else N_("◀ Back"))
        if self.correcting:
            self.query_one("#form-seal", Big).say(N_("Correct ✓"))
        else:
            self.query_one("#form-seal", Big).say(N_("Seal ✓"))

    def on_resize(self, event: events.Resize) -> None:
        """Another width, another place for the editor; what is typed stays where it is typed."""
        if event.size != self._painted:
            self.take_typed()
            self.call_after_refresh(self.repaint)

    def on_ledger_changed(self, event: LedgerChanged) -> None:
        """Drafts follow the ledger as long as nobody has touched them."""
        if not self._fresh:
            self.ledger_news()
            self.follow()
        super().on_ledger_changed(event)

    # the bar

    @on(Button.Pressed, "#form-back")
    def _back(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_back()

    def action_back(self) -> None:
        """From a cell to its row, from a field to the list, from the list to where one came from."""
        depth = len(self.path)
        if depth > 2:
            self.go(self.path[:1] if self.beside_list else self.path[:2])
        elif depth == 2:
            self.go(self.path[:1])
        elif depth == 1 and not self.beside_list:
            self.go(())
        else:
            self.take_typed()
            self.go_back()

    @on(Button.Pressed, "#form-ok")
    def _ok(self, event: Button.Pressed) -> None:
        event.stop()
        if len(self.path) == 2:
            self.go(self.path[:1])
        else:
            self.go_on()

    @on(Button.Pressed, "#form-clear")
    def _clear(self, event: Button.Pressed) -> None:
        event.stop()
        column = self.column
        if column is not None:
            self.editor.put_text(kind_of(column), "")
            self.entered(self.path, None)
            self.repaint()

    @on(Button.Pressed, "#form-add")
    def _add(self, event: Button.Pressed) -> None:
        event.stop()
        of = self.column
        if isinstance(of, Field):
            n = self.half.add(of)
            self.store()
            self.go(self.first_of((of.id, n)))

    @on(Button.Pressed, "#form-delete")
    def _delete(self, event: Button.Pressed) -> None:
        event.stop()
        of = self.half.field(self.path)
        if of is not None and len(self.path) > 1:
            n, self.path = int(self.path[1]), (of.id,)
            self.half.remove(of, n)
            self.store()
            self.go((of.id,))

    @on(Button.Pressed, "#form-afresh")
    @work(exclusive=True, group="field")
    async def _afresh(self, event: Button.Pressed) -> None:
        event.stop()
        asked = Question(
            N_("Start afresh?"),
            (N_("What was filled in here is forgotten. Nothing that was sealed is touched."),),
            yes=N_("Start afresh"),
            grave=True,
        )
        if await self.app.ask(MessageSheet, asked):
            self.forget()
            self._fresh = True
            self.repaint()
