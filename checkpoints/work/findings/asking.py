"""Who asks, about which finding, when: what every decision of this room begins with, and the checks they share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from checkpoints.fact import Moment, Refused
from checkpoints.site.people import Right, RoleId
from checkpoints.site.site import Site
from checkpoints.work.deputies import may, roles_of, stands_in_for
from checkpoints.work.findings.brief import Brief
from checkpoints.work.findings.entry import FindingChange
from checkpoints.work.findings.facts import FindingRaised
from checkpoints.work.findings.state import Finding
from checkpoints.work.findings.table import HEARD_IN, State
from checkpoints.work.spoken import spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["LEAST", "Asking", "asking", "words_of"]

SERIOUS = frozenset({"S1", "S2"})
LEAST = 4
"""Characters of a reason, a plan or a measure at least."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A person in front of a finding."""

    ledger: Ledger
    site: Site
    finding: Finding
    raised: FindingRaised
    by: str
    now: Moment

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.at.date()

    @property
    def number(self) -> str:
        """How people call the finding."""
        return self.ledger.findings.called(self.finding.id)

    @property
    def line(self) -> Brief:
        """The finding in brief."""
        return self.ledger.findings.brief(self.finding.id)

    @property
    def serious(self) -> bool:
        """S1 or S2."""
        return self.finding.severity in SERIOUS

    @property
    def roles(self) -> set[RoleId]:
        """The roles of whoever asks, as a deputy too."""
        return roles_of(self.ledger, self.by, self.today)

    def may(self, right: Right) -> bool:
        """Whether whoever asks carries a right today, as a deputy too."""
        return may(self.ledger, self.by, right, self.today)

    def needs(self, right: Right) -> None:
        """Raise Refused `finding.not_allowed` unless whoever asks carries the right today."""
        if not self.may(right):
            raise Refused("finding.not_allowed", "Your role may not do this.")

    def at_a_state_for(self, change: type[FindingChange]) -> None:
        """Raise Refused `finding.state` unless the table has a path for the change."""
        if self.finding.state not in HEARD_IN[change]:
            raise Refused("finding.state", "{number} does not stand where this can be done.", number=self.number)

    def at(self, states: frozenset[State]) -> None:
        """Raise Refused `finding.state` unless it stands in one of these; for entries that the table does not know."""
        if self.finding.state not in states:
            raise Refused("finding.state", "{number} does not stand where this can be done.", number=self.number)

    @property
    def stands_for(self) -> set[str]:
        """Whoever asks, and those whose deputy they are today."""
        return {self.by, *stands_in_for(self.ledger, self.by, self.today)}

    @property
    def is_responsible(self) -> bool:
        """Whether whoever asks is named in the notice, leads the department, or belongs to its contractor.

        A deputy is what the one who is away would be.
        """
        order = self.finding.progress.order
        if order is None:
            return False
        if self.stands_for & {order.fact.person, order.fact.head}:
            return True
        people = (self.ledger.people[p] for p in self.stands_for)
        return any(p.role in ("dept_head", "contractor") and p.department == order.fact.department for p in people)

    def responsible(self) -> None:
        """Raise Refused `finding.not_yours` unless whoever asks is responsible, or leads the team."""
        if not (self.is_responsible or self.may("assign")):
            raise Refused("finding.not_yours", "This is for the person named in the notice, or their head.")


def asking(ledger: Ledger, finding: str, by: str, now: Moment) -> Asking:
    """Look a finding up for somebody. Raises Refused: `finding.unknown`, `site.none`, `finding.not_allowed`."""
    known = ledger.findings.all.get(finding)
    if known is None or known.raised is None:
        raise Refused("finding.unknown", "That finding is not known here.")
    if ledger.site is None:
        raise Refused("site.none", "No site is loaded yet.")
    if by not in ledger.people or not ledger.people[by].active:
        raise Refused("finding.not_allowed", "Your role may not do this.")
    return Asking(ledger, ledger.site, known, known.raised, by, now)


def words_of(text: str, least: int = LEAST) -> str:
    """Words as they are kept. Raises Refused: `words.short`, `words.long`."""
    clean = spoken(text)
    if len(clean) < least:
        raise Refused("words.short", "Say it in at least {count} characters.", count=least)
    return clean
