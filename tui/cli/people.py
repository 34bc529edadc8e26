"""`roundsman people`: who may sign in. A PIN is typed blind or read from stdin; it is never an argument, because
arguments stand in the list of processes for everybody to read.

As long as nobody has a PIN there is nobody to ask, and whoever sets the folder up may add people. From the first PIN
on, the supervisor or the manager has to give theirs (`--by`).
"""

from __future__ import annotations

from datetime import datetime

import msgspec
import typer

from checkpoints.fact import Refused
from checkpoints.site.people import RoleId
from checkpoints.work import deputies, leaving, people
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.people import PersonAdded
from tui import i18n
from tui.cli.common import AS_JSON, PROGRAM, columns, group, opened
from tui.cli.proof import BY, PIN_STDIN, ask, proven, somebody
from tui.i18n import N_, _

__all__ = ["build"]


def build() -> typer.Typer:
    """The commands under `people`."""
    app = group(N_("The people who may sign in."))
    app.command("add", help=N_("Add a person, or correct one that is there."))(add)
    app.command("list", help=N_("Everybody who works here."))(list_people)
    app.command("pin", help=N_("Set a person's PIN."))(pin)
    app.command("deputy", help=N_("Name who stands in for a person, both days included."))(deputy)
    app.command("leave", help=N_("A person leaves; what waits with them is given to somebody first."))(leave)
    return app


def add(
    ctx: typer.Context,
    person: str = typer.Argument(metavar="ID"),
    zh: str = typer.Option("", help=N_("The name in Chinese.")),
    en: str = typer.Option("", help=N_("The name in English.")),
    role: RoleId = typer.Option(help=N_("What the person is; decides what they may do.")),
    department: str = typer.Option(help=N_("The id of a department of the site.")),
    active: bool = typer.Option(True, "--active/--left", help=N_("Whether the person works here.")),
    by: str = BY,
    pin_stdin: bool = PIN_STDIN,
) -> None:
    """Add or correct a person; with --pin-stdin the PIN of --by is the first line of stdin."""
    fact = PersonAdded(person=person, zh=zh, en=en, role=role, department=department, active=active)
    with opened(ctx) as book:
        actor = proven(book, by, pin_stdin)
        book.record(actor, lambda now: people.add(book.ledger, fact, actor, now))
        print(_("{person} is on the list.").format(person=person))


def list_people(ctx: typer.Context, as_json: bool = AS_JSON) -> None:
    """Print the people."""
    with opened(ctx) as book:
        site, present = book.ledger.site, book.ledger.people.active()
        if as_json:
            rows = [
                {
                    "id": p.id,
                    "zh": p.zh,
                    "en": p.en,
                    "role": p.role,
                    "department": p.department,
                    "pin": bool(p.pin_hash),
                }
                for p in present
            ]
            print(msgspec.json.encode(rows).decode())
            return
        roles = {r.id: r.name(i18n.lang()) for r in site.roles} if site else {}
        lines = [(_("Person"), _("Name"), _("Role"), _("Department"), _("PIN"))]
        for p in present:
            known = site.department_of.get(p.department) if site else None
            department = known.name(i18n.lang()) if known else p.department
            has_pin = _("PIN set") if p.pin_hash else _("no PIN yet")
            lines.append((p.id, p.name(i18n.lang()), roles.get(p.role, p.role), department, has_pin))
        print(columns(lines))


def pin(
    ctx: typer.Context,
    person: str = typer.Argument(metavar="ID"),
    by: str = BY,
    pin_stdin: bool = PIN_STDIN,
) -> None:
    """Set a PIN; with --pin-stdin stdin holds the PIN of whoever sets it, if one is due, and then the new one."""
    from store import pins

    with opened(ctx) as book:
        member = book.ledger.people.members.get(person)
        if member is None:
            raise Refused("person.unknown", "There is nobody with the id {person}.", person=person)
        actor = proven(book, by or (person if member.person.pin_hash else ""), pin_stdin)
        new = ask(_("New PIN of {person}").format(person=person), pin_stdin, twice=True)
        people.check_pin(new)
        hashed = pins.hash_pin(new)
        setter = person if actor == PROGRAM else actor
        book.record(setter, lambda now: people.set_pin(book.ledger, person, hashed, setter, now))
        print(_("The PIN of {person} is set.").format(person=person))


def deputy(
    ctx: typer.Context,
    person: str = typer.Argument(metavar="PERSON"),
    stands_in: str = typer.Argument(metavar="DEPUTY"),
    start: datetime = typer.Option(..., "--from", formats=["%Y-%m-%d"], help=N_("The first day.")),
    end: datetime = typer.Option(..., "--to", formats=["%Y-%m-%d"], help=N_("The last day, included.")),
    by: str = BY,
    pin_stdin: bool = PIN_STDIN,
) -> None:
    """Name a deputy; the person may name their own with `--by PERSON`."""
    fact = DeputyNamed(person=person, deputy=stands_in, start=start.date(), end=end.date())
    with opened(ctx) as book:
        actor = somebody(book, by, pin_stdin)
        book.record(actor, lambda now: deputies.name(book.ledger, fact, actor, now))
        print(_("{deputy} stands in for {person}.").format(deputy=stands_in, person=person))


def leave(
    ctx: typer.Context,
    person: str = typer.Argument(metavar="PERSON"),
    give_to: str = typer.Option("", "--give-to", metavar="OTHER", help=N_("Who gets what waits with the person.")),
    by: str = BY,
    pin_stdin: bool = PIN_STDIN,
) -> None:
    """Move the work, then let the person go; refused while something is left that cannot move (rules.md 11.12)."""
    with opened(ctx) as book:
        ledger = book.ledger
        if person not in ledger.people or not ledger.people[person].active:
            raise Refused("person.unknown", "There is nobody with the id {person}.", person=person)
        actor = somebody(book, by, pin_stdin)
        if give_to:
            book.record(actor, lambda now: leaving.move_all(ledger, person, give_to, actor, now))
        p = ledger.people[person]
        gone = PersonAdded(person=person, zh=p.zh, en=p.en, role=p.role, department=p.department, active=False)
        book.record(actor, lambda now: people.add(ledger, gone, actor, now))
        print(_("{person} left the site.").format(person=person))
