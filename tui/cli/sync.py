"""`roundsman sync`: exchange with the shared file, once or for as long as it is left running.

The file is remembered, so that the app exchanges with it too. Ctrl-C ends after what is under way; nothing is lost
by ending it at any moment.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from checkpoints.fact import Refused
from store.errors import StoreError
from tui import i18n
from tui.cli.common import AS_JSON
from tui.cli.options import Options
from tui.cli.underway import interruptible, progress, progress_over
from tui.i18n import N_, _

if TYPE_CHECKING:
    from store.sync.exchange import Report
    from store.sync.share import Share
    from store.sync.standing import Standing
    from store.sync.trip import Trip

__all__ = ["sync"]

LOOK = 0.2
"""Seconds between two looks at what the courier does."""


def sync(
    ctx: typer.Context,
    share: str = typer.Option("", metavar="FILE", help=N_("The shared file; it is remembered.")),
    once: bool = typer.Option(False, "--once", help=N_("Exchange once and end; so it is without --watch.")),
    watch: bool = typer.Option(False, "--watch", help=N_("Keep exchanging until Ctrl-C.")),
    segments: bool | None = typer.Option(
        None,
        "--segments/--no-segments",
        help=N_("Write to a file of this device's own beside the shared one, where locks cannot be relied on."),
    ),
    audit: bool = typer.Option(False, "--audit", help=N_("Read both sides from their start and compare everything.")),
    forget: bool = typer.Option(False, "--forget", help=N_("Exchange no more. What is shared stays there.")),
    as_json: bool = AS_JSON,
) -> None:
    """Exchange; the exit code is 0 when it came through, 1 when not, 130 when Ctrl-C cut it off.

    Ctrl-C is how `--watch` ends: 0.
    """
    data = ctx.ensure_object(Options).folder
    if once and watch:
        raise Refused("sync.once_or_watch", "Choose one of --once and --watch.")
    if forget:
        _forget(data)
        return
    chosen = _choose(data, share, segments)
    if watch:
        _watch(data, chosen, audit=audit)
        return
    raise typer.Exit(_once(data, chosen, audit=audit, as_json=as_json))


def _choose(data: Path, path: str, segments: bool | None) -> Share:
    from store.sync import share as shares
    from store.sync.faults import no_site

    known = shares.load(data)
    if not path and known is None:
        raise Refused("sync.no_share", "There is no shared file yet. Name one: roundsman sync --share FILE")
    where = str(Path(path).expanduser().absolute()) if path else known.path if known else ""
    if not (data / "events.journal").exists():
        raise no_site(where)
    same = known is not None and known.path == where
    chosen = shares.Share(where, segments if segments is not None else bool(same and known and known.segments))
    shares.save(data, chosen)
    return chosen


def _forget(data: Path) -> None:
    from store.sync import share as shares

    if data.exists():
        shares.forget(data)
    print(_("This folder exchanges no more. What is in the shared file stays there; what is here stays here."))


def _once(data: Path, share: Share, *, audit: bool, as_json: bool) -> int:
    """One exchange, and a second one that reads back what the first has written."""
    from store.sync.trip import Trip

    trip = Trip(data, share)
    with interruptible() as asked:
        try:
            report = trip.go(progress, asked, audit=audit, seconds=None)
            if report.written and not asked():
                back = trip.go(progress, asked, seconds=None)
                report.shared, report.waiting = report.shared + back.shared, back.waiting
        except StoreError as error:
            if as_json:
                print(msgspec.json.encode({"share": share.path, "trouble": error.code}).decode())
            raise
        finally:
            progress_over()
            trip.close()
        _tell(trip, report, share, as_json=as_json)
        return 130 if asked() else 0


def _tell(trip: Trip, report: Report, share: Share, *, as_json: bool) -> None:
    photos = trip.photos
    for problem in (*report.problems, *photos.problems):
        sys.stderr.write(i18n.fill(_(problem.message), problem.params) + "\n")
    if photos.trouble is not None:
        sys.stderr.write(i18n.fill(_(photos.trouble.message), photos.trouble.params) + "\n")
    if as_json:
        told = {
            "share": share.path,
            "trouble": None,
            "pulled": report.pulled,
            "written": report.written,
            "shared": report.shared,
            "waiting": report.waiting,
            "reread": report.reread,
            "audited": report.audited,
            "damaged": report.damaged,
            "copies": report.copies,
            "problems": [problem.code for problem in (*report.problems, *photos.problems)],
            "reborn": report.reborn,
            "photos": {"pulled": photos.pulled, "pushed": photos.pushed, "waiting": photos.waiting},
        }
        print(msgspec.json.encode(told).decode())
        return
    said = _("Came in: {pulled} · written: {written} · read back: {shared} · waiting: {waiting}")
    print(
        said.format(pulled=report.pulled, written=report.written, shared=report.shared, waiting=report.waiting)
        + _(" · photos in {pulled}, out {pushed}, waiting {waiting}").format(
            pulled=photos.pulled, pushed=photos.pushed, waiting=photos.waiting
        )
    )
    if report.damaged:
        print(
            _("Damaged lines in the shared file: {count}. What can be had is written again.").format(
                count=report.damaged
            )
        )
    if report.reborn:
        print(_("This folder is a copy of another one, or was restored. It goes on as a device of its own."))


def _watch(data: Path, share: Share, *, audit: bool) -> None:
    """Keep exchanging and say what changes."""
    from store.sync import standing as standings
    from store.sync.courier import Courier

    courier = Courier(data, share)
    if audit:
        courier.audit_now()
    with interruptible() as asked:
        courier.start()
        print(_("Exchanging with {path}. Ctrl-C ends it.").format(path=share.path), flush=True)
        before = ""
        while not asked():
            known = standings.read(data)
            said = _in_words(known) if known is not None else ""
            if said != before and courier.rounds:
                print(said, flush=True)
                before = said
            if courier.progress is not None:
                progress(courier.progress)
            time.sleep(LOOK)
    courier.stop()


def _in_words(known: Standing) -> str:
    """The state, without the time of the last look, so that it is said again only when it changes."""
    if known.trouble is not None:
        return i18n.fill(_(known.trouble.message), dict(known.trouble.params))
    entries = sum(known.shared.values())
    waiting = sum(max(0, seq - known.shared.get(device, 0)) for device, seq in known.written.items())
    return _("In the shared file: {entries} · to be read back: {waiting} · photos waiting: {photos}").format(
        entries=entries, waiting=waiting, photos=known.photos_waiting
    )
