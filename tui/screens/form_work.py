"""The form screen's work: which step is filled in, where one stands in it, what has been entered, and what is kept.

A half-filled form belongs to the record and not to whoever holds the device: it survives a crash, a language switch, a
sign-out, and is gone on with by the next person. What is private, and what each does for themselves, is kept for its
person alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from checkpoints.fact import Moment, Refused
from checkpoints.site.forms import Column, Field
from checkpoints.work.records.asking import Ask, Beside
from checkpoints.work.records.deciding import Target, ask_for, barred, beside, draft, offer, worked_out
from checkpoints.work.records.life import visible
from checkpoints.work.records.troubles import Path, asked, clean_so_far
from checkpoints.work.records.values import EMPTY, clean
from store.drafts import Drafts, Kept
from tui import when
from tui.drafting import Drafting
from tui.filling.half import Half
from tui.filling.offers import is_short, kind_of
from tui.i18n import N_, _, fill, lang, say, tell
from tui.screens.base import BaseScreen
from tui.words.fields import bounds
from tui.words.finding_text import person_name

__all__ = ["FormRequest", "FormWork"]


@dataclass(frozen=True, slots=True)
class FormRequest:
    """Which step of which record; with `entry`, which of its entries is put right."""

    target: Target
    step: str
    entry: str = ""


class FormWork(BaseScreen, Drafting):
    """What `FormScreen` shows and changes."""

    request: FormRequest | None = None
    half: Half = Half(())
    path: Path = ()
    ask: Ask | None = None
    refused: Refused | None = None
    """Why this step cannot be filled in here, now or by this person."""
    _fresh = False
    _whose: str | None = None
    _kept: Kept | None = None
    _drafts: Drafts | None = None
    _drafted_for: dict[str, Any] = {}  # noqa: RUF012  (replaced, never changed)
    """What was chosen when the drafts were worked out."""
    _beside: dict[str, Beside] = {}  # noqa: RUF012  (replaced, never changed)
    offered: Mapping[str, Sequence[str]] = {}
    """Which options can be taken here, where not all can."""
    zone = ""
    """Which part of the estate is looked at while a place is chosen."""

    def load(self, request: Any) -> None:
        """The step to fill in."""
        if isinstance(request, FormRequest):
            self.request, self._fresh = request, True

    # beginning

    @property
    def by(self) -> str:
        """Who fills it in."""
        return self.app.person or "-"

    @property
    def moment(self) -> Moment:
        """Now, for asking only: it hands out no ids."""
        return Moment(self.app.now(), lambda: "", device=self.app.book.device.id)

    @property
    def correcting(self) -> bool:
        """Whether something sealed is put right."""
        return self.request is not None and bool(self.request.entry)

    def begin(self) -> None:
        """Everything that is known already, and what somebody left half filled in."""
        self._fresh, self._whose, self.path, self.zone = False, self.app.person, (), ""
        self.half, self.ask, self.refused, self._kept, self._beside = Half(()), None, None, None, {}
        if self.request is None:
            self.refused = Refused("record.no_form", N_("Nothing is being filled in here."))
            return
        ledger, target = self.app.book.ledger, self.request.target
        try:
            self.ask = ask_for(ledger, target, self.request.step, self.by, self.moment, lang=lang())
        except Refused as no:
            self.refused = no
            return
        self.refused = self._barred(self.ask)
        if self.refused is not None and self.refused.code == "record.private":
            self.ask = None
            return
        self.half = Half(self.ask.step.fields)
        drafts = self._drafts = self._drafts or Drafts(self.app.book.data)
        self._kept = Kept(drafts, *self._key(self.ask))
        kept = self._kept.get()
        if kept:
            self.half.restore(kept)
            self._welcome(kept)
        self._work_out()

    def _barred(self, ask: Ask) -> Refused | None:
        """Why not, before anybody types a word; the decision says it again when it is sealed."""
        ledger, on = self.app.book.ledger, self.app.now().date()
        begun = ask.state is not None and not visible(ledger, ask.form, ask.state, self.by, self.app.place, on)
        if begun or (ask.form.private and self.app.place == "kiosk"):
            return Refused("record.private", N_("This form is not shown here, or not to you."))
        if self.correcting:
            return None
        return barred(replace(ask, by=self.by, now=self.moment))

    def _key(self, ask: Ask) -> tuple[str, ...]:
        assert self.request is not None
        record = ask.record or f"new/{ask.period}/{ask.about}/{ask.origin}"
        key = ("form", ask.form.id, record, ask.step.id)
        if self.correcting:
            return (*key, "correct", self.request.entry, self.by)
        own = ask.form.private or bool(ask.step.each) or any(f.private for f in ask.step.fields)
        return (*key, self.by) if own else key

    def _welcome(self, kept: dict[str, Any]) -> None:
        try:
            at = datetime.fromisoformat(str(kept.get("at", "")))
        except ValueError:
            at = None
        who, now = str(kept.get("by", "")), self.app.now()

        def told() -> str:
            clock = when.day_and_clock(at, now) if at else ""
            said = _("What {person} had filled in ({time}) is back.")
            return said.format(person=person_name(self.app.book.ledger, who), time=clock)

        self.tell(told, grade="good")

    def _work_out(self) -> None:
        """What the ledger says: drafts for what nobody has touched, and what stands beside the fields."""
        if self.ask is None:
            return
        entry, sealed = self.request.entry if self.request else "", self.sealed
        ask = replace(self.ask, by=self.by, now=self.moment, entry=entry)
        if sealed is not None:
            self.half.drafted = sealed
        else:
            self.half.follow(draft(replace(ask, values=self._clean())))
        self._drafted_for, self.ask = self._leading(), ask
        self.work_out()

    def _leading(self) -> dict[str, Any]:
        """What was chosen: a post, a kind. What is drafted may hang on it."""
        return {f.id: self.half.touched.get(f.id) for f in self.half.fields if kind_of(f) == "choose"}

    def _clean(self) -> dict[str, Any]:
        """What rules may look at: what is entered, as far as it holds."""
        return clean_so_far(self.app.book.ledger, self.half.fields, self.half.values, self.app.now())

    def work_out(self) -> None:
        """What follows from the other fields, what stands beside them, and what can be chosen."""
        if self.ask is None:
            return
        ask = self.ask = replace(self.ask, values=self._clean(), lang=lang())
        if not self.correcting and self._leading() != self._drafted_for:
            self._drafted_for = self._leading()
            self.half.follow(draft(ask))
        self.half.worked = worked_out(ask)
        self._beside, self.offered = beside(ask), offer(ask)

    @property
    def sealed(self) -> dict[str, Any] | None:
        """What the entry says that is put right."""
        state = self.ask.state if self.ask else None
        if not self.correcting or state is None or self.request is None:
            return None
        return next((e.values for e in state.entries if e.id == self.request.entry), {})

    def ledger_news(self) -> None:
        """Something came in: who may do what, and what is worked out, may be another."""
        if self.ask is None or self.request is None:
            return
        try:
            target, step = self.request.target, self.request.step
            self.ask = ask_for(self.app.book.ledger, target, step, self.by, self.moment, lang=lang())
        except Refused as no:
            self.refused = no
            return
        self.refused = self._barred(self.ask)
        self._work_out()

    # what is entered

    def entered(self, path: Path, value: Any) -> None:
        """Somebody filled something in; kept at once."""
        self.half.put(path, value)
        self.store()

    def store(self) -> None:
        """Keep it as it stands."""
        if self._kept is not None:
            self.keep(self._kept, self.half.plain(self.by, self.app.now()))

    def forget(self) -> None:
        """It was sealed, or is begun afresh: the draft goes."""
        if self._kept is not None:
            self._kept.drop()
            self.write_draft(self._kept)

    # where one goes

    def following(self, path: Path) -> Path:
        """Where one goes on after a field: what is required and empty comes first, then out of the row, then on."""
        level = self.half.level(path)
        base, here = path[:-1], str(path[-1])
        ids = [c.id for c in level]
        behind = level[ids.index(here) + 1 :] if here in ids else level
        values = self.half.values if len(path) < 3 else self.half.get(path[:2])
        todo = [c for c in self.half.missing(behind, values) if kind_of(c) not in ("mark", "sign")]
        if todo:
            return (*base, todo[0].id)
        if len(path) < 3:
            return ()
        return self.next_row(path)

    def next_row(self, path: Path) -> Path:
        """In a table the next row with something to come, else the list of rows."""
        of = self.half.field(path)
        if of is not None and of.type == "table":
            for n, row in enumerate(self.half.rows(of)):
                todo = self.half.missing(self.half.level((of.id, n)), row) if n > int(path[1]) else []
                if todo:
                    short = is_short(todo[0]) and self.half.column(path) != todo[0]
                    return (of.id, n) if short else (of.id, n, todo[0].id)
        return path[:1]

    def first_of(self, path: Path) -> Path:
        """The field of a row to begin with: the first that is missing, or the first."""
        level = self.half.level(path)
        row = self.half.get(path)
        todo = self.half.missing(level, row)
        return (*path, (todo or level)[0].id) if level else path

    def stands(self, path: Path) -> bool:
        """Whether a path leads anywhere: its field is asked for, its row is there."""
        if not path:
            return True
        known = [c.id for c in self.half.level(())]
        found = self.half.field(path)
        if found is None or found.id not in known:
            return False
        if len(path) > 1 and int(path[1]) >= len(self.half.rows(found)):
            return False
        return len(path) < 3 or str(path[2]) in [c.id for c in self.half.level(path)]

    # what is said

    def says(self, column: Column, path: Path) -> str:
        """Below the name of a field: what is wrong with it, what stands beside it, what right looks like."""
        parts = list[str]()
        no = self.wrong(column, self.half.get(path))
        if no is not None:
            parts.append("✗ " + tell(no))
        known = self._beside.get(column.id) if len(path) == 1 else None
        if known is not None:
            parts.append(fill(_(known.message), known.params))
        parts += [say(column.hint)] if column.hint is not None else []
        parts += [told] if (told := bounds(column)) else []
        rows = column.type in ("lines", "table")
        if len(path) == 1 and self.half.is_drafted(column.id) and not self.correcting and not rows:
            parts.append("✎ " + _("Drafted from what is known. Change it, or leave it."))
        return "\n".join(parts)

    def wrong(self, column: Column, value: Any) -> Refused | None:
        """Why what was entered cannot be kept; None while it can, and while nothing was entered."""
        if value in EMPTY or column.type in ("signature", "lines", "table"):
            return None
        try:
            clean(self.app.book.ledger, column, value, self.app.now())
        except Refused as no:
            return no
        return None

    def counts(self, of: Field) -> tuple[int, bool]:
        """The rows that say something, and whether one of them has something to come."""
        rows = self.half.counted(of)
        return len(rows), any(self.half.missing(asked(of.columns, row), row) for row in rows)
