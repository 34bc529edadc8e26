"""`roundsman codes`: the labels on the walls, as the office sees them.

Only the office device holds the signing key, so only there can the digits and letters of a label be told; every
other device knows their hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import typer

from checkpoints.fact import Refused
from checkpoints.work import labels
from tui import i18n
from tui.cli.common import AS_JSON, PROGRAM, columns, group, opened
from tui.i18n import N_, _

if TYPE_CHECKING:
    from store.logbook import Logbook
    from store.setup import IssuedCode

__all__ = ["build", "listing", "tell_issued"]


def build() -> typer.Typer:
    """The commands under `codes`."""
    app = group(N_("The codes on the walls."))
    app.command("list", help=N_("Every checkpoint with its label."))(list_codes)
    app.command("issue", help=N_("Issue labels: where there is none, or anew for the checkpoints named."))(issue)
    return app


def list_codes(
    ctx: typer.Context,
    as_json: bool = AS_JSON,
    every: bool = typer.Option(False, "--all", help=N_("Labels that were retired, too.")),
) -> None:
    """Print the labels in force, or all that there ever were."""
    with opened(ctx) as book:
        rows = listing(book, every=every)
        if as_json:
            print(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
            return
        shown = "zh" if i18n.lang() == "zh" else "en"
        lines: list[tuple[str, ...]] = [(_("Point"), _("Place"), _("Issue no."), _("Typed by hand"), _("Code"), "")]
        for row in rows:
            state = _("retired: {why}").format(why=row["retired"]) if row["retired"] else ""
            if row["reprint_ordered"]:
                state = _("reprint ordered")
            cells = (str(row[name] or "-") for name in ("issue", "typed", "code"))
            lines.append((str(row["checkpoint"]), str(row[shown]), *cells, state))
        print(columns(lines))


def listing(book: Logbook, *, every: bool = False) -> list[dict[str, object]]:
    """One entry a label, and one for each checkpoint without; scripts rely on the keys.

    `code` (41 digits) and `typed` (8 letters) are None where the signing key is not here; `retired` says why.
    """
    from store import setup

    site = book.ledger.site
    if site is None:
        return []
    known: dict[str, list[IssuedCode | None]] = {}
    for label in setup.list_codes(book):
        if every or not label.retired:
            known.setdefault(label.checkpoint, []).append(label)
    rows: list[dict[str, object]] = []
    for place in site.checkpoints if every else site.active:
        register = book.ledger.labels.registers.get(place.id)
        rows += (
            {
                "checkpoint": place.id,
                "number": place.number,
                "zh": place.zh,
                "en": place.en,
                "issue": label.issue if label else None,
                "issued_at": label.issued_at if label else None,
                "code": label.digits if label else None,
                "typed": label.typed if label else None,
                "retired": label.retired if label else "",
                "reprint_ordered": bool(register and register.reprint) and not (label and label.retired),
            }
            for label in known.get(place.id, [None])
        )
    return rows


def issue(
    ctx: typer.Context,
    checkpoints: list[str] = typer.Argument(
        None, metavar="[CHECKPOINT]...", show_default=False, help=N_("Such as CP-09.")
    ),
) -> None:
    """Issue labels; those that they replace are refused from now on."""
    from store import setup

    with opened(ctx) as book:
        if not checkpoints:
            tell_issued(len(setup.issue_missing(book, PROGRAM)))
            return
        key = book.keys.current if book.keys else None
        if key is None:
            raise Refused("label.no_key", "Labels are issued on the office device; the signing key is not here.")
        book.record(PROGRAM, lambda _now: [f for c in checkpoints for f in labels.issue(book.ledger, c, key)])
        tell_issued(len(checkpoints))


def tell_issued(count: int) -> None:
    """Say how many labels were made."""
    print(i18n.n_("{count} label was issued.", "{count} labels were issued.", count))
