"""The form screen's tiles: a field, a row or a photo each, and what the editor of the chosen field shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from checkpoints.site.forms import Column, Field
from checkpoints.work.records.troubles import Path, filled
from tui.filling.editor import Asked, Editor
from tui.filling.offers import PHOTO, is_short, kind_of, phrases_in, searchable, tiles_of
from tui.i18n import N_, Wording, _, lang
from tui.screens.form_work import FormWork
from tui.widgets.pages import Tile
from tui.words.fields import items_of, row_name, said
from tui.words.form import OPEN, cell_state, field_look, row_words, signed_words
from tui.words.start import crop

__all__ = ["LOOK", "SIGN", "FormTiles"]

SIGN, LOOK = "*sign*", "*look*"
"""The keys of the tiles that ask for a PIN, and that show the photos there are."""
NAMED = 100
"""Cells of a row's name on its tile: three lines; the whole name stands where the row is opened."""
WRITE, WORDS = N_("Type here if nothing fits"), N_("Type here")


class FormTiles(FormWork):
    """What stands on the form screen."""

    @property
    def beside_list(self) -> bool:
        """Whether there is room for the list of fields and an editor beside it."""
        return self.size.width >= 140

    @property
    def editor(self) -> Editor:
        """The editor of the chosen field."""
        return self.query_one(Editor)

    @property
    def column(self) -> Column | None:
        """The field or cell that is up; None on a list."""
        return self.half.column(self.path) if len(self.path) != 2 else None

    def _asked(self, column: Column) -> Asked:
        """How the editor shows a field."""
        kind, value, ledger, now = kind_of(column), self.half.get(self.path), self.app.book.ledger, self.app.now()
        says = self.says(column, self.path)
        if kind in ("words", "page"):
            text = str(value or "")
            tiles = [Tile(n, phrase) for n, phrase in enumerate(column.ready)]
            hint = WRITE if tiles else WORDS
            return Asked(kind, says, tiles, phrases_in(text, column), hint if kind == "words" else "")
        if kind in ("choose", "many", "mark"):
            search = self.editor.line.value if kind != "mark" else ""
            tiles = tiles_of(ledger, self.offered_in(column, self.path), value, now, search, self.zone)
            chosen: list[Any] = ["yes" if value else "no"] if kind == "mark" else items_of(value)
            if kind == "choose":
                chosen = [value]
            line: Wording = ""
            if kind != "mark" and (search or (searchable(column, tiles) and self._room_to_search(column))):
                line = N_("A name that is not listed: type it here") if column.outside else N_("Search: type here")
            return Asked("many" if kind == "many" else "choose", says, tiles, chosen, line)
        if kind == "photos":
            tiles = [Tile(PHOTO, N_("＋ Attach a photo"), look="primary")]
            tiles += [Tile(LOOK, N_("Look at the photos"))] if value else []
            tiles += [Tile(sha, lambda n=n: _("Photo {n}").format(n=n + 1), N_("tap to take it away")) for n, sha in
                      enumerate(items_of(value))]  # fmt: skip
            return Asked(kind, says, tiles)
        if kind == "sign":
            return Asked("photos", says, [Tile(SIGN, N_("Sign with a PIN"), lambda: self._signed_words(column))])
        if kind == "rows" and isinstance(column, Field):
            table = column.type == "table"
            empty = N_("There is nothing to go through here.") if table else N_("There is no line yet.")
            tiles = self._row_tiles(column)
            return Asked(kind, says if self.beside_list else "", tiles, short=table, empty=empty)
        return Asked(kind, says, unit=column.unit.name(lang()) if column.unit else self._money(column))

    def _room_to_search(self, column: Column) -> bool:
        """On a screen too low for tiles, page buttons and a line, the tiles are shown whole; a name has to be typed."""
        return column.outside or self.app.compact or self.has_class("-tall")

    @staticmethod
    def _money(column: Column) -> str:
        return _("yuan") if column.type == "money" else ""

    # what the tiles say

    def field_tiles(self) -> list[Tile]:
        """The fields that are asked for: those of the step, or those of the row."""
        base = self.path[:2] if len(self.path) > 1 else ()
        values = self.half.get(base) if base else self.half.values
        tiles = list[Tile]()
        for column in self.half.level(self.path):
            path = (*base, column.id)
            if base and not self.beside_list and is_short(self.offered_in(column, path)):
                tiles += self._option_tiles(column, path)
            else:
                tiles.append(self._field_tile(path, column, values))
        return tiles

    def _option_tiles(self, column: Column, path: Path) -> list[Tile]:
        """The answers of a short question of a row, to be tapped where the row is seen: nobody opens it for that."""
        value = self.half.get(path)
        name = column.name(lang())
        return [
            Tile(
                (*path, option.value),
                lambda o=option: ("✓ " if o.value == value else "") + o.name(lang()),
                lambda: name,
                look="warning" if column.required and not value else "default",
                on=option.value == value,
            )
            for option in self.offered_in(column, path).options
        ]

    def offered_in(self, column: Column, path: Path) -> Column:
        """The field with the options that can be taken here."""
        allowed = self.offered.get(".".join(str(part) for part in path if isinstance(part, str)))
        if allowed is None:
            return column
        return replace(column, options=tuple(o for o in column.options if o.value in allowed))

    def _field_tile(self, path: Path, column: Column, values: dict[str, Any]) -> Tile:
        value = self.half.get(path)
        wrong = self.wrong(column, value)
        name = column.name(lang())
        here = path == self.path[: len(path)]
        under = self._signed_words(column) if column.type == "signature" else self._state(column, path, value)
        return Tile(
            path,
            lambda: ("▸ " if here else "") + name,
            lambda: under,
            look=field_look(self.half, column, values, wrong),
            on=here and self.beside_list,
        )

    def _state(self, column: Column, path: Path, value: Any) -> str:
        drafted = len(path) == 1 and self.half.is_drafted(column.id) and not self.correcting
        wrong = self.wrong(column, value)
        if isinstance(column, Field) and column.type in ("lines", "table") and self.counts(column)[1]:
            told = said(self.app.book.ledger, column, value, self.app.now()) or "–"
            return "! " + _("something to come: {text}").format(text=told)
        if column.worked_out:
            return "= " + (said(self.app.book.ledger, column, value, self.app.now()) or "–")
        return cell_state(self.app.book.ledger, column, value, self.app.now(), drafted=drafted, wrong=wrong)

    def _signed_words(self, column: Column) -> str:
        known, holds = self.half.signed.get(column.id), self.half.signature(column.id) is not None
        return signed_words(self.app.book.ledger, known, holds, self.app.now(), required=column.required)

    def _row_tiles(self, of: Field) -> list[Tile]:
        tiles = list[Tile]()
        for n, row in enumerate(self.half.rows(of)):
            whole = self.half.get((of.id, n))
            name, text = row_words(self.app.book.ledger, of, whole, n, self.app.now())
            name = crop(name, NAMED)
            counts = of.type == "table" or filled(of, row)
            todo = counts and bool(self.half.missing(self.half.level((of.id, n)), row))
            if todo and not text.startswith("!"):
                text = f"{text}  ! {_(OPEN)}"
            look = "warning" if text.startswith("!") or todo else "default"
            tiles.append(Tile(n, lambda name=name: name, lambda text=text: text, look=look))
        return tiles

    def row_heading(self) -> str:
        """Which row is up."""
        of = self.half.field(self.path)
        if of is None or len(self.path) < 2:
            return ""
        n = int(self.path[1])
        return f"{of.name(lang())} {row_name(self.app.book.ledger, of, self.half.get(self.path[:2]), n)}"
