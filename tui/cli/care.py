"""`roundsman backup`, `restore`, `verify`, `compact`: the records in one file, back again, looked over, tidied.

None of them opens the folder as the app does; they may run while it works.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from checkpoints.fact import Refused
from tui import i18n
from tui.cli import rows
from tui.cli.common import AS_JSON
from tui.cli.options import Options
from tui.i18n import N_, _

if TYPE_CHECKING:
    from store.care.restore import Plan

__all__ = ["backup", "compact", "restore", "verify"]

_YES = typer.Option(False, "--yes", "-y", help=N_("Do not ask."))


def backup(
    ctx: typer.Context,
    file: Path = typer.Argument(metavar="FILE", show_default=False, help=N_("The backup to be made, such as x.zip.")),
    with_keys: bool = typer.Option(
        False, "--with-keys", help=N_("The secret keys that sign labels, too; only its owner can read the file then.")
    ),
    without_photos: bool = typer.Option(False, "--without-photos", help=N_("Leave the photos out.")),
    force: bool = typer.Option(False, "--force", help=N_("Replace a file that is there.")),
    as_json: bool = AS_JSON,
) -> None:
    """Make a backup and say what is in it."""
    from store.care.backup import backup as make
    from store.clock import Clock

    data = ctx.ensure_object(Options).folder
    now = Clock().now().astimezone()
    made = make(data, file, now, keys=with_keys, photos=not without_photos, force=force, tell=rows.progress)
    told = made.manifest
    if as_json:
        print(msgspec.json.encode({"file": str(made.file), "size": made.size, "manifest": told}).decode())
        return
    print(
        _("Backed up, read back and compared: {events} entries, {photos} photos, {size} kB: {file}").format(
            events=told.events, photos=told.photos or 0, size=-(-made.size // 1000), file=made.file
        )
    )
    if told.keys:
        print(_("The keys that sign labels are in it. Keep it where nobody else can read it."))
    if made.keys_left_out:
        print(_("The keys that sign labels are not in it; --with-keys takes them in."))
    if told.photos is None:
        print(_("The photos are not in it."))
    for count, said in (
        (told.damaged_lines, _("The journal has {count} damaged lines; they are in it as they are. See: {verify}")),
        (len(told.damaged_photos), _("{count} photos are damaged; they are in it as they are. See: {verify}")),
    ):
        if count:
            sys.stderr.write(said.format(count=count, verify="roundsman verify") + "\n")
    if made.same_disk:
        print(_("It lies on the same disk as the records: copy it to another one."))


def restore(
    ctx: typer.Context,
    file: Path = typer.Argument(
        metavar="FILE", show_default=False, help=N_("A backup, or a copy of the shared file or of a journal.")
    ),
    salvage: bool = typer.Option(False, "--salvage", help=N_("Take what is whole out of a damaged file.")),
    yes: bool = _YES,
    as_json: bool = AS_JSON,
) -> None:
    """Put a backup into a new folder, or unite it with the records that are there."""
    from store.care import restore as restoring

    data = ctx.ensure_object(Options).folder
    plan = restoring.look(data, file, salvage=salvage, tell=rows.progress)
    if not as_json:
        _explain(plan, data)
    if not (plan.fresh or plan.new_events or plan.new_photos or plan.keys == "take"):
        print("{}" if as_json else _("Everything in it is here already; there is nothing to do."))
        return
    if not yes and (as_json or not _agreed()):
        raise Refused("care.not_agreed", N_("Nothing was changed. Say yes, or give --yes."))
    done = restoring.restore(data, file, salvage=salvage, tell=rows.progress)
    if as_json:
        print(msgspec.json.encode(done).decode())
        return
    print(_("Taken in: {events} new entries, {photos} new photos.").format(events=done.events, photos=done.photos))
    if done.photos_left_out:
        print(_("{count} photos were damaged and left out.").format(count=done.photos_left_out))
    if done.keys == "take":
        print(_("The keys that sign labels are here again."))
    if done.keys == "kept":
        print(_("The keys here stay; those in the file are other ones and were not taken."))
    if done.reborn:
        print(_("This device goes on under a new number, because the one that was backed up may still be at work."))


def _explain(plan: Plan, data: Path) -> None:
    name = plan.site_names[0 if i18n.lang() == "zh" else 1] or _("no site yet")
    when = f"{plan.made.astimezone():%Y-%m-%d %H:%M}" if plan.made else "-"
    print(
        _("{file}: {site}, made {when}, {events} entries, {photos} photos.").format(
            file=plan.file, site=name, when=when, events=plan.events, photos=plan.photos
        )
    )
    if plan.damaged or plan.damaged_lines:
        said = _("Damaged in it: {count} files, {lines} lines; what is whole is taken.")
        print(said.format(count=len(plan.damaged), lines=plan.damaged_lines))
    if plan.fresh:
        print(_("{folder} holds no records; it becomes what the file holds.").format(folder=data))
    else:
        said = _("{folder} holds records; {events} entries and {photos} photos are new and are added. Nothing is lost.")
        print(said.format(folder=data, events=plan.new_events, photos=plan.new_photos))


def _agreed() -> bool:
    if sys.stdin is None:
        return False
    try:
        return bool(typer.confirm(_("Go on?")))
    except typer.Abort:
        return False


def verify(ctx: typer.Context, as_json: bool = AS_JSON) -> None:
    """Look everything over; ends with 0 (all good), 1 (something to know) or 2 (damage)."""
    from store.care.verify import verify as look
    from store.clock import Clock

    found = look(ctx.ensure_object(Options).folder, Clock().now(), tell=rows.progress)
    raise typer.Exit(rows.tell(found, as_json=as_json))


def compact(ctx: typer.Context, yes: bool = _YES, as_json: bool = AS_JSON) -> None:
    """Move past years to the archive, so that the journal keeps the running year."""
    from store.archive.compacting import compact as tidy
    from store.care.folder import needs_records

    data = ctx.ensure_object(Options).folder
    needs_records(data)
    if not as_json:
        print(
            _("Entries of past years move to {folder}; nothing is deleted, and the app may go on meanwhile.").format(
                folder=data / "archive"
            )
        )
    if not yes and (as_json or not _agreed()):
        raise Refused("care.not_agreed", N_("Nothing was changed. Say yes, or give --yes."))
    done = tidy(data)
    if as_json:
        print(msgspec.json.encode(done).decode())
    elif not (done.archived or done.duplicates or done.damaged):
        print(_("There is nothing to tidy: the journal holds the running year only. Nothing was changed."))
    else:
        said = _("{archived} entries are in the archive now. The journal had {before} kB, and has {after} kB.")
        print(said.format(archived=done.archived, before=-(-done.before // 1000), after=-(-done.after // 1000)))
        if done.damaged:
            said = _("{count} damaged lines were set aside in {name}.")
            print(said.format(count=done.damaged, name="events.journal.torn"))
