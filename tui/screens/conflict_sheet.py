"""Two versions of one finding side by side: who, when, on which device, and what each came to. One is chosen.

The one that is chosen holds; parts of the other may be taken along: who does it, by when, which department, how severe.
Both stay in the timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from checkpoints.ledger.events import Event
from checkpoints.work.findings import Finding
from checkpoints.work.findings.form import Form
from checkpoints.work.findings.progress import Progress
from store.device import tag_of
from tui.i18n import N_, Wording, _
from tui.screens.base import Sheet
from tui.widgets.big import Big
from tui.widgets.chips import Chips
from tui.widgets.pages import Tile
from tui.widgets.reader import Reader
from tui.widgets.words import Words
from tui.words.detail import timed
from tui.words.finding_text import department_name, person_name, severity_full, severity_name, state_name
from tui.words.timeline import who
from tui.words.timeline_facts import Teller, said_of

__all__ = ["Conflict", "ConflictSheet"]

PARTS = ("department", "person", "due", "severity", "words")
"""What can be taken from the other version."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Which finding, and how to settle it: `save` records and says whether it was."""

    finding: str
    save: Callable[[Form], bool]


class ConflictSheet(Sheet[Conflict, bool]):
    """Answers True once one of the versions holds; a refusal leaves the choice as it was."""

    CSS_PATH = "conflict_sheet.tcss"
    _chosen = ""
    _parts: tuple[str, ...] = ()
    _fresh_text = True

    def heading(self) -> Wording:
        """Which finding."""
        return lambda: _("Two versions") + " · " + self.app.book.ledger.findings.called(self.request.finding)

    def body(self) -> Iterable[Any]:
        """The versions, and what can be taken from the other one."""
        yield Words(id="conflict-says")
        with Horizontal(id="conflict-versions"):
            yield Reader(id="conflict-a")
            yield Reader(id="conflict-b")
        with Horizontal(id="conflict-choose"):
            yield Big("", id="conflict-take-a", data="a")
            yield Big("", id="conflict-take-b", data="b")
            yield Big(N_("Next pair"), id="conflict-next")
        yield Words(id="conflict-along")
        yield Chips(many=True, tile_width=24, id="conflict-parts")

    def buttons(self) -> Iterable[Big]:
        """Settle."""
        yield Big(N_("This version holds"), "primary", id="conflict-save")

    _first = 0

    def opened(self) -> None:
        """Nothing is chosen."""
        self._chosen, self._parts, self._first, self._fresh_text = "", (), 0, True

    @property
    def _finding(self) -> Finding:
        return self.app.book.ledger.findings.all[self.request.finding]

    def _pair(self) -> tuple[Event, Event] | None:
        """The two versions on show; with more than two, each is shown beside the next."""
        tips = self._finding.tips
        if len(tips) < 2:
            return None
        first = self._first % len(tips)
        return tips[first], tips[(first + 1) % len(tips)]

    def paint(self) -> None:
        """Both versions as they are known now."""
        pair = self._pair()
        if pair is None:
            self.call_later(self.answer, None)  # somebody settled it meanwhile
            return
        says = N_("Each was written without knowing of the other. Choose the one that holds.")
        self.query_one("#conflict-says", Words).say(says)
        for name, tip in zip("ab", pair, strict=True):
            self.query_one(f"#conflict-{name}", Reader).put(self._told(tip), top=self._fresh_text)
            big = self.query_one(f"#conflict-take-{name}", Big)
            big.show(("✓ " if tip.id == self._chosen else "") + who(self.app.book.ledger, tip.actor))
            big.mark(tip.id == self._chosen)
        self._fresh_text = False
        self.query_one("#conflict-next").display = len(self._finding.tips) > 2
        self.query_one("#conflict-save", Big).disabled = not self._chosen
        self._paint_parts(pair)

    def _paint_parts(self, pair: Sequence[Event]) -> None:
        names = self._differing(pair) if self._chosen in [tip.id for tip in pair] else []
        along, chips = self.query_one("#conflict-along", Words), self.query_one("#conflict-parts", Chips)
        along.display = chips.display = bool(names)
        along.say(N_("Take along from the other version:"))
        other = next((tip for tip in pair if tip.id != self._chosen), pair[0])
        progress = self._finding.progress_of(other.id)
        chips.offer([Tile(n, lambda n=n: self._part_words(n, progress)) for n in names], self._parts)

    def _told(self, tip: Event) -> Content:
        ledger, now = self.app.book.ledger, self.app.now()
        progress = self._finding.progress_of(tip.id)
        order = progress.order
        person = person_name(ledger, order.fact.person) if order else ""
        rows = [
            f"{state_name(progress.state)} · {severity_name(ledger.site, progress.severity)}",
            " · ".join(part for part in (department_name(ledger.site, progress.department), person) if part),
            _("by {time}").format(time=timed(ledger, progress.due, now)),
        ]
        head = f"{who(ledger, tip.actor)}  {timed(ledger, tip.at, now)}  ·  {tag_of(tip.device)}"
        teller = Teller(ledger, self.request.finding)
        said = [Content("• " + said_of(teller, event.body)) for event in self._own(tip)]
        return Content("\n").join([Content.styled(head, "bold"), *map(Content, rows), *said])

    def _own(self, tip: Event) -> list[Event]:
        """What was written for this version and not for the others."""
        finding = self._finding
        others = [finding.version(other.id) for other in finding.tips if other.id != tip.id]
        shared = frozenset[str]().union(*others)
        mine = finding.version(tip.id) - shared
        return [event for event in finding.changes if event.id in mine]

    def _differing(self, pair: Sequence[Event]) -> list[str]:
        chosen, other = (self._finding.progress_of(t.id) for t in sorted(pair, key=lambda t: t.id != self._chosen))
        if chosen.state in ("closed", "void", "merged"):
            return []
        names = [n for n in ("severity", "words") if getattr(chosen, n) != getattr(other, n)]
        if other.order is not None and chosen.state in ("found", "reopened", "assigned", "accepted", "in_work"):
            mine = chosen.order.fact if chosen.order else None
            theirs = other.order.fact
            names += [
                n for n in ("department", "person", "due") if mine is None or getattr(mine, n) != getattr(theirs, n)
            ]
        return [n for n in PARTS if n in names]

    def _part_words(self, name: str, other: Progress) -> str:
        ledger = self.app.book.ledger
        if name == "severity":
            return severity_full(ledger.site, other.severity)
        if name == "words":
            return other.words
        if other.order is None:
            return name
        fact = other.order.fact
        if name == "department":
            return department_name(ledger.site, fact.department)
        return person_name(ledger, fact.person) if name == "person" else timed(ledger, fact.due, self.app.now())

    @on(Button.Pressed, "#conflict-take-a")
    @on(Button.Pressed, "#conflict-take-b")
    def _take(self, event: Button.Pressed) -> None:
        event.stop()
        pair = self._pair()
        if pair is not None:
            self._chosen, self._parts = pair[0 if event.button.id == "conflict-take-a" else 1].id, ()
            self.repaint()

    @on(Button.Pressed, "#conflict-next")
    def _next(self, event: Button.Pressed) -> None:
        event.stop()
        self._first += 1
        self._fresh_text = True
        self.repaint()

    @on(Chips.Changed)
    def _along(self, event: Chips.Changed) -> None:
        event.stop()
        self._parts = tuple(str(key) for key in event.keys)

    @on(Button.Pressed, "#conflict-save")
    def _save(self, event: Button.Pressed) -> None:
        event.stop()
        pair = self._pair()
        if pair is None or not self._chosen:
            return
        other = self._finding.progress_of(next(tip.id for tip in pair if tip.id != self._chosen))
        if self.request.save(_combined(Form(version=self._chosen), self._parts, other)):
            self.answer(True)


def _combined(form: Form, parts: Sequence[str], other: Progress) -> Form:
    """The form with what is taken along from the other version."""
    filled = form
    if "severity" in parts:
        filled = replace(filled, severity=other.severity)
    if "words" in parts:
        filled = replace(filled, words=other.words)
    fact = other.order.fact if other.order else None
    if fact is not None:
        if "department" in parts:
            filled = replace(filled, department=fact.department, plan=fact.plan)
        if "person" in parts:
            filled = replace(filled, person=fact.person, plan=filled.plan or fact.plan)
        if "due" in parts:
            filled = replace(filled, due=fact.due)
    return filled
