"""`roundsman status` and `roundsman events`: what the data folder holds, for people and for scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
import typer

from checkpoints.ledger import queries
from checkpoints.ledger.events import encode_event
from checkpoints.work.findings.table import DONE, OPEN
from tui.cli.common import AS_JSON, columns, opened, plain
from tui.i18n import _, lang

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["events", "facts_and_figures", "status"]


def status(ctx: typer.Context, as_json: bool = AS_JSON) -> None:
    """Print the counts."""
    with opened(ctx) as book:
        if as_json:
            print(msgspec.json.encode(facts_and_figures(book)).decode())
        else:
            print(columns(_rows(book)))


def facts_and_figures(book: Logbook) -> dict[str, object]:
    """What `status --json` prints; scripts rely on the keys."""
    ledger = book.ledger
    known = queries.count(ledger)
    return {
        "site": ledger.site.site.id if ledger.site else None,
        "rounds": known.rounds,
        "visits": known.visits,
        "skips": known.skips,
        "answers": known.answers,
        "findings": known.findings,
        "events": ledger.count,
        "devices": len(ledger.by_device),
        "saved": book.saved,
        "waiting": book.waiting,
        "problems": [problem.code for problem in book.problems],
        "set_aside": book.set_aside,
    }


def _rows(book: Logbook) -> list[tuple[str, str]]:
    known = queries.count(book.ledger)
    rounds = _("open {open} · counting {valid} · not counting {not_counting} · given up {abandoned}")
    findings = _("open {open} · to be verified {done} · verified {verified} · closed {closed} · void {void}")
    states = known.findings
    standing = {
        "open": sum(states[s] for s in OPEN),
        "done": sum(states[s] for s in DONE),
        "verified": states["verified"],
        "closed": states["closed"],
        "void": states["void"] + states["merged"],
    }
    name = _("no site yet")
    if book.ledger.site is not None:
        site = book.ledger.site.site
        name = f"{site.name_zh if lang() == 'zh' else site.name_en} ({site.id})"
    rows = [
        (_("Site"), name),
        (_("Rounds"), rounds.format(**known.rounds)),
        (_("Points visited"), str(known.visits)),
        (_("Points skipped"), str(known.skips)),
        (_("Answers"), str(known.answers)),
        (_("Findings"), findings.format(**standing)),
        (_("Events"), str(book.ledger.count)),
        (_("Devices"), str(len(book.ledger.by_device))),
        (_("Saved here"), str(book.saved)),
        (_("Waiting to be shared"), str(book.waiting)),
    ]
    if book.set_aside:
        torn = _("{bytes} bytes of entries that were cut off: {name}")
        rows.append((_("Set aside"), torn.format(bytes=book.set_aside, name="events.journal.torn")))
    return rows


def events(ctx: typer.Context, as_json: bool = AS_JSON) -> None:
    """Print every event, one a line, in fold order."""
    with opened(ctx) as book:
        people, site = book.ledger.people, book.ledger.site
        for event in book.ledger.events():
            if as_json:
                sys.stdout.write(encode_event(event).decode() + "\n")
                continue
            when = f"{event.at.astimezone(site.zone_info if site else None):%Y-%m-%d %H:%M:%S}"
            who = people.name(event.actor, lang())
            line = f"{when}  {event.device}#{event.seq}  {event.body.kind()}  {event.subject}  {who}"
            sys.stdout.write(plain(line) + "\n")
