"""Labels as the office sees them: which are owed to which wall, made anew, put onto a sheet.

A label in force that was never on a sheet, and one of which a round said that it cannot be scanned, are owed. What
closes a reprint order is the sheet (`LabelPrinted`): that somebody stuck it up is seen by nobody but the next round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from checkpoints.fact import Moment, Refused
from checkpoints.site import codes
from checkpoints.site.places import Checkpoint
from checkpoints.work.deputies import may
from checkpoints.work.labels import LabelFact, LabelPrinted, Register, issue
from checkpoints.work.spoken import spoken

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["REISSUED", "Standing", "chosen", "is_owed", "issue_missing", "made", "reissue", "standing"]

Standing = Literal["none", "unprinted", "reprint", "printed"]
"""`none`: no label in force; `unprinted`: never on a sheet; `reprint`: a round could not scan it; else `printed`."""
REISSUED = "reissued"
"""Why the old label was retired where nobody gave another reason."""


def standing(register: Register | None) -> Standing:
    """How it stands with the label of one checkpoint."""
    current = register.current if register else None
    if register is None or current is None:
        return "none"
    if register.reprint is not None:
        return "reprint"
    return "printed" if current.issue in register.printed else "unprinted"


def is_owed(ledger: Ledger, checkpoint: str) -> bool:
    """Whether a sheet is owed to this place."""
    return standing(ledger.labels.registers.get(checkpoint)) != "printed"


def chosen(
    ledger: Ledger, zone: str = "", checkpoints: Sequence[str] = (), *, owed: bool = False
) -> Sequence[Checkpoint]:
    """The checkpoints in use of a zone, of these ids, or all; `owed`: those of them that are owed a sheet.

    Raises:
        Refused: `label.no_zone` for an unknown zone (with those there are), `label.no_place` for an unknown or
            retired checkpoint, `label.none_owed` when nothing is left.
    """
    site = ledger.site
    active = site.active if site else ()
    zones = [z.id for z in site.zones] if site else []
    if zone and zone not in zones:
        raise Refused(
            "label.no_zone", "There is no zone {zone}. There are: {zones}.", zone=zone, zones=", ".join(zones) or "-"
        )
    known = {place.id for place in active}
    for wanted in checkpoints:
        if wanted not in known:
            raise Refused("label.no_place", "There is no checkpoint {checkpoint} in use.", checkpoint=wanted)
    found = [
        place
        for place in active
        if (not zone or place.zone == zone)
        and (not checkpoints or place.id in checkpoints)
        and (not owed or is_owed(ledger, place.id))
    ]
    if not found:
        raise Refused("label.none_owed", "No label is owed there. Nothing was made.")
    return found


def _may_issue(ledger: Ledger, by: str, now: Moment) -> None:
    """Whoever works on the command line owns the folder and the key, and is no person of the site."""
    if by in ledger.people and not may(ledger, by, "issue_labels", now.at.date()):
        raise Refused("label.not_allowed", "Labels are issued by a supervisor or the manager.")


def reissue(
    ledger: Ledger, checkpoints: Sequence[str], key: codes.Key, why: str, by: str, now: Moment
) -> Sequence[LabelFact]:
    """New labels for these checkpoints. Those in force are retired with the same breath, and refused from then on.

    Raises:
        Refused: `label.not_allowed`, `words.long`, and what `labels.issue` raises; nothing is issued then.
    """
    _may_issue(ledger, by, now)
    reason = spoken(why) or REISSUED
    return [fact for place in checkpoints for fact in issue(ledger, place, key, reason)]


def issue_missing(
    ledger: Ledger, checkpoints: Sequence[str], key: codes.Key, by: str, now: Moment
) -> Sequence[LabelFact]:
    """A first label for those of these checkpoints that have none in force. Raises as `reissue` does."""
    _may_issue(ledger, by, now)
    bare = [c for c in checkpoints if standing(ledger.labels.registers.get(c)) == "none"]
    return [fact for place in bare for fact in issue(ledger, place, key)]


def made(
    ledger: Ledger, labels: Sequence[tuple[str, int]], by: str, now: Moment, *, outdoor: bool
) -> Sequence[LabelFact]:
    """A sheet with these (checkpoint, issue) lies on the disk.

    Raises:
        Refused: `label.not_allowed`; `label.overtaken` when one of them was retired while the sheet was made.
    """
    _may_issue(ledger, by, now)
    for checkpoint, number in labels:
        register = ledger.labels.registers.get(checkpoint)
        if register is None or register.current is None or register.current.issue != number:
            raise Refused(
                "label.overtaken",
                "The label of {checkpoint} was issued anew while the sheet was made. Throw the sheet away and make"
                " it again.",
                checkpoint=checkpoint,
            )
    return [LabelPrinted(checkpoint=c, issue=number, outdoor=outdoor) for c, number in labels]
