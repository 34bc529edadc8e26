"""The union of all facts: a new subject joins here and in `families`, nowhere else."""

from __future__ import annotations

from checkpoints.work.accounts.facts import AccountFact
from checkpoints.work.deputies import DeputyFact
from checkpoints.work.findings.facts import FindingFact
from checkpoints.work.labels import LabelFact
from checkpoints.work.missed import MissedFact
from checkpoints.work.people import PersonFact
from checkpoints.work.praise import PraiseFact
from checkpoints.work.promises.facts import PromiseFact
from checkpoints.work.records.facts import RecordFact
from checkpoints.work.rounds.facts import RoundFact
from checkpoints.work.screens import ScreenFact
from checkpoints.work.sites import SiteFact
from checkpoints.work.waivers import WaiverFact

__all__ = ["AnyFact"]

AnyFact = (
    SiteFact
    | PersonFact
    | DeputyFact
    | LabelFact
    | ScreenFact
    | RoundFact
    | MissedFact
    | FindingFact
    | PromiseFact
    | AccountFact
    | PraiseFact
    | RecordFact
    | WaiverFact
)
