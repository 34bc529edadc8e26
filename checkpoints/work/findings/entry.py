"""What every fact about a finding is: an entry in its timeline, or a change of what holds.

Changes move the finding, its deadline or who has to act; two of them that did not know of each other are a conflict.
The other entries only add.
"""

from __future__ import annotations

from checkpoints.fact import Fact

__all__ = ["FindingChange", "FindingEntry"]


class FindingEntry(Fact, frozen=True, kw_only=True):
    """Base of all facts about a finding; alone, it only adds to the timeline."""

    finding: str

    @property
    def subject(self) -> str:
        """The finding."""
        return "finding:" + self.finding


class FindingChange(FindingEntry, frozen=True, kw_only=True):
    """Base of what moves a finding. `after`: ids of the changes its writer built on.

    Empty where that is the event named by `seen`, which it nearly always is.
    """

    after: tuple[str, ...] = ()

    @property
    def effect(self) -> tuple[object, ...]:
        """What two changes of one kind must agree in to be no conflict."""
        return ()
