"""The union of all facts: a new subject joins here and in `families`, nowhere else."""

from __future__ import annotations

from checkpoints.work.findings import FindingFact
from checkpoints.work.labels import LabelFact
from checkpoints.work.missed import MissedFact
from checkpoints.work.people import PersonFact
from checkpoints.work.rounds.facts import RoundFact
from checkpoints.work.sites import SiteFact

__all__ = ["AnyFact"]

AnyFact = SiteFact | PersonFact | LabelFact | RoundFact | FindingFact | MissedFact
