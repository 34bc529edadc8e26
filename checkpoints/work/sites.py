"""Sites: which site this data folder belongs to. The whole site travels as a fact, so a new device gets it too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checkpoints.fact import Fact, Refused
from checkpoints.site.site import Site

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["SiteFact", "SiteLoaded", "load"]


class SiteLoaded(Fact, frozen=True, kw_only=True, tag="site.loaded"):
    """A checked site came into force; the newest one is the site."""

    site: Site

    @property
    def subject(self) -> str:
        """There is one site in a data folder."""
        return "site:" + self.site.site.id


SiteFact = SiteLoaded


def load(ledger: Ledger, site: Site) -> Sequence[SiteFact]:
    """Put a site into force.

    Raises:
        Refused: `site.other` when the folder belongs to another site, `site.reused` when a code number moved to
            another place (rules.md 11.17: a number is never reused), `site.renumbered` when a place got another
            number (its label on the wall has the old one, which would be free for another place), `site.lost` when
            a checkpoint vanished instead of being retired.
    """
    old = ledger.site
    if old is not None:
        if old.site.id != site.site.id:
            raise Refused(
                "site.other",
                "This folder belongs to the site {ours}; the file is for {theirs}. Use another folder.",
                ours=old.site.id,
                theirs=site.site.id,
            )
        numbers = {c.number: c.id for c in old.checkpoints}
        for c in site.checkpoints:
            if numbers.get(c.number, c.id) != c.id:
                raise Refused(
                    "site.reused",
                    "Code number {number} belonged to {old} and cannot go to {new}. Give {new} a new number.",
                    number=c.number,
                    old=numbers[c.number],
                    new=c.id,
                )
        for c in old.checkpoints:
            now = site.checkpoint_of.get(c.id, c).number
            if now != c.number:
                raise Refused(
                    "site.renumbered",
                    "{place} has the code number {number} on its wall; it cannot become {now}.",
                    place=c.id,
                    number=c.number,
                    now=now,
                )
        lost = [c.id for c in old.checkpoints if c.id not in site.checkpoint_of]
        if lost:
            raise Refused(
                "site.lost",
                "{places} are missing from the file. Keep them and set retired: true.",
                places=", ".join(lost),
            )
    return [SiteLoaded(site=site)]
