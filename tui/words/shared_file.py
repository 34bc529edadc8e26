"""The file that all devices share, in words: where one was found, what it is, what choosing it will do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui.i18n import N_, _, lang
from tui.likely import NAME, Spot
from tui.widgets.pages import Tile
from tui.words.sharing import size, tail

if TYPE_CHECKING:
    from store.joining import Offer

__all__ = ["Picked", "chosen", "looking", "site_name", "target", "tile"]


@dataclass(frozen=True, slots=True)
class Picked:
    """The file, and whether each device writes one of its own beside it; `path` None to share no more.

    `offer` is what the file is; None for one that is not there yet.
    """

    path: Path | None
    segments: bool = False
    offer: Offer | None = None


def target(spot: Spot) -> str:
    """The file that a tap on it means."""
    return str(spot.path if spot.size is not None else spot.path / NAME)


def tile(spot: Spot, room: int) -> Tile:
    """A file with its size and folder, or a folder in which one could be made."""
    if spot.size is None:
        return Tile(target(spot), N_("New file here:"), lambda: tail(str(spot.path), room))
    length = spot.size
    return Tile(
        target(spot),
        lambda: f"{tail(spot.path.name, room - 10)}  {size(length)}",
        lambda: tail(str(spot.path.parent), room),
    )


def site_name(offer: Offer) -> str:
    """The site's name in the language spoken now."""
    return offer.site_zh if lang() == "zh" else offer.site_en


def looking(path: str) -> str:
    """While the file is asked what it is."""
    wait = _("A network drive can take a while. Back chooses another file; nothing was changed.")
    return "⇅ " + _("Looking at {path} ...").format(path=path) + "\n\n" + wait


def chosen(picked: Picked, *, joins: bool) -> str:
    """What the file is, and what will happen."""
    lines = [str(picked.path), ""]
    if picked.offer is None:
        lines += [_("There is no such file yet: it will be made."), ""]
    else:
        known = [(_("Site"), site_name(picked.offer)), (_("Size"), size(picked.offer.size_bytes))]
        if picked.offer.people is not None:
            known.append((_("People"), str(picked.offer.people)))
        lines += [*(f"✓ {label}: {value}" for label, value in known), ""]
    if joins:
        lines.append(_("The site, its people and labels come first; then you can sign in and work."))
        lines.append(_("The history follows by itself. Nothing in the shared file is changed or removed."))
    else:
        lines.append(_("What was recorded here goes there, and what others recorded comes here, by itself."))
        lines.append(_("Nothing that is here or there is changed or removed."))
    if picked.segments:
        lines += ["", _("Each device writes a file of its own beside it, as folders kept in step need it.")]
    return "\n".join(lines)
