"""Who acts at the command line: whoever gives their PIN, typed blind or read from stdin, never as an argument."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from checkpoints.fact import Moment, Refused
from checkpoints.work import people
from checkpoints.work.people import PersonFact
from tui.cli.common import PROGRAM
from tui.i18n import N_, _

if TYPE_CHECKING:
    from store.logbook import Logbook

__all__ = ["BY", "PIN_STDIN", "ask", "proven", "somebody"]

PIN_STDIN = typer.Option(
    False, "--pin-stdin", help=N_("Read PINs from stdin, one a line: of --by if one is due, then the new one.")
)
BY = typer.Option("", "--by", metavar="PERSON", help=N_("The supervisor or manager who does this; their PIN is asked."))


def somebody(book: Logbook, by: str, pin_stdin: bool) -> str:
    """As `proven`, but the program itself has no rights of its own: somebody has to be named."""
    actor = proven(book, by, pin_stdin)
    if actor == PROGRAM:
        raise Refused("person.who", "Say with --by which supervisor or manager this is.")
    return actor


def proven(book: Logbook, by: str, pin_stdin: bool) -> str:
    """Who acts, after giving their PIN; the program itself while nobody has one.

    Raises:
        Refused: `person.who` when somebody has to be named, `pin.wrong`, `pin.wait`.
    """
    members = book.ledger.people.members
    if not any(m.person.pin_hash for m in members.values()):
        return by or PROGRAM
    if by not in members:
        raise Refused("person.who", "Say with --by which supervisor or manager this is.")
    from store import pins

    right = pins.verify(members[by].person, ask(_("PIN of {person}").format(person=by), pin_stdin))

    def judge(now: Moment) -> Sequence[PersonFact]:
        # Both refuse while a wait for earlier wrong PINs runs, so a right guess gains nothing by coming early.
        if right is None:
            return people.refuse_sign_in(book.ledger, by, now)
        return people.sign_in(book.ledger, by, "office", now)

    book.record(by, judge)
    if right is None:
        raise Refused("pin.wrong", "This PIN is not right.")
    return by


def ask(prompt: str, from_stdin: bool, twice: bool = False) -> str:
    """A PIN as it was typed, with the digits of a Chinese input method made plain."""
    if from_stdin:
        typed = sys.stdin.readline()
    else:
        typed = str(typer.prompt(prompt, hide_input=True, confirmation_prompt=twice))
    return unicodedata.normalize("NFKC", typed).strip()
