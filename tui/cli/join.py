"""`roundsman join`: a new device gets the site, the people and the history from the shared file.

Ctrl-C, a kill or a network that goes away do no harm: the same command goes on where it stopped.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from checkpoints.fact import Refused
from store.errors import StoreError
from tui import i18n
from tui.cli.common import AS_JSON, plain
from tui.cli.options import Options
from tui.cli.underway import Asked, interruptible, progress, progress_over
from tui.i18n import N_, _

if TYPE_CHECKING:
    from store.joining import Joined
    from store.sync.pictures import PhotoReport

__all__ = ["join"]


def join(
    ctx: typer.Context,
    share: str = typer.Option("", metavar="FILE", help=N_("The shared file of the site; it is remembered.")),
    begin: bool = typer.Option(
        False, "--begin", help=N_("End as soon as people can sign in; the history comes in while the app runs.")
    ),
    segments: bool = typer.Option(
        False,
        "--segments",
        help=N_("Write to a file of this device's own beside the shared one, where locks cannot be relied on."),
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Join; the exit code is 0 when all is here, 1 when it failed, 130 after Ctrl-C."""
    from store import joining

    options = ctx.ensure_object(Options)
    path = Path(share).expanduser().absolute() if share else options.shared_file
    if path is None:
        raise Refused("join.no_share", "Name the shared file of the site: roundsman join --share FILE")
    with interruptible() as asked:
        try:
            offer = joining.look(path, briefly=True)
            joined = joining.join(options.folder, path, progress, asked, whole=not begin, segments=segments)
            photos = _photos(options.folder, path, asked)
        except StoreError as error:
            progress_over()
            if as_json:
                print(msgspec.json.encode({"share": str(path), "trouble": error.code}).decode())
            if error.code == "join.stopped":
                sys.stderr.write(i18n.fill(_(error.message), error.params) + "\n")
                raise typer.Exit(130) from error
            raise
        progress_over()
        if as_json:
            _tell_scripts(path, joined, photos)
        else:
            _tell(offer.site_zh if i18n.lang() == "zh" else offer.site_en, joined, photos)
        if asked() and not joined.complete:
            raise typer.Exit(130)


def _photos(data: Path, share: Path, asked: Asked) -> PhotoReport:
    """The newest photos, for a moment: what is left comes while the app runs."""
    from store.sync.pictures import Pictures

    pictures = Pictures(data, share)
    try:
        return pictures.exchange(progress, asked)
    finally:
        pictures.close()


def _tell(site: str, joined: Joined, photos: PhotoReport) -> None:
    said = _("{site} is here: {count} entries.") if joined.complete else _("{site} is here: {count} entries so far.")
    print(plain(said.format(site=site, count=joined.events)))
    if not joined.complete:
        print(_("The rest comes in while the app runs, or with the same command again."))
    for problem in photos.problems:
        sys.stderr.write(i18n.fill(_(problem.message), problem.params) + "\n")
    if photos.missing:
        print(_("Photos still to come: {count}. They come in while the app runs.").format(count=photos.missing))
    print(_("Open roundsman and sign in with your PIN."))


def _tell_scripts(path: Path, joined: Joined, photos: PhotoReport) -> None:
    told = {
        "share": str(path),
        "trouble": None,
        "site": joined.site_id,
        "events": joined.events,
        "complete": joined.complete,
        "photos": {"pulled": photos.pulled, "missing": photos.missing},
    }
    print(msgspec.json.encode(told).decode())
