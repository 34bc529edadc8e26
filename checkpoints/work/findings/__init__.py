"""Findings: what was seen wrong, from the first sighting to the last (brief D3.9 to D3.16).

Here a finding is raised, put right on the spot, and seen again or gone at a later visit. Its further life joins
`facts`, `state.apply` and `State`, and brings decisions of its own beside `raising`; nothing else moves.
"""

from checkpoints.work.findings.facts import FindingFact, FindingFixed, FindingNoted, FindingRaised, FindingSeen
from checkpoints.work.findings.raising import Draft, Fix, draft_for, fix, note, raise_finding, see_again
from checkpoints.work.findings.state import Finding, Findings, State, apply, index

__all__ = [
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
    "draft_for",
    "fix",
    "index",
    "note",
    "raise_finding",
    "see_again",
]
