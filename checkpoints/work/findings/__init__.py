"""Findings: what was seen wrong, from the first sighting to closed (brief D3.9 to D3.16; rules.md 1 to 3 and 6).

`entry`, `facts`: what can happen. `table`: the state machine. `progress`, `state`: what the facts make of a finding.
`brief`, `known`: the line of it, and the indexes across all. `raising` and its neighbours: the decisions.
"""

from checkpoints.work.findings.brief import Brief, brief_of
from checkpoints.work.findings.facts import FindingFact, FindingFixed, FindingNoted, FindingRaised, FindingSeen
from checkpoints.work.findings.known import Findings, index
from checkpoints.work.findings.raising import Draft, Fix, draft_for, fix, note, raise_finding, see_again
from checkpoints.work.findings.state import Finding, apply
from checkpoints.work.findings.table import State

__all__ = [
    "Brief",
    "Draft",
    "Finding",
    "FindingFact",
    "FindingFixed",
    "FindingNoted",
    "FindingRaised",
    "FindingSeen",
    "Findings",
    "Fix",
    "State",
    "apply",
    "brief_of",
    "draft_for",
    "fix",
    "index",
    "note",
    "raise_finding",
    "see_again",
]
