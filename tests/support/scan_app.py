"""An app to be scanned at: seven states of focus, a screen that blocks, and a diary of everything that got through.

Run: python -m tests.support.scan_app DIARY [--blocked]. F5 goes to the next state; F9 writes the state of the fields
into the diary. One JSON line an entry: state, scan, press, key, fields.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen
from textual.widgets import Button, DataTable, Input, TextArea

from tui.scan import Scanned, ScannerTap

STATES = ("nothing", "button", "input", "textarea", "table", "modal-button", "modal-input")


class Diary:
    """Writes lines at once, so that nothing is lost when the test looks."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a", buffering=1)

    def write(self, **entry) -> None:
        self.file.write(json.dumps(entry) + "\n")


class Listening(Screen):
    """Notes whatever reaches a screen or a widget."""

    app: ScanApp

    def on_scanned(self, event: Scanned) -> None:
        self.app.diary.write(scan=event.text, source=event.source, gaps=event.gaps)

    def on_button_pressed(self) -> None:
        self.app.diary.write(press="button")

    def on_data_table_row_selected(self) -> None:
        self.app.diary.write(press="row")

    def on_input_submitted(self) -> None:
        self.app.diary.write(press="submit")

    def on_key(self, event) -> None:
        if event.key not in {"f5", "f9"}:
            self.app.diary.write(key=event.key)


class Main(Listening):
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        yield Button("button", id="button")
        yield Input(id="input")
        yield TextArea(id="textarea")
        yield DataTable(id="table", cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("a", "b")
        table.add_rows([(str(n), str(n)) for n in range(5)])


class Modal(Listening, ModalScreen):
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        yield Button("modal", id="modal-button")
        yield Input(id="modal-input")


class ScanApp(ScannerTap):
    ENABLE_COMMAND_PALETTE = False
    CSS = "TextArea, DataTable { height: 5; }"

    def __init__(self, diary: Diary, blocked: bool) -> None:
        super().__init__()
        self.diary = diary
        self.blocked = blocked
        self.at = -1
        self.turn = 0

    def get_default_screen(self) -> Screen:
        return Main()

    def on_mount(self) -> None:
        if self.blocked:
            self.set_interval(0.3, self.block)
        self.diary.write(ready=True)

    def block(self) -> None:
        """A hundred milliseconds in which nothing is painted or heard; every other time without the GIL too."""
        self.turn += 1
        if self.turn % 2:
            time.sleep(0.1)
        else:
            until = time.monotonic() + 0.1
            while time.monotonic() < until:
                pass

    async def key_f5(self) -> None:
        self.at += 1
        state = STATES[self.at % len(STATES)]
        if state.startswith("modal") and not isinstance(self.screen, Modal):
            await self.push_screen(Modal())
        elif not state.startswith("modal") and isinstance(self.screen, Modal):
            await self.pop_screen()
        self.screen.set_focus(None if state == "nothing" else self.screen.query_one("#" + state))
        self.diary.write(state=state)

    def key_f9(self) -> None:
        texts = [w.value for w in self.screen.query(Input)] + [w.text for w in self.screen.query(TextArea)]
        self.diary.write(fields=texts)
        for field in self.screen.query(Input):
            field.value = ""
        for area in self.screen.query(TextArea):
            area.text = ""


if __name__ == "__main__":
    ScanApp(Diary(Path(sys.argv[1])), "--blocked" in sys.argv).run()
