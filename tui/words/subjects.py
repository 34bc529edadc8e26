"""What a subject of the ledger is called, such as the one that a record came from, and which screen shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _
from tui.words.records import form_name, record_name
from tui.words.rounds import title
from tui.words.start import crop

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["shown_on", "subject_name"]

_SCREENS = {"record": "record", "finding": "finding", "promise": "promise", "round": "round_detail"}
"""By the family of the subject."""


def subject_name(ledger: Ledger, subject: str) -> str:
    """A record, finding, promise or round by its name; the subject itself where it is not known here."""
    family, _sep, known_as = subject.partition(":")
    if family == "record" and known_as in ledger.records.all:
        line = ledger.records.line(known_as)
        return f"{form_name(ledger, line.form)} {record_name(ledger, known_as)}"
    if family == "finding" and known_as in ledger.findings.all:
        found = ledger.findings
        return _("Finding {number}").format(number=found.called(known_as)) + " " + crop(found.brief(known_as).words, 40)
    if family == "promise" and known_as in ledger.promises.all:
        return _("Promise {number}").format(number=ledger.promises.called(known_as))
    if family == "round" and known_as in ledger.rounds.all:
        return title(ledger.site, ledger.rounds.all[known_as])
    return subject


def shown_on(ledger: Ledger, subject: str) -> tuple[str, str] | None:
    """The screen that shows a subject, and its id there; None where there is nothing to show."""
    family, _sep, known_as = subject.partition(":")
    known = {
        "record": ledger.records.all,
        "finding": ledger.findings.all,
        "promise": ledger.promises.all,
        "round": ledger.rounds.all,
    }
    if family not in known or known_as not in known[family]:
        return None
    return _SCREENS[family], known_as
