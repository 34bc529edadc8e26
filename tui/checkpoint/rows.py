"""What the list of a checkpoint says: open findings first, then the checks, each with what can be tapped.

Pure: ledger in, rows out, in the language spoken now. The screen only puts them on widgets, so a row that says the
same as before costs nothing.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from checkpoints.site.checks import Check
from checkpoints.site.site import Site
from checkpoints.work.findings import Finding
from checkpoints.work.rounds import Round, checking
from checkpoints.work.rounds.answers import UNREADABLE, range_words
from checkpoints.work.rounds.state import Answered, Visit
from tui import when
from tui.i18n import N_, _, lang
from tui.widgets.check_row import Row, Tap
from tui.words.rounds import group

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["Point", "finding_of", "reading_hint", "rows_of", "unit_of"]

_OUTCOME = {
    "ok": ("✓", N_("pass"), "$success"),
    "fail": ("✗", N_("fail"), "$error"),
    "critical": ("✗✗", N_("emergency"), "$error"),
    "na": ("-", N_("not applicable"), "$quiet"),
}
"""Glyph, word and colour of an outcome."""
_TOUCHED = {
    "raised": ("✓", N_("recorded")),
    "still": ("!", N_("still there")),
    "gone": ("✓", N_("put right")),
    "fixed": ("✓", N_("fixed by us")),
}
INLINE = 4
"""Options that may stand as buttons in a row."""
MOST_WORDS = 150
"""Characters of a finding's words that a row shows."""


@dataclass(frozen=True, slots=True)
class Point:
    """One checkpoint of one round, as the ledger has it, and what the screen adds."""

    ledger: Ledger
    site: Site
    round: Round
    checkpoint: str
    now: datetime
    held: dict[str, int]
    """Photos that wait for an answer, by check."""
    taps: int = 3
    """How many buttons of a row fit beside its text."""
    letters: int = 30
    """Cells that the words of such a button may have."""
    camera: bool = False
    """Whether a camera can scan here."""

    @property
    def visit(self) -> Visit:
        """What was done here."""
        return self.round.visit(self.checkpoint)

    @property
    def on_paper(self) -> bool:
        """Whether the round is entered from paper: no code is asked for."""
        return self.round.started is not None and self.round.started.paper

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks asked here."""
        return checking.checks_here(self.ledger, self.round, self.checkpoint)


def finding_of(point: Point, check: str) -> Finding | None:
    """The finding that a failed check of this visit raised, or the open one that it was seen to be again."""
    known = point.ledger.findings.all
    touched = [known[f] for f in point.visit.touched if f in known]
    ours = [f for f in touched if f.raised and f.raised.check == check]
    return max(ours, key=lambda f: f.raised is not None and f.raised.round == point.round.id, default=None)


def rows_of(point: Point) -> list[Row]:
    """Findings of earlier visits, then the checks, then what was raised here without a check."""
    raised_here = [f for f in _touched(point) if f.raised and f.raised.round == point.round.id]
    failed = {c for c, a in point.visit.answers.items() if a.fact.outcome in ("fail", "critical")}
    mine = {f.id for f in raised_here if not f.raised or not f.raised.check or f.raised.check in failed}
    shown = {f.id: f for f in (*point.ledger.findings.at(point.checkpoint), *_touched(point))}
    earlier = [f for f in shown.values() if f.id not in mine]
    owed = {c.id for c in checking.photos_owed(point.ledger, point.round, point.checkpoint)}
    return [
        *(_finding_row(point, f) for f in sorted(earlier, key=lambda f: f.raised.number if f.raised else "")),
        *(_check_row(point, n, c, owed=c.id in owed) for n, c in enumerate(point.checks, 1)),
        *(_finding_row(point, f) for f in raised_here if f.raised and not f.raised.check),
    ]


def _touched(point: Point) -> list[Finding]:
    known = point.ledger.findings.all
    return [known[f] for f in point.visit.touched if f in known]


# findings


def _finding_row(point: Point, finding: Finding) -> Row:
    raised = finding.raised
    assert raised is not None
    department = point.site.department_of.get(raised.department)
    how = point.visit.touched.get(finding.id)
    late = finding.overdue(point.now)
    about = [raised.severity, department.name(lang()) if department else raised.department]
    quiet = Content("  ".join(about))
    if how:
        glyph, word = _TOUCHED[how]
        state = Content.styled(f"  {glyph} {_(word)}", "$success bold" if how != "still" else "$warning bold")
    elif late is not None:
        state = Content.styled("  ! " + when.countdown(raised.due, point.now), "$error bold")
    else:
        state = Content("  " + when.countdown(when.local(raised.due, point.site.zone_info), point.now))
    if finding.photo_owed and raised.round == point.round.id:
        state += Content.styled("  ! " + _("photo missing"), "$warning bold")
    elif finding.photos:
        state += Content("  " + _("photos {n}").format(n=len(finding.photos)))
    head = Content.styled(f"▲ {raised.number} {_brief(raised.words)}", "bold")
    free = raised.round == point.round.id and not raised.check
    taps = (
        (Tap("add", _("Add photo or words")),)
        if free
        else (
            Tap("still", _("Still there"), "warning", on=how == "still"),
            Tap("gone", _("Put right") + " ✓", "success", on=how == "gone"),
            Tap("fix", _("We fix it"), on=how == "fixed"),
        )
    )
    if not finding.open and how == "fixed":
        taps = ()
    return Row("finding:" + finding.id, head + "\n" + quiet + state, taps, open=how is None)


def _brief(words: str) -> str:
    """What fits into a row; the whole of it is in the round's history."""
    return words if len(words) <= MOST_WORDS else words[:MOST_WORDS].rstrip() + ".."


# checks


def _check_row(point: Point, number: int, check: Check, *, owed: bool) -> Row:
    given = point.visit.answers.get(check.id)
    head = Content.styled(f"{number}" + ("．" if lang() == "zh" else ". "), "$quiet") + Content.styled(
        check.name(lang()), "bold"
    )
    parts = [Content.styled(group(check.group), "$quiet")]
    hint = reading_hint(point, check)
    if hint:
        parts.append(Content.styled(hint, "$quiet"))
    if given is not None:
        parts.append(_state(point, check, given, owed=owed))
    elif point.held.get(check.id):
        parts.append(Content(_("photos {n}").format(n=point.held[check.id])))
    elif check.photo == "always":
        parts.append(Content.styled(_("with photo"), "$quiet"))
    text = head + "\n" + Content("  ").join(parts)
    return Row("check:" + check.id, text, _taps(point, check, given), open=given is None)


def _state(point: Point, check: Check, given: Answered, *, owed: bool) -> Content:
    glyph, word, colour = _OUTCOME[given.fact.outcome]
    said = Content.styled(f"{glyph} {_(word)}", f"{colour} bold")
    photos = list(given.fact.photos)
    if given.fact.outcome in ("fail", "critical"):
        finding = finding_of(point, check.id)
        if finding and finding.raised:
            said += Content.styled(f"  ▲ {finding.raised.number}", "bold")
            photos += [p for p in finding.photos if p not in photos]
            owed = owed or (finding.photo_owed and finding.raised.round == point.round.id)
    if owed and not photos:
        said += Content.styled("  ! " + _("photo missing"), "$warning bold")
    elif photos:
        said += Content("  " + _("photos {n}").format(n=len(photos)))
    return said


def reading_hint(point: Point, check: Check) -> str:
    """What to expect of a number: the normal range, and the last reading at this place from another round."""
    if check.answer.type != "number":
        return ""
    limits = range_words(check.answer, lang())
    last = point.ledger.rounds.last_reading(point.checkpoint, check.id, before_round=point.round.id)
    parts = [_("normal {range}").format(range=narrow(limits))] if limits else []
    if last is not None:
        parts.append(_("last {value}").format(value=f"{last.value:g}"))
    return "  ".join(parts)


def unit_of(check: Check) -> str:
    """The unit of a number; empty for a pure number."""
    return narrow(check.answer.unit.name(lang())) if check.answer.unit else ""


def narrow(text: str) -> str:
    """One sign such as the degree-Celsius sign as the letters it stands for: many terminals cut its wide glyph."""
    return unicodedata.normalize("NFKC", text)


def _taps(point: Point, check: Check, given: Answered | None) -> tuple[Tap, ...]:
    value = given.fact.value if given else None
    match check.answer.type:
        case "pass_fail_na":
            return (
                Tap("answer:pass", _("Pass") + " ✓", "success", on=value == "pass"),
                Tap("answer:fail", _("Fail") + " ✗", "error", on=value == "fail"),
                Tap("answer:na", _("N/A") + " -", on=value == "na"),
            )
        case "choice":
            return _choices(point, check, value)
        case "number":
            unit = unit_of(check)
            shown = f"{float(value):g}" if isinstance(value, int | float) else "____"
            return (
                Tap("number", f"{shown} {unit}".rstrip(), wide=True, field=True),
                Tap("answer:" + UNREADABLE, _("Cannot read") + " ✗", "error", on=value == UNREADABLE),
            )
        case "text":
            shown = str(value) if given else _("Write")
            return (Tap("text", shown, wide=True, field=True),)
        case "photo":
            shown = _("Photo") + " ✓" if given else _("Photo")
            return (Tap("photo", shown, wide=True, field=True),)


def _choices(point: Point, check: Check, value: object) -> tuple[Tap, ...]:
    options = check.answer.options
    longest = max(cell_len(option.name(lang())) for option in options) + 2
    if len(options) <= min(INLINE, point.taps) and longest <= point.letters:
        return tuple(
            Tap(
                "answer:" + option.value,
                option.name(lang()) + (" ✓" if option.ok else " ✗"),
                "success" if option.ok else "error",
                on=option.value == value,
            )
            for option in options
        )
    good = next(option for option in options if option.ok)
    other = next((o for o in options if o.value == value and o is not good), None)
    return (
        Tap("answer:" + good.value, good.name(lang()) + " ✓", "success", on=value == good.value),
        Tap("choose", (other.name(lang()) if other else _("Another answer")) + " ▾", on=other is not None, wide=True),
    )
