"""Every report there is, by name: what it is called, what picks one, and what builds it.

A new report is a module with a builder and one line here; the command line, the screens and the docs read the list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, Literal

from checkpoints.fact import Refused
from checkpoints.reports.document import Document, Said
from checkpoints.reports.findings import findings_list
from checkpoints.reports.notice import notice
from checkpoints.reports.rounds import round_record, rounds_of_day

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["REPORTS", "Asked", "Picks", "Report", "report"]

Picks = Literal["now", "day", "finding"]
"""What picks the one that is wanted: nothing, for it is about now; a day; the number of a finding."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which one is wanted, and the moment of asking, on the site's clock."""

    now: datetime
    day: date
    record: str = ""
    """A number or an id, where one record is wanted and not a period."""


@dataclass(frozen=True, slots=True)
class Report:
    """One kind of document."""

    title: Said
    picks: Picks
    build: Callable[[Ledger, Asked], Document]


def _notice(ledger: Ledger, asked: Asked) -> Document:
    known = [f for f, line in ledger.findings.lines() if asked.record in (f, line.number, ledger.findings.called(f))]
    if not known:
        raise Refused("finding.unknown", "That finding is not known here.")
    return notice(ledger, known[0], asked.now)


def _rounds(ledger: Ledger, asked: Asked) -> Document:
    if not asked.record:
        return rounds_of_day(ledger, asked.day, asked.now)
    if asked.record not in ledger.rounds.all:
        raise Refused("round.unknown", "That round is not known here.")
    return round_record(ledger, asked.record, asked.now)


REPORTS: Final[dict[str, Report]] = {
    "notice": Report(Said("Rectification notice"), "finding", _notice),
    "round": Report(Said("Quality patrol record"), "day", _rounds),
    "findings": Report(Said("List of findings"), "now", lambda ledger, asked: findings_list(ledger, asked.now)),
}


def report(ledger: Ledger, name: str, asked: Asked) -> Document:
    """Build one document.

    Raises:
        Refused: `report.unknown` for a name that is none; `report.which` where a number is needed; what the builder
            raises.
    """
    known = REPORTS.get(name)
    if known is None:
        raise Refused("report.unknown", "There is no report of that name. There are: {names}", names=tuple(REPORTS))
    if known.picks == "finding" and not asked.record:
        raise Refused("report.which", "Which one? Give its number.")
    return known.build(ledger, asked)
