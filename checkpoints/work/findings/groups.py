"""The content group of a finding, one of the brief's five (D3.4 to D3.8).

a cleaning and greening, b order and misuse, c equipment, d vacant units, e staff on duty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from checkpoints.site.checks import Group
from checkpoints.site.site import Site
from checkpoints.work.findings.brief import Brief

__all__ = ["GROUPS", "grouping"]

GROUPS: Final[tuple[Group, ...]] = ("a", "b", "c", "d", "e")
UNGROUPED: Final[Group] = "b"
"""Where a free finding counts whose kind no check has: order and misuse, which the brief words widest."""


def grouping(site: Site | None) -> Callable[[Brief], Group]:
    """What tells the content group of a finding: that of its check.

    A free finding counts where most checks of its category are (a draw goes to the earlier letter), and one of a
    category without checks under b.
    """
    of_check: dict[tuple[str, str], Group] = {}
    votes: dict[str, Counter[Group]] = {}
    for kind in site.kinds if site else ():
        for check in kind.checks:
            of_check[kind.id, check.id] = check.group
            if check.on_fail is not None:
                votes.setdefault(check.on_fail.category, Counter())[check.group] += 1
    of_category: dict[str, Group] = {
        name: min(count, key=lambda g, c=count: (-c[g], g)) for name, count in votes.items()
    }
    kinds = {c.id: c.kind for c in site.checkpoints} if site else {}

    def group(line: Brief) -> Group:
        found = of_check.get((kinds.get(line.checkpoint, ""), line.check)) if line.check else None
        return found or of_category.get(line.category, UNGROUPED)

    return group
