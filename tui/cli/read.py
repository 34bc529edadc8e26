"""`roundsman read`: what the codes in a picture, a folder of pictures or a film say, and what they are worth here."""

from __future__ import annotations

from pathlib import Path

import typer

from tui.cli.common import AS_JSON, columns, opened, plain
from tui.i18n import N_, _, lang

__all__ = ["read"]

_STANDINGS = {
    "active": N_("in force"),
    "retired": N_("retired"),
    "stale": N_("not of this moment"),
    "unknown": N_("not registered here"),
    "foreign": N_("of another site"),
    "bad_tag": N_("not genuine"),
    "not_a_code": N_("not ours"),
}


def read(
    ctx: typer.Context,
    file: Path = typer.Argument(..., help=N_("A picture, a folder of pictures, or a film of JPEGs.")),
    as_json: bool = AS_JSON,
) -> None:
    """Print each code once, with its place and standing; exit code 1 when none was found."""
    import msgspec

    from checkpoints.work import screens
    from store.reading.decode import decode
    from store.reading.pictures import frames_in

    texts = list(dict.fromkeys(text for frame in frames_in(file) for text in decode(frame.picture())))
    with opened(ctx) as book:
        key = book.keys.current if book.keys else None
        site = book.ledger.site
        found = [(text, screens.read(book.ledger, text, book.clock.now(), key)) for text in texts]
    if as_json:
        told = [{"text": text, "checkpoint": r.checkpoint, "status": r.status} for text, r in found]
        print(msgspec.json.encode(told).decode())
    elif found:
        places = [site.checkpoint_of.get(r.checkpoint) if site else None for _text, r in found]
        rows = [
            (r.checkpoint, place.name(lang()) if place else "", _(_STANDINGS[r.status]), plain(text))
            for (text, r), place in zip(found, places, strict=True)
        ]
        print(columns(rows))
    else:
        print(_("No code was found in {name}.").format(name=file.name))
    if not found:
        raise typer.Exit(1)
