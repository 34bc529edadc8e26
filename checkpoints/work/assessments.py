"""The monthly assessment of contractors (M2; forms.md 11): a hundred points, taken off with a fact and its evidence.

Each scorer fills the form in once and the average counts. Deductions are offered from the month's findings; whoever
found and put right their own fault in time loses nothing (rules.md 7). After the manager's review nothing moves any
more: what is reopened later belongs to the next month (rules.md 11.16).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from checkpoints.fact import Refused
from checkpoints.site.forms import Contractor, Grade, Scheme
from checkpoints.work.accounts.owing import self_mended
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.repeats import Recurrence
from checkpoints.work.records.asking import Ask, Beside, Rule
from checkpoints.work.records.facts import Values
from checkpoints.work.records.making import one_id
from checkpoints.work.records.periods import begins, ends
from checkpoints.work.records.state import Record

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["RULES", "Outcome", "Scored", "deductions_of", "grade_of", "lines_from_findings", "outcome", "scored"]

FULL = 100.0
_NO_FAULT = frozenset({"none", "void", "merged"})
_KEPT = 3
"""From the third of a kind on it is a repeat that costs more (rules.md 6)."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What one scorer gave: points off by item, never more than the item's weight, and what is left."""

    by: str
    at: datetime
    off: dict[str, float]
    left: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The assessment of one contractor and month, as far as it is known."""

    scores: tuple[Scored, ...]
    proposed: float
    """Points off, the average of the scorers."""
    final: float | None
    """Points off after the manager's review; None before it."""
    veto: bool = False

    @property
    def left(self) -> float:
        """Points that are left of a hundred."""
        return round(FULL - (self.proposed if self.final is None else self.final), 1)


def scored(scheme: Scheme, by: str, at: datetime, lines: Sequence[Mapping[str, Any]]) -> Scored:
    """Add up the deductions of one scorer."""
    off: dict[str, float] = {}
    for line in lines:
        off[str(line["item"])] = off.get(str(line["item"]), 0.0) + float(line["points"])
    capped = {item.value: min(off.get(item.value, 0.0), item.weight) for item in scheme.items}
    return Scored(by, at, capped, round(FULL - sum(capped.values()), 1))


def outcome(ledger: Ledger, record: Record) -> Outcome | None:
    """Where an assessment stands; None before anybody scored."""
    contractor, scheme = _of(ledger, record.about)
    if contractor is None or scheme is None or not record.of("score"):
        return None
    scores = tuple(
        scored(scheme, e.by, e.at, cast("list[Mapping[str, Any]]", e.get("lines", []))) for e in record.of("score")
    )
    proposed = round(sum(FULL - s.left for s in scores) / len(scores), 1)
    review = record.entry("review")
    if review is None:
        return Outcome(scores, proposed, None)
    match review.get("outcome"):
        case "changed":
            return Outcome(scores, proposed, float(review.get("points", proposed)))
        case "veto":
            left = ledger.site.deductions.veto_score if ledger.site else 0.0
            return Outcome(scores, proposed, FULL - left, veto=True)
        case _:
            return Outcome(scores, proposed, proposed)


def deductions_of(ledger: Ledger, contractor: str, period: str) -> float | None:
    """Points taken off a contractor in a month, reviewed or still proposed; None while nobody scored."""
    record = ledger.records.all.get(one_id("assessment", period, contractor))
    known = outcome(ledger, record) if record is not None and record.withdrawn is None else None
    if known is None:
        return None
    return known.proposed if known.final is None else known.final


def grade_of(ledger: Ledger, left: float) -> Grade | None:
    """The grade for so many points; None on a site without grades."""
    grades = ledger.site.grades if ledger.site else ()
    return next((g for g in sorted(grades, key=lambda g: -g.least) if left >= g.least), None)


def _of(ledger: Ledger, about: str) -> tuple[Contractor | None, Scheme | None]:
    contractor = ledger.site.contractor_of.get(about) if ledger.site else None
    return contractor, ledger.site.scheme_of.get(contractor.scheme) if ledger.site and contractor else None


# offered from the findings of the month


def lines_from_findings(ask: Ask) -> list[dict[str, Any]]:
    """A deduction for each finding of the month that the contractor's department answers for."""
    contractor, scheme = _of(ask.ledger, ask.about)
    if contractor is None or scheme is None:
        return []
    ledger, zone = ask.ledger, ask.at.tzinfo
    since, until = begins(ask.period, zone), ends(ask.period, zone)
    rule = Recurrence(ledger)
    found = [
        (finding, line)
        for finding, line in ledger.findings.lines()
        if line.department == contractor.department
        and line.state not in _NO_FAULT
        and line.found_at is not None
        and since <= line.found_at < until
        and not self_mended(ledger, finding)
    ]
    found.sort(key=lambda one: (one[1].found_at.timestamp() if one[1].found_at else 0.0, one[0]))
    return [_line(ask, scheme, finding, line, rule.of(finding).nth) for finding, line in found]


def _line(ask: Ask, scheme: Scheme, finding: str, line: Brief, nth: int) -> dict[str, Any]:
    site = ask.ledger.site
    assert site is not None
    sizes = site.deductions
    late = line.late(ask.at) or line.finished_late
    owner = bool(line.unit) or line.category == "owner"
    if owner:
        points, why = sizes.complaint, ask.say("有效投诉", "Valid complaint")
    elif nth >= _KEPT:
        points, why = sizes.repeat, ask.say("同类问题月内第三次起", "Third and more of a kind in the month")
    elif line.category == "staff":
        points, why = sizes.dress, ask.say("着装、工牌", "Dress or badge")
    else:
        points, why = sizes.place, ask.say("每处不合格", "Each place that failed")
    if late:
        points += sizes.overdue
        why += ask.say("；逾期未整改", "; not put right in time")
    place = site.checkpoint_of.get(line.checkpoint)
    where = place.name(ask.lang) if place else line.checkpoint
    day = line.found_at.astimezone(ask.at.tzinfo).date().isoformat() if line.found_at else ""
    return {
        "item": _item(scheme, line, owner=owner),
        "points": f"{points:g}",
        "fact": f"{day} {where} {line.words}"[:200],
        "evidence": finding,
        "reason": why,
    }


def _item(scheme: Scheme, line: Brief, *, owner: bool) -> str:
    """Which item a finding falls under: the last for complaints, the first for people, the second for the work."""
    items = scheme.items
    if owner:
        return items[-1].value
    if line.category == "staff":
        return items[0].value
    return items[min(1, len(items) - 1)].value


# rules of the form


def _draft(ask: Ask) -> Values:
    if ask.step.id == "score":
        return {"lines": lines_from_findings(ask)}
    if ask.step.id == "submitted" and ask.state is not None:
        known = outcome(ask.ledger, ask.state)
        if known is not None:
            answer = ask.earlier("statement", "answer")
            said = {
                "confirmed": ask.say("外包单位已确认", "the contractor confirms"),
                "objects": ask.say("外包单位有申辩", "the contractor objects"),
                "silent": ask.say("外包单位逾期未答复", "the contractor did not answer"),
            }.get(str(answer), "")
            return {
                "words": ask.say(
                    f"{len(known.scores)} 人评分，平均扣 {known.proposed:g} 分，得 {known.left:g} 分；{said}。",
                    f"{len(known.scores)} scorers, {known.proposed:g} points off on average, "
                    f"{known.left:g} left; {said}.",
                )
            }
    if ask.step.id == "review":
        return {"outcome": "agreed"}
    return {}


def _beside(ask: Ask) -> dict[str, Beside]:
    known = outcome(ask.ledger, ask.state) if ask.state is not None else None
    if ask.step.id != "review" or known is None:
        return {}
    said: dict[str, object] = {"count": len(known.scores), "points": f"{known.proposed:g}"}
    return {"outcome": Beside("{count} scorers, {points} points off on average", said)}


def _offer(ask: Ask) -> dict[str, Sequence[str]]:
    _, scheme = _of(ask.ledger, ask.about)
    return {"lines.item": [item.value for item in scheme.items]} if scheme else {}


def _check(ask: Ask) -> None:
    """M2.2: each deduction has its reason and evidence; M2.3: frozen after the review.

    Raises Refused: `assessment.frozen`, `assessment.scored` (each scorer once), `assessment.item`,
        `assessment.evidence`, `assessment.signed` when another one signs.
    """
    if ask.state is not None and ask.state.entry("review") is not None:
        raise Refused("assessment.frozen", "The manager has reviewed it; it stays as it is.")
    if ask.step.id != "score":
        return
    scorers = {e.by: e.id for e in ask.state.of("score")} if ask.state is not None else {}
    if not ask.entry and ask.by in scorers:
        raise Refused("assessment.scored", "You have scored this contractor already; what is wrong can be corrected.")
    if not ask.entry and ask.values.get("signature") not in (None, ask.by):
        raise Refused("assessment.signed", "Each scorer signs their own form.")
    _, scheme = _of(ask.ledger, ask.about)
    items = {item.value for item in scheme.items} if scheme else set[str]()
    for line in cast("list[Mapping[str, Any]]", ask.values.get("lines", [])):
        if line["item"] not in items:
            raise Refused("assessment.item", "That item belongs to another kind of contractor.")
        if not line.get("evidence") and not line.get("photos"):
            raise Refused("assessment.evidence", "Each deduction needs evidence: a finding or a photo.")


RULES: dict[str, Rule] = {"assessment": Rule(draft=_draft, beside=_beside, check=_check, offer=_offer)}
