"""Coming back to a place: what stands open there, seeing it again, putting it right."""

from __future__ import annotations

from checkpoints.work.findings import Finding, Fix
from checkpoints.work.rounds import checking
from tests.support.ground import Walk, at


def only(walk: Walk, checkpoint: str) -> Finding:
    """The one finding that stands open at a place."""
    (found,) = walk.desk.ledger.findings.at(checkpoint)
    return found


def next_visit(walk: Walk, checkpoint: str) -> Walk:
    """The round ends; somebody comes back to the place in the afternoon."""
    walk.finish()
    walk.desk.until(at(14))
    return Walk(walk.desk).scan(checkpoint)


def see(walk: Walk, found: Finding, *, still: bool) -> None:
    walk.desk.record("wang", checking.see(walk.desk.ledger, walk.id, found.id, "wang", still=still))


def fix(walk: Walk, found: Finding, by: str = "wang", **more) -> None:
    done = Fix(done="swept clean", fixer="the cleaner", **more)
    walk.desk.record(by, checking.fix_here(walk.desk.ledger, walk.id, found.id, done, by))
