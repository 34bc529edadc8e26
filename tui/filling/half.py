"""A half-filled step: what people entered, over what was worked out for them; plain JSON, so that it can be kept.

Only what somebody touched is kept. What a rule worked out is worked out again whenever the form comes up, so that it
stays true to the ledger until somebody says otherwise. A signature is no entry: it is a proof of this moment, for the
words as they stood, and no file could hold it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from checkpoints.site.forms import Column, Field
from checkpoints.site.people import Confirmed
from checkpoints.work.records.troubles import Path, asked, filled, rows_of
from checkpoints.work.records.values import EMPTY

__all__ = ["Half", "Signed"]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who gave their PIN for a field, when, and for what words."""

    proof: Confirmed
    at: datetime
    words: dict[str, Any]


@dataclass(slots=True)
class Half:
    """The fields of a step. `drafted` is worked out or, in a correction, what was sealed; `touched` what people say."""

    fields: Sequence[Field]
    drafted: Mapping[str, Any] = field(default_factory=dict[str, Any])
    touched: dict[str, Any] = field(default_factory=dict[str, Any])
    signed: dict[str, Signed] = field(default_factory=dict[str, Signed])
    worked: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What follows from the other fields; nobody enters it."""

    def plain(self, by: str, at: datetime) -> dict[str, Any]:
        """For the file of drafts, with who filled it in last."""
        return {"values": dict(self.touched), "by": by, "at": at.isoformat()}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """What was kept, as far as this form has such fields."""
        values = kept.get("values")
        if isinstance(values, dict):
            known = {f.id for f in self.fields}
            self.touched = {str(name): value for name, value in values.items() if name in known}

    # reading

    def field(self, path: Path) -> Field | None:
        """The field that a path begins with."""
        return next((f for f in self.fields if path and f.id == path[0]), None)

    def column(self, path: Path) -> Column | None:
        """What a path leads to: a field, or a column of its rows. None for a row and for nothing."""
        found = self.field(path)
        if found is None or len(path) == 1:
            return found
        return next((c for c in found.columns if len(path) > 2 and c.id == path[2]), None)

    def level(self, path: Path) -> list[Column]:
        """The fields that are asked for beside the one at a path: those of the step, or those of its row."""
        found = self.field(path)
        if found is None or len(path) < 2:
            return asked(self.fields, self.values)
        rows = self.rows(found)
        return asked(found.columns, rows[int(path[1])] if int(path[1]) < len(rows) else {})

    @property
    def values(self) -> dict[str, Any]:
        """Everything as it stands, whether or not it is asked for."""
        return {f.id: self.value(f) for f in self.fields}

    def entered(self) -> dict[str, Any]:
        """What is sealed: the fields that are asked for, without signatures."""
        return {c.id: self.value(c) for c in self.level(()) if c.type != "signature" and not c.worked_out}

    def value(self, column: Column) -> Any:
        """One field as it stands."""
        if isinstance(column, Field) and column.type in ("lines", "table"):
            return self.rows(column)
        if column.worked_out:
            return self.worked.get(column.id)
        return self.touched[column.id] if column.id in self.touched else self.drafted.get(column.id)

    def rows(self, of: Field) -> list[dict[str, Any]]:
        """The rows of a field; of a table that never changes all of them, in its order."""
        known = rows_of(self.touched[of.id] if of.id in self.touched else self.drafted.get(of.id))
        if not of.rows:
            return known
        given = {str(row.get("row", "")): row for row in known}
        return [{**given.get(fixed.value, {}), "row": fixed.value} for fixed in of.rows]

    def get(self, path: Path) -> Any:
        """What stands at a path."""
        found = self.field(path)
        if found is None:
            return None
        if len(path) == 1:
            return self.value(found)
        rows = self.rows(found)
        row = rows[int(path[1])] if int(path[1]) < len(rows) else {}
        if len(path) == 2:
            return row | self._worked_in(found, int(path[1]))
        column = self.column(path)
        worked = column is not None and column.worked_out
        return (self._worked_in(found, int(path[1])) if worked else row).get(str(path[2]))

    def about(self, path: Path) -> str:
        """The name of the row at a path: of a drafted one what it is about, '' of one that somebody wrote."""
        return str(self.get(path[:2]).get("row", "")) if len(path) > 1 else ""

    def _worked_in(self, of: Field, n: int) -> dict[str, Any]:
        """What follows in a row; rows that are empty are left out where it is worked out."""
        names = [c.id for c in of.columns if c.worked_out]
        if not names:
            return {}
        rows = self.rows(of)
        worked = rows_of(self.worked.get(of.id))
        at = sum(filled(of, row) for row in rows[:n])
        return {name: worked[at][name] for name in names if at < len(worked) and name in worked[at]}

    def is_drafted(self, name: str) -> bool:
        """Whether a field holds what was worked out and nobody has looked at yet."""
        return name not in self.touched and self.drafted.get(name) not in EMPTY

    def missing(self, columns: Sequence[Column], values: Mapping[str, Any]) -> list[Column]:
        """The required ones that are empty, and rows in which something is."""
        return [c for c in columns if not c.worked_out and self._owes(c, values.get(c.id))]

    def counted(self, of: Field) -> list[dict[str, Any]]:
        """The rows that are gone through: all that a table was given, the lines that say something."""
        return [row for row in self.rows(of) if of.type == "table" or filled(of, row)]

    def _owes(self, column: Column, value: Any) -> bool:
        if isinstance(column, Field) and column.type in ("lines", "table"):
            rows = self.counted(column)
            return any(self.missing(asked(column.columns, row), row) for row in rows) or (column.required and not rows)
        if column.type == "signature":
            return column.required and self.signature(column.id) is None
        return column.required and value in EMPTY

    # changing

    def put(self, path: Path, value: Any) -> None:
        """Somebody says what stands at a path; None empties it."""
        found = self.field(path)
        if found is None:
            return
        if len(path) == 1:
            self.touched[found.id] = value
            return
        rows = self.rows(found)
        row = rows[int(path[1])]
        if value is None:
            row.pop(str(path[2]), None)
        else:
            row[str(path[2])] = value
        self.touched[found.id] = rows

    def add(self, of: Field) -> int:
        """A new row at the end; which one it is. An empty one that is there already is taken."""
        rows = self.rows(of)
        if not rows or filled(of, rows[-1]):
            rows.append({})
        self.touched[of.id] = rows
        return len(rows) - 1

    def remove(self, of: Field, n: int) -> None:
        """Take a row away."""
        rows = self.rows(of)
        del rows[n]
        self.touched[of.id] = rows

    def follow(self, drafted: Mapping[str, Any]) -> None:
        """Something else was chosen, or is known: drafts for that.

        Tables that were begun get its rows, and keep their answers; so do the lines that were drafted about something,
        while lines that somebody wrote stay behind them.
        """
        for of in self.fields:
            had = rows_of(self.touched.get(of.id))
            known = {str(row["row"]): row for row in had if row.get("row")}
            rows = [row for row in rows_of(drafted.get(of.id)) if row.get("row")]
            begun = of.type in ("lines", "table") and of.id in self.touched and not of.rows
            if begun and (rows or of.type == "lines") and not _same(list(known), [str(row["row"]) for row in rows]):
                own = [row for row in had if not row.get("row")]
                self.touched[of.id] = [*({**row, **known.get(str(row["row"]), {})} for row in rows), *own]
        self.drafted = drafted

    # signing

    def sign(self, name: str, proof: Confirmed, at: datetime) -> None:
        """Somebody gave their PIN for the words as they stand."""
        self.signed[name] = Signed(proof, at, self.entered())

    def signature(self, name: str) -> Signed | None:
        """Who signed, as long as the words are those that were signed."""
        known = self.signed.get(name)
        return known if known is not None and known.words == self.entered() else None

    @property
    def proofs(self) -> dict[str, Confirmed]:
        """The signatures that hold."""
        return {name: s.proof for name in self.signed if (s := self.signature(name)) is not None}


def _same(had: Sequence[str], now: Sequence[str]) -> bool:
    """Whether rows are those that there were. Rows that are words read otherwise in another language, all of them."""
    words = all(name.startswith("text:") for name in (*had, *now))
    return list(had) == list(now) or (words and bool(had) and not set(had) & set(now))
