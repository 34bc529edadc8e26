"""`roundsman codes`: the labels on the walls, as the office sees them.

Only the office device holds the signing key, so only there can the digits and letters of a label be told; every
other device knows their hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import typer

from checkpoints.fact import Refused
from checkpoints.site import codes
from checkpoints.work import labels
from tui import i18n
from tui.cli_common import AS_JSON, PROGRAM, columns, group, opened
from tui.i18n import N_, _

if TYPE_CHECKING:
    from checkpoints.site.places import Checkpoint
    from store.logbook import Logbook

__all__ = ["build", "issue_missing", "listing"]


def build() -> typer.Typer:
    """The commands under `codes`."""
    app = group(N_("The codes on the walls."))
    app.command("list", help=N_("Every checkpoint with its label."))(list_codes)
    app.command("issue", help=N_("Issue labels: where there is none, or anew for the checkpoints named."))(issue)
    return app


def list_codes(ctx: typer.Context, as_json: bool = AS_JSON) -> None:
    """Print the labels in force."""
    with opened(ctx) as book:
        rows = listing(book)
        if as_json:
            print(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
            return
        if book.ledger.site is None:
            return
        lines = [(_("Point"), _("Place"), _("Issue"), _("By hand"), _("Code"))]
        for row, place in zip(rows, book.ledger.site.active, strict=True):
            ordered = " " + _("(reprint ordered)") if row["reprint_ordered"] else ""
            number = "-" if row["issue"] is None else str(row["issue"])
            shown = (str(row["typed"] or "-"), str(row["code"] or "-"))
            lines.append((place.id, place.name(i18n.lang()), number + ordered, *shown))
        print(columns(lines))


def listing(book: Logbook) -> list[dict[str, object]]:
    """One entry a checkpoint in use: `code` (41 digits) and `typed` (8 letters) are None without the signing key."""
    site = book.ledger.site
    return [_entry(book, site.site.id, place) for place in site.active] if site else []


def _entry(book: Logbook, site: str, place: Checkpoint) -> dict[str, object]:
    register = book.ledger.labels.registers.get(place.id)
    label = register.current if register else None
    entry: dict[str, object] = {
        "checkpoint": place.id,
        "number": place.number,
        "zh": place.zh,
        "en": place.en,
        "issue": label.issue if label else None,
        "issued_at": label.issued_at if label else None,
        "code": None,
        "typed": None,
        "reprint_ordered": bool(register and register.reprint),
    }
    key = book.keys.get(label.key) if label and book.keys else None
    if label and key:
        entry["code"] = codes.make(site, place.number, label.issue, key)
        entry["typed"] = codes.typed(site, place.number, label.issue, key)
    return entry


def issue(
    ctx: typer.Context,
    checkpoints: list[str] = typer.Argument(
        None, metavar="[CHECKPOINT]...", show_default=False, help=N_("Such as CP-09.")
    ),
) -> None:
    """Issue labels; those that they replace are refused from now on."""
    with opened(ctx) as book:
        made = _issue(book, checkpoints) if checkpoints else issue_missing(book)
        print(i18n.n_("{count} label was issued.", "{count} labels were issued.", len(made)))
        if made:
            print(", ".join(made))


def issue_missing(book: Logbook) -> list[str]:
    """Issue a label for every checkpoint in use that has none; the checkpoints."""
    site, registers = book.ledger.site, book.ledger.labels.registers
    if site is None:
        return []
    return _issue(book, [c.id for c in site.active if c.id not in registers or registers[c.id].current is None])


def _issue(book: Logbook, checkpoints: list[str]) -> list[str]:
    keys = book.keys
    if keys is None and not book.ledger.labels.by_code:
        keys = book.make_key()  # nobody has issued a label yet: the office is here
    key = keys.current if keys else None
    if key is None:
        raise Refused("codes.no_key", "The signing key is on the office device; labels are issued there.")
    book.record(PROGRAM, lambda _now: [fact for c in checkpoints for fact in labels.issue(book.ledger, c, key)])
    return checkpoints
