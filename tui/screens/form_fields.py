"""The form screen's fields: where one goes, what is typed, what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from textual import on
from textual.widgets import Input, TextArea

from checkpoints.site.forms import Column, Field
from checkpoints.work.records.troubles import Path
from tui.filling.half import Half
from tui.filling.offers import ANOTHER, PHOTO, ZONES, is_short, kind_of, phrases_in, toggled
from tui.i18n import N_
from tui.screens.form_sheets import FormSheets
from tui.screens.form_tiles import LOOK, SIGN
from tui.widgets.chips import Chips
from tui.widgets.pad import Pad
from tui.widgets.pages import Pages
from tui.words.fields import items_of

__all__ = ["FormFields"]


class FormFields(FormSheets):
    """Fields, rows and cells."""

    _shown: tuple[str, ...] = ()

    # going

    def go(self, path: Path) -> None:
        """To a field, a row, a cell, or `()`, the list of fields."""
        self.take_typed()
        if path != self.path:
            self.hush()
            self.zone = ""
        was, self.path = self.path, path if self.stands(path) else ()
        if len(self.path) == 2 and was != self.path:
            self.query_one("#form-fields", Pages).begin()
        self._settle()
        self.work_out()
        self._open()
        self.repaint()
        column = self.column
        if column is not None:
            self.editor.focus_first(kind_of(column))

    def _settle(self) -> None:
        """Beside the list of fields stands always one of them, as long as they can be filled in."""
        if self.refused is not None:
            self.path = ()
            return
        if not self.beside_list:
            return
        if not self.path:
            level = self.half.level(())
            todo = [c for c in self.half.missing(level, self.half.values) if kind_of(c) not in ("mark", "sign")]
            self.path = ((todo or level)[0].id,) if level else ()
        elif len(self.path) == 2:
            self.path = self.first_of(self.path)

    def _open(self) -> None:
        column = self.column
        if column is not None:
            text = self.half.get(self.path)
            shown = str(text) if kind_of(column) in ("words", "page", "pad") and text is not None else ""
            self.editor.open(self._asked(column), shown, column.longest)

    def wipe(self) -> None:
        """Nothing of it stands on the screen any more; the request stays, and is begun again by whoever comes."""
        self.half, self.ask, self.path, self._kept, self._fresh = Half(()), None, (), None, True
        for kind in ("words", "page", "pad"):
            self.editor.put_text(kind, "")
        self.editor.chips.offer([])
        self.editor.rows.put([])
        self.query_one("#form-fields", Pages).put([])

    def follow(self) -> None:
        """What is drafted may read otherwise now: it is shown so, and is still nobody's words."""
        column = self.column
        if column is not None and len(self.path) == 1 and self.half.is_drafted(column.id):
            self._open()

    # typing

    @on(Input.Changed, "#editor-line")
    def _line_typed(self, event: Input.Changed) -> None:
        event.stop()
        column = self.column
        if column is None or event.value != self.editor.line.value:
            return
        if kind_of(column) == "words":
            self._typed(column, event.value)
        elif kind_of(column) in ("choose", "many"):
            self.editor.chips.page = 0
            self.editor.paint(self._asked(column))

    @on(TextArea.Changed, "#editor-page")
    def _page_typed(self, event: TextArea.Changed) -> None:
        event.stop()
        column = self.column
        if column is not None and kind_of(column) == "page":
            self._typed(column, self.editor.area.text)

    @on(Pad.Typed, "#editor-pad")
    def _pad_typed(self, event: Pad.Typed) -> None:
        event.stop()
        column = self.column
        if column is not None and kind_of(column) == "pad":
            self._typed(column, self.editor.pad.typed)

    def take_typed(self) -> None:
        """What stands in the editor, before one goes elsewhere: its message may still be on the way."""
        column = self.column
        text = self.editor.text(kind_of(column)) if column is not None else None
        if column is not None and text is not None:
            self._typed(column, text)

    def _typed(self, column: Column, text: str) -> None:
        """Keep every keystroke; only the tile of this field is painted, unless other fields come or go by it."""
        old = self.half.get(self.path)
        if text == ("" if old is None else str(old)):
            return
        self.entered(self.path, text or None)
        if any(c.worked_out for f in self.half.fields for c in (f, *f.columns)):
            self.work_out()
        if self.beside_list:
            tiles = self.field_tiles()
            if tuple(str(t.key) for t in tiles) == self._shown:
                self.query_one("#form-fields", Pages).replace(next(t for t in tiles if t.key == self.path))
            else:
                self.repaint()
        if column.ready:
            self.editor.chips.offer(self._asked(column).tiles, phrases_in(text, column))

    @on(Input.Submitted, "#editor-line")
    @on(Pad.Done, "#editor-pad")
    def _enter(self, event: Input.Submitted | Pad.Done) -> None:
        event.stop()
        column = self.column
        if column is not None and kind_of(column) in ("choose", "many"):
            tiles = self._asked(column).tiles
            if self.editor.line.value and tiles:
                self._take(column, tiles[0].key)
            return
        self.go_on()

    @on(Pad.Cancelled, "#editor-pad")
    def _pad_back(self, event: Pad.Cancelled) -> None:
        event.stop()
        self.action_back()

    def go_on(self) -> None:
        """OK: to what comes next."""
        if not self.path:
            return
        self.take_typed()
        target = self.following(self.path)
        if not target and self.beside_list and len(self.path) == 1:
            ids = [c.id for c in self.half.level(())]
            at = ids.index(str(self.path[0])) + 1 if self.path[0] in ids else 0
            target = (ids[at],) if at < len(ids) else self.path
        self.go(target)

    # choosing

    @on(Pages.Chosen, "#form-fields")
    def _field_tapped(self, event: Pages.Chosen) -> None:
        event.stop()
        path: Path = event.key  # type: ignore[assignment]
        column = self.half.column(path)
        if column is None or self.refused is not None:
            return
        kind = kind_of(column)
        if len(path) > 3:
            self._answer(path)
        elif column.worked_out:
            self.tell(N_("This follows from the other fields; nobody types it."))
        elif kind == "mark":
            self.take_typed()
            self.entered(path, None if self.half.get(path) else True)
            if self.beside_list:
                self.path = path
                self._open()
            self.repaint()
        elif kind == "sign":
            self.take_typed()
            self.sign(column)
        else:
            self.go(path)
            if kind == "photos" and not self.half.get(path):
                self.ask_photo()

    def _answer(self, path: Path) -> None:
        """An answer was tapped on its row: on to what it asks for, or to the next row with something to come."""
        row = path[:2]
        self.entered(path[:3], path[3])
        self.work_out()
        todo = self.half.missing(self.half.level(row), self.half.get(row))
        if todo:
            self.go(row if is_short(todo[0]) else (*row, todo[0].id))
        else:
            self.go(self.next_row(row))

    @on(Chips.Changed, "#editor-chips")
    def _chosen(self, event: Chips.Changed) -> None:
        event.stop()
        column = self.column
        if column is None:
            return
        kind, keys = kind_of(column), event.keys
        if kind in ("words", "page"):
            text = toggled(self.editor.text(kind) or "", column, [int(str(k)) for k in keys])
            self.editor.put_text(kind, text)
            self.entered(self.path, text or None)
            self.repaint()
        elif kind == "many":
            shown = {t.key for t in self.editor.chips.tiles}
            others = [v for v in items_of(self.half.get(self.path)) if v not in shown]
            self.entered(self.path, [*others, *(str(k) for k in keys)] or None)
            self.repaint()
        elif keys:
            self._take(column, keys[0])
        else:  # tapped once more: it is so
            self.entered(self.path, self.half.get(self.path))
            self.go_on()

    def _take(self, column: Column, key: object) -> None:
        """One answer was chosen, or a tile that leads on."""
        if key == ANOTHER:
            self.ask_time(column)
        elif key == ZONES or isinstance(key, tuple):
            self.zone = "" if not isinstance(key, tuple) else str(cast("tuple[object, ...]", key)[1])
            self.editor.chips.begin()
            self.repaint()
        elif kind_of(column) == "many":
            kept = items_of(self.half.get(self.path))
            self.entered(self.path, [*kept, str(key)] if key not in kept else kept)
            self.editor.line.value = ""
            self.repaint()
        else:
            self.entered(self.path, (key == "yes" or None) if column.type == "mark" else str(key))
            self.go_on()

    @on(Pages.Chosen, "#editor-rows")
    def _row_tapped(self, event: Pages.Chosen) -> None:
        event.stop()
        column, key = self.column, event.key
        if column is None:
            return
        if key == PHOTO:
            self.ask_photo()
        elif key == LOOK:
            self.show_photos(column)
        elif key == SIGN:
            self.sign(column)
        elif kind_of(column) == "photos":
            self.entered(self.path, [v for v in items_of(self.half.get(self.path)) if v != key] or None)
            self.repaint()
        elif isinstance(column, Field) and isinstance(key, int):
            self._row(column, key)

    def _row(self, of: Field, n: int) -> None:
        """A row: of two answers the other one at a tap, else its answers, or its first cell."""
        path: Path = (of.id, n)
        level = self.half.level(path)
        other = self._other(of, level, self.half.rows(of)[n])
        if other is None:
            answers = any(is_short(self.offered_in(c, (*path, c.id))) for c in level)
            self.go(path if answers else self.first_of(path))
            return
        self.entered((*path, of.columns[0].id), other or None)
        if self.half.missing(self.half.level(path), self.half.get(path)):
            self.go(self.first_of(path))
        else:
            self.repaint()

    @staticmethod
    def _other(of: Field, level: Sequence[Column], row: dict[str, Any]) -> str | bool | None:
        """The other answer of a row that is one question of two answers; None where it asks more."""
        first, *more = of.columns
        if of.type != "table" or any(c.when is None for c in more) or (row.get(first.id) and len(level) > 1):
            return None
        if first.type == "mark":
            return not row.get(first.id)
        if first.type != "choice" or len(first.options) != 2:
            return None
        a, b = (o.value for o in first.options)
        return b if row.get(first.id) == a else a
