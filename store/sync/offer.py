"""What a shared file offers to a device that wants to join: whose it is, how much there is. Nothing is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from checkpoints.ledger.events import decode_event
from checkpoints.site.site import Site
from checkpoints.work.people import PersonAdded
from checkpoints.work.sites import SiteLoaded
from store.disk import DISK, Disk
from store.errors import UNREADABLE, StoreError
from store.journal.lines import Parsed
from store.sync.copies import Folder
from store.sync.faults import far_error, gone
from store.sync.shared_file import Place, SharedFile, events_of

__all__ = ["Offer", "look"]

LOOK = 8 << 20
"""Bytes in which the site is expected."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a shared file is, before anything is taken from it."""

    site_id: str
    site_zh: str
    """The site's names; its id where the name does not stand near the beginning."""
    site_en: str
    file_id: str
    """Empty when the heading is damaged, or there are only segments."""
    size_bytes: int
    """Of everything that belongs to the share but photos."""
    people: int | None
    """How many people were ever added; None when that was not read."""


def look(share_path: str | Path, far: Disk = DISK, *, briefly: bool = False) -> Offer:
    """Say what a shared file is; reads some megabytes of it at most, and `briefly` only until there is a site.

    Raises:
        StoreError: `share.gone`, `share.empty`, `share.not_a_journal`, `store.newer`, or how else the share fails.
    """
    path = Path(share_path).expanduser().absolute()
    try:
        return _look(path, far, briefly=briefly)
    except OSError as error:
        raise far_error(error, path) from error


def _look(path: Path, far: Disk, *, briefly: bool) -> Offer:
    folder = Folder(path, far)
    found = folder.look()
    names = [*([path.name] if found.main else []), *found.segments]
    if not names:
        raise gone(path)
    size = sum(folder.signature(name)[1] for name in (*names, *found.copies))
    site, people, whole, headed, file_id = None, 0, True, "", ""
    for name in names:
        with SharedFile(folder.path / name, far, Place()) as file:
            file.holds()
            heading = file.heading
            headed = headed or file.check("", lambda _: False)
            if heading is not None and name == path.name:
                file_id = heading.file
            for parsed in file.stretches():
                site, added = _ground_in(parsed, site)
                people += added
                if file.place.cursor + parsed.used >= LOOK or (site is not None and (briefly or size > LOOK)):
                    whole = False
                    break
            if not whole:
                break
    if site is None and (whole or not headed):
        raise _empty(path)
    site_id = site.site.id if site is not None else headed
    zh, en = (site.site.name_zh, site.site.name_en) if site is not None else (headed, headed)
    return Offer(site_id, zh, en, file_id, size, people if whole else None)


def _ground_in(parsed: Parsed, site: Site | None) -> tuple[Site | None, int]:
    """The newest site in a piece of the share, else the one given; and how many people were added in it."""
    people = 0
    for dot, raw, _ in events_of(parsed):
        if dot.subject.startswith(("site:", "person:")):
            try:
                body = decode_event(raw).body
            except UNREADABLE:
                continue
            site = body.site if isinstance(body, SiteLoaded) else site
            people += isinstance(body, PersonAdded)
    return site, people


def _empty(path: Path) -> StoreError:
    return StoreError(
        "share.empty",
        "There is no site in {path} yet. Let the device on which the site was set up share it first, then join again.",
        path=str(path),
    )
