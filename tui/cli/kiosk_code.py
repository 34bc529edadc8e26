"""`roundsman kiosk-code`: the changing code of a screen, from the office to the kiosk.

The office issues it and writes a file for the kiosk; the file is carried there by hand, because it is the one thing
that must not travel with the records.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from checkpoints.fact import Refused
from checkpoints.work import screens
from tui import i18n
from tui.cli.common import PROGRAM, columns, group, opened
from tui.i18n import N_, _

__all__ = ["build"]

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def build() -> typer.Typer:
    """The commands under `kiosk-code`."""
    app = group(N_("The changing code on a kiosk's screen."))
    app.command("issue", help=N_("At the office: a new secret for the screen of a checkpoint, into a file."))(issue)
    app.command("install", help=N_("On the kiosk: take the file in."))(install)
    app.command("retire", help=N_("At the office: the kiosk is gone; its code is refused from now on."))(retire)
    app.command("list", help=N_("Every screen with the days its code is good for."))(list_screens)
    return app


def issue(
    ctx: typer.Context,
    checkpoint: str = typer.Argument(..., help=N_("Such as CP-09.")),
    out: Path = typer.Option(..., "--out", help=N_("The file to carry to the kiosk.")),
    days: int = typer.Option(screens.MOST_DAYS, min=1, max=screens.MOST_DAYS, help=N_("For how many days.")),
) -> None:
    """Issue and write the file; the code that it replaces is refused from now on."""
    from store import screen

    with opened(ctx) as book:
        key = book.keys.current if book.keys else None
        if key is None:
            raise Refused("label.no_key", "Labels are issued on the office device; the signing key is not here.")
        book.record(PROGRAM, lambda now: screens.issue(book.ledger, checkpoint, key, now, days))
        screen.write(out, screen.of(book.ledger, checkpoint, key))
    print(
        _(
            "Written: {file}. Carry it to the kiosk, run there: roundsman kiosk-code install {file}, and delete it. "
            "Whoever has this file can make the codes of this screen."
        ).format(file=out)
    )


def install(ctx: typer.Context, file: Path = typer.Argument(..., help=N_("The file from the office."))) -> None:
    """Put the file in place on this device."""
    from store import screen

    with opened(ctx) as book:
        site = book.ledger.site
        if site is None:
            raise Refused("site.none", "No site is loaded yet.")
        found = screen.install(book.data, file, site.site.id)
        left = found.days_left(book.clock.now())
    print(
        _("This device shows the code of {checkpoint} for {days} more days. Delete {file} now.").format(
            checkpoint=found.checkpoint, days=left, file=file
        )
    )


def retire(
    ctx: typer.Context,
    checkpoint: str = typer.Argument(..., help=N_("Such as CP-09.")),
    why: str = typer.Option("retired", "--why", help=N_("Kept with it.")),
) -> None:
    """Take the code out of force."""
    with opened(ctx) as book:
        book.record(PROGRAM, lambda _now: screens.retire(book.ledger, checkpoint, why))
    print(_("The screen's code of {checkpoint} is refused from now on.").format(checkpoint=checkpoint))


def list_screens(ctx: typer.Context) -> None:
    """Print the screens."""
    with opened(ctx) as book:
        site = book.ledger.site
        rows: list[tuple[str, ...]] = [(_("Point"), _("Place"), _("Issue no."), _("Good until"))]
        for place, screen in sorted(book.ledger.screens.items()):
            known, of = screen.current, site.checkpoint_of.get(place) if site else None
            until = _("retired")
            if known is not None:
                until = (_FIRST + timedelta(days=known.first_day + len(known.anchors) - 1)).date().isoformat()
            number = str(known.issue if known else max(screen.issued, default=0))
            rows.append((place, of.name(i18n.lang()) if of else "", number, until))
        print(columns(rows))
