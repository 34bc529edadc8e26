"""Labels: the register of codes on the walls.

A device holds no signing key; it knows a code by the hash in this register, which travels as facts. A retired
label that is scanned means somebody has its photo: it is refused and flagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from checkpoints.fact import Fact, Refused
from checkpoints.site import codes

if TYPE_CHECKING:
    from checkpoints.ledger.events import Event
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "Label",
    "LabelFact",
    "LabelIssued",
    "LabelPrinted",
    "LabelRetired",
    "Labels",
    "Printing",
    "Reading",
    "Register",
    "ReprintOrdered",
    "Status",
    "apply",
    "issue",
    "read",
    "read_typed",
]

Status = Literal["active", "retired", "stale", "unknown", "foreign", "bad_tag", "not_a_code"]


class _LabelFact(Fact, frozen=True, kw_only=True):
    checkpoint: str

    @property
    def subject(self) -> str:
        """The labels of one checkpoint."""
        return "label:" + self.checkpoint


class LabelIssued(_LabelFact, frozen=True, kw_only=True, tag="label.issued"):
    """A code was made for a checkpoint. The hashes let devices check it without being able to make one."""

    issue: int
    key: int
    code_hash: str
    typed_hash: str


class LabelRetired(_LabelFact, frozen=True, kw_only=True, tag="label.retired"):
    """A code must not be used any more."""

    issue: int
    why: str


class ReprintOrdered(_LabelFact, frozen=True, kw_only=True, tag="label.reprint_ordered"):
    """A damaged or missing label was met on a round; the office owes a new one."""

    round: str
    reason: str
    words: str = ""


class LabelPrinted(_LabelFact, frozen=True, kw_only=True, tag="label.printed"):
    """A sheet with this label was made. That is all the program knows: whether it hangs, the next scan tells."""

    issue: int
    outdoor: bool = False


LabelFact = LabelIssued | LabelRetired | ReprintOrdered | LabelPrinted


@dataclass(slots=True)
class Label:
    """One issued code."""

    checkpoint: str
    issue: int
    key: int
    issued_at: datetime
    retired: str = ""
    """Why it was retired; empty while it is in force."""


@dataclass(frozen=True, slots=True)
class Printing:
    """When a label was last put onto a sheet, and for which place."""

    at: datetime
    outdoor: bool


@dataclass(slots=True)
class Register:
    """The labels of one checkpoint by issue number, and reprints still owed."""

    checkpoint: str
    labels: dict[int, Label] = field(default_factory=dict[int, Label])
    retired: dict[int, str] = field(default_factory=dict[int, str])
    """Why an issue was retired; kept apart, because an office whose clock runs ahead retires before it issues."""
    printed: dict[int, Printing] = field(default_factory=dict[int, Printing])
    """By issue; kept apart for the same reason."""
    reprint: ReprintOrdered | None = None

    @property
    def current(self) -> Label | None:
        """The newest label in force."""
        live = [label for label in self.labels.values() if not label.retired]
        return max(live, key=lambda label: label.issue) if live else None


@dataclass(slots=True)
class Labels:
    """All registers, and the look-up from hash to (checkpoint, issue)."""

    registers: dict[str, Register] = field(default_factory=dict[str, Register])
    by_code: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    by_typed: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])

    def find(self, place: tuple[str, int] | None) -> Label | None:
        """The label of a (checkpoint, issue)."""
        register = self.registers.get(place[0]) if place else None
        return register.labels.get(place[1]) if place and register else None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a scanned or typed code turned out to be."""

    status: Status
    checkpoint: str = ""
    issue: int = 0
    code_hash: str = ""
    window: int = 0
    """The half minute in which a screen showed it; 0 for a label."""


def apply(register: Register, event: Event) -> None:
    """Fold one fact into one checkpoint's register.

    A sheet settles a reprint owed; so does a new issue, which is then owed as one that was never printed.
    """
    match event.body:
        case LabelIssued() as fact:
            why = register.retired.get(fact.issue, "")
            register.labels[fact.issue] = Label(fact.checkpoint, fact.issue, fact.key, event.at, why)
            register.reprint = None
        case LabelRetired() as fact:
            register.retired[fact.issue] = why = fact.why or "retired"
            if fact.issue in register.labels:
                register.labels[fact.issue].retired = why
        case LabelPrinted() as fact:
            register.printed[fact.issue] = Printing(event.at, fact.outdoor)
            register.reprint = None
        case ReprintOrdered() as fact:
            register.reprint = fact
        case _:
            pass


def index(labels: Labels, event: Event) -> None:
    """Feed the look-ups; each event is fed once, in any order."""
    if isinstance(event.body, LabelIssued):
        place = (event.body.checkpoint, event.body.issue)
        labels.by_code[event.body.code_hash] = place
        labels.by_typed[event.body.typed_hash] = place


def _reading(ledger: Ledger, place: tuple[str, int], code_hash: str) -> Reading:
    label = ledger.labels.find(place)
    point = ledger.site.checkpoint_of.get(place[0]) if ledger.site else None
    retired = label is None or bool(label.retired) or (point is not None and point.retired)
    return Reading("retired" if retired else "active", place[0], place[1], code_hash)


def read(ledger: Ledger, text: str, key: codes.Key | None = None) -> Reading:
    """What a scan says.

    `bad_tag` is said only of what is proven: by the signing key where it is at hand, and without it when the
    register holds another code for the same issue. A label printed an hour ago whose fact has not come yet is
    `unknown`, and nobody is accused.
    """
    if ledger.site is None:
        return Reading("not_a_code")
    parsed = codes.parse(text)
    if parsed is None:
        return Reading("not_a_code")
    code_hash = codes.code_hash(codes.normalise(text))
    place = ledger.labels.by_code.get(code_hash)
    if place is not None:
        return _reading(ledger, place, code_hash)
    if parsed.site != codes.site_number(ledger.site.site.id):
        return Reading("foreign", code_hash=code_hash)
    named = next((c.id for c in ledger.site.checkpoints if c.number == parsed.checkpoint), "")
    register = ledger.labels.registers.get(named)
    taken = register.labels.get(parsed.issue) if register else None
    forged = not codes.verify(parsed, key) if key else taken is not None and taken.key == parsed.key
    return Reading("bad_tag" if forged else "unknown", named, parsed.issue, code_hash)


def read_typed(ledger: Ledger, text: str) -> Reading:
    """What the 8 letters typed by hand say; `not_a_code` for anything that is not 8 letters."""
    letters = codes.normalise_typed(text)
    if letters is None or ledger.site is None:
        return Reading("not_a_code")
    hashed = codes.typed_hash(ledger.site.site.id, letters)
    place = ledger.labels.by_typed.get(hashed)
    return Reading("unknown", code_hash=hashed) if place is None else _reading(ledger, place, hashed)


def issue(ledger: Ledger, checkpoint: str, key: codes.Key, why: str = "reissued") -> Sequence[LabelFact]:
    """Make the next label of a checkpoint and retire the one in force.

    Raises:
        Refused: `label.no_place` for an unknown or retired checkpoint, `label.used_up` after 255 issues.
    """
    site = ledger.site
    place = site.checkpoint_of.get(checkpoint) if site else None
    if site is None or place is None or place.retired:
        raise Refused("label.no_place", "There is no checkpoint {checkpoint} in use.", checkpoint=checkpoint)
    register = ledger.labels.registers.get(checkpoint)
    number = max(register.labels, default=0) + 1 if register else 1
    if number > codes.MAX_ISSUE:
        raise Refused(
            "label.used_up",
            "{checkpoint} has had {count} labels; give the place a new checkpoint.",
            checkpoint=checkpoint,
            count=codes.MAX_ISSUE,
        )
    code = codes.make(site.site.id, place.number, number, key)
    facts: list[LabelFact] = [
        LabelRetired(checkpoint=checkpoint, issue=old.issue, why=why)
        for old in (register.labels.values() if register else ())
        if not old.retired
    ]
    facts.append(
        LabelIssued(
            checkpoint=checkpoint,
            issue=number,
            key=key.id,
            code_hash=codes.code_hash(code),
            typed_hash=codes.typed_hash(site.site.id, codes.typed(site.site.id, place.number, number, key)),
        )
    )
    return facts
