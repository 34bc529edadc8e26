"""The end of a story: all faults are over, everybody meets, and it is counted who holds what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.journal.storage import decode
from tests.support import sim_share
from tests.support.sim_device import Broken

if TYPE_CHECKING:
    from tests.support.sim_world import World

__all__ = ["end"]


def end(world: World) -> None:
    """All faults are over; everybody meets; nothing that was acknowledged may be missing anywhere."""
    for tablet in world.tablets:
        for process in tablet.processes:
            world.close(process)
        world.boot(tablet)
    world.sharing.settle()
    ledgers, sets = [], []
    for tablet in world.tablets:
        book = tablet.processes[0].open()
        for subject in book.ledger.streams:
            book.ledger.history(subject)  # a snapshot whose places rotted is found out now, and folded anew
        book.follow()
        sets.append({key: decode(raw) for key, raw in book._storage.raws("events").items()})
        ledgers.append(book.ledger)
    for tablet, found in zip(world.tablets, sets, strict=True):
        if not world.sharing.on and (lost := tablet.mine - found.keys()):
            raise Broken(f"{tablet.name} acknowledged and has not: {sorted(lost)}")
    if world.sharing.on:
        _same_everywhere(world, sets, ledgers)
    world.counts["excused"] += len(world.excused)


def _same_everywhere(world: World, sets: list[dict[str, dict]], ledgers: list) -> None:
    lost = world.acked.keys() - sets[0].keys() - world.excused
    if lost:
        raise Broken(f"acknowledged and gone: {sorted(lost)}")
    altered = [key for key, raw in world.acked.items() if key in sets[0] and decode(raw) != sets[0][key]]
    if altered:
        raise Broken(f"acknowledged and altered: {altered}")
    for tablet, found, ledger in zip(world.tablets, sets, ledgers, strict=True):
        if found != sets[0]:
            odd = found.keys() ^ sets[0].keys() or "other content"
            raise Broken(f"{tablet.name} and {world.tablets[0].name} do not hold the same: {odd}")
        if ledger != ledgers[0]:
            raise Broken(f"the ledgers of {tablet.name} and {world.tablets[0].name} differ")
    shared = sim_share.events(world.share)
    if missing := sets[0].keys() - shared.keys():
        raise Broken(f"not in the share: {sorted(missing)}")
    if unique := {key for key in world.everywhere() if key not in sets[0]}:
        raise Broken(f"stands in a copy beside the share and nowhere else: {sorted(unique)}")
    if altered := [key for key, raw in shared.items() if key in sets[0] and decode(raw) != sets[0][key]]:
        raise Broken(f"altered in the share: {altered}")
