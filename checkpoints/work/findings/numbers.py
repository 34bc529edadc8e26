"""Numbers of findings: unique although devices are offline, and never given twice (rules.md 1).

A number is the mark of the device and a count. The mark has three letters, which two devices can share; whoever knows
of the other takes more letters of its own name. Two that never met may still give the same number; from the day they
know of each other `Findings.called` says more of both, so no number ever names two findings.
"""

from __future__ import annotations

from checkpoints.fact import Moment
from checkpoints.work.findings.known import Findings

__all__ = ["next_number"]


def next_number(findings: Findings, now: Moment) -> str:
    """The next number of the device that asks, such as K7Q-0042."""
    tag = _tag(findings, now)
    return f"{tag}-{findings.raised_by.get(tag, 0) + 1:04d}"


def _tag(findings: Findings, now: Moment) -> str:
    base = now.device.partition("-")[0]
    for more in range(len(base) + 1):
        tag = now.tag + base[:more].upper()
        if findings.tags.get(tag, set()) <= {base}:
            return tag
    return now.tag
