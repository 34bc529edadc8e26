"""What was found wrong in a data folder, in words for the person who opened it.

Nothing here stops the work: what could not be read is set aside or stepped over, counted and told.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from store.journal import JournalStorage

__all__ = ["Problem", "found_in", "of_archive", "of_replacing"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is for tests and scripts, `message` a gettext msgid, `params` fill its {fields}."""

    code: str
    message: str
    params: dict[str, object] = field(default_factory=dict[str, object])


def found_in(storage: JournalStorage, unreadable: int, newer: int, new_device: bool) -> list[Problem]:
    """List the problems of a journal as it stands in memory."""
    problems: list[Problem] = []
    if storage.torn:
        message = "An entry was cut off by a power failure or a crash. It was never shown as saved and was set aside."
        problems.append(Problem("store.torn", message, {"bytes": sum(storage.torn)}))
    if storage.damage:
        message = (
            "Damaged lines in the records: {count}; entries in them that could still be read: {saved}. All the others"
            " are here. Copy the folder to a safe place and have the disk looked at."
        )
        saved = sum(d.salvaged for d in storage.damage)
        problems.append(Problem("store.damaged", message, {"count": len(storage.damage), "saved": saved}))
    if unreadable:
        message = "{count} entries have a form that cannot be read. They are kept."
        problems.append(Problem("store.unreadable", message, {"count": unreadable}))
    if newer:
        message = "{count} entries were written by a newer Roundsman. They are kept; update to see them."
        problems.append(Problem("store.newer_facts", message, {"count": newer}))
    if new_device:
        message = "The device file was unreadable; this device goes on under a new id."
        problems.append(Problem("store.new_device", message))
    return problems


def of_archive(folder: Path, missing: list[str]) -> list[Problem]:
    """Tell of files of sealed years that are gone."""
    if not missing:
        return []
    message = "Files of past years are missing in {folder}: {names}. Everything else is here. Put them back."
    return [Problem("store.archive", message, {"folder": str(folder), "names": ", ".join(missing)})]


def of_replacing(path: Path, missing: int, put_back: int, lost: int = 0) -> list[Problem]:
    """Tell of a journal that was replaced while it was open: by another one, or by an older copy of itself."""
    if missing:
        message = (
            "Other records were put in the place of those used here. {count} entries saved before are not among them."
            " Put the right file back before you go on: {path}"
        )
        return [Problem("store.other_file", message, {"count": missing, "path": str(path)})]
    if lost:
        message = (
            "{count} entries saved before are not in the records any more: an older copy was put in their place, or"
            " lines were damaged. A share or a backup has them: share, or put the right file back."
        )
        return [Problem("store.lost", message, {"count": lost})]
    if put_back:
        message = "An older copy was put in the place of the records. {count} entries it lacked were put back."
        return [Problem("store.put_back", message, {"count": put_back})]
    return []
