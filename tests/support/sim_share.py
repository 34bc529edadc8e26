"""What people and other programs do to a share behind everybody's back."""

from __future__ import annotations

from tests.support.memory_disk import MemoryFiles
from tests.support.sim_device import held

__all__ = ["events"]


def events(share: MemoryFiles) -> dict[str, bytes]:
    """The events that can be read in the share's files, by id."""
    found: dict[str, bytes] = {}
    for content in share.copy().values():
        found |= held(content)
    return found
