"""What every sign is looked for in: a round with its trails, beside what is usual on the site and what it plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checkpoints.site.policy import PresencePolicy
from checkpoints.site.site import Site
from checkpoints.work.plausible.habits import Habits, Usual
from checkpoints.work.rounds.state import Round
from checkpoints.work.rounds.trail import Step

__all__ = ["Looked", "cost_of"]


@dataclass(frozen=True, slots=True)
class Looked:
    """A round as the signs look at it."""

    round: Round
    trails: Sequence[Sequence[Step]]
    began: float
    habits: Habits
    policy: PresencePolicy
    site: Site | None = None

    @property
    def steps(self) -> list[Step]:
        """Every step, trail after trail."""
        return [step for trail in self.trails for step in trail]

    @property
    def visits(self) -> list[Step]:
        """The steps that a plan can be held against: first visits, over, of places whose minutes the site knows.

        Whoever scans a place once more at the end has looked there already. Where nothing was done after the scan, as
        when all answers are given on the other tablet of a joint round, nobody knows how long they stayed.
        """
        return [step for trail in self.trails for step in self._of_plan(trail)]

    def _of_plan(self, trail: Sequence[Step]) -> Iterator[Step]:
        seen: set[str] = set()
        for number, step in enumerate(trail):
            again, under_way = step.checkpoint in seen, self.round.open and number == len(trail) - 1
            seen.add(step.checkpoint)
            if step.stay and self.planned(step.checkpoint) and not (again or under_way):
                yield step

    def planned(self, checkpoint: str) -> float:
        """Seconds that the site plans for a place; 0 for one that it does not know any more."""
        place = self.site.checkpoint_of.get(checkpoint) if self.site else None
        return place.est_minutes * 60 if place else 0

    def usual_way(self, step: Step) -> Usual | None:
        """The usual way to it from the place before."""
        return self.habits.walk(step.came_from, step.checkpoint, self.began) if step.came_from else None

    def usual_stay(self, step: Step) -> Usual | None:
        """The usual stay there."""
        return self.habits.stay(step.checkpoint, self.began)


def cost_of(full: int, strength: float) -> int:
    """Points for a sign of a strength from 0 to 1."""
    return round(full * max(0.0, min(1.0, strength)))
