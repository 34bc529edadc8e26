"""What findings and everything about them is called on every screen: states as a glyph and a word, names by language.

Nothing is kept here: each function speaks the language of the moment. A name that the site does not know any more is
shown by its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkpoints.reports.words import ORIGIN_WORDS, STATE_WORDS, short
from checkpoints.site.checks import Severity
from checkpoints.site.site import Site
from checkpoints.site.words import Lang
from checkpoints.work.findings.form import Need
from checkpoints.work.findings.table import State
from tui.i18n import N_, _, lang
from tui.words.acts import ACT_NAMES

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = [
    "CHANNELS",
    "ORIGINS",
    "REFERRALS",
    "STATE_GLYPHS",
    "VOIDS",
    "act_name",
    "category_name",
    "department_name",
    "flags",
    "need_name",
    "person_name",
    "severity_full",
    "severity_name",
    "state_name",
]

STATE_GLYPHS: dict[State, str] = {
    "none": "…",
    "found": "○",
    "reopened": "↺",
    "assigned": "◔",
    "accepted": "◑",
    "in_work": "◕",
    "fixed_on_spot": "◇",
    "gone": "◇",
    "rectified": "◇",
    "verified": "✓",
    "closed": "■",
    "void": "✗",
    "merged": "→",
}
_NEEDS: dict[Need, str] = {
    "department": N_("Department"),
    "head": N_("Head of department"),
    "person": N_("Person responsible"),
    "plan": N_("Plan"),
    "due": N_("Finish by"),
    "assists": N_("Assisting"),
    "reason": N_("Reason"),
    "words": N_("In words"),
    "measure": N_("Measure meanwhile"),
    "review_on": N_("Look again on"),
    "result": N_("Result"),
    "fixer": N_("Who put it right"),
    "photos": N_("Photos"),
    "value": N_("Reading"),
    "witness": N_("Witness"),
    "void_kind": N_("Kind of void"),
    "other": N_("The other finding"),
    "severity": N_("Severity"),
    "category": N_("Category"),
    "referral": N_("Referred as"),
    "to": N_("To whom"),
    "paper": N_("Letter or receipt"),
    "on": N_("On which day"),
    "key": N_("Key problem"),
    "hard": N_("Hard problem"),
    "step": N_("Step of the ladder"),
    "channel": N_("By which channel"),
    "next_at": N_("Ask again at"),
    "version": N_("Version"),
    "passed": N_("Passed"),
}
CHANNELS = {
    "phone": N_("phone"),
    "wechat": N_("WeChat"),
    "sms": N_("text message"),
    "visit": N_("visit"),
    "letter": N_("letter"),
    "face": N_("face to face"),
    "radio": N_("radio"),
}
"""Channels as msgids, in the order in which they are offered."""
VOIDS = {"duplicate": N_("duplicate"), "not_ours": N_("not ours"), "no_fault": N_("no fault")}
REFERRALS = {
    "warranty": N_("developer, in warranty"),
    "authority": N_("reported to the authority"),
    "owner": N_("entry refused, notice left"),
}
ORIGINS = {name: said.msgid for name, said in ORIGIN_WORDS.items()}


def state_name(state: State) -> str:
    """Where a finding stands: glyph and word."""
    return f"{STATE_GLYPHS[state]} {_(STATE_WORDS[state].msgid)}"


def severity_name(site: Site | None, severity: Severity) -> str:
    """A severity with its name in a word: S2 Serious."""
    known = site.severity_of.get(severity) if site else None
    return f"{severity} {short(known.name(lang())).partition(' ')[0]}" if known else severity


def severity_full(site: Site | None, severity: Severity) -> str:
    """A severity with all that its name says of it."""
    known = site.severity_of.get(severity) if site else None
    return f"{severity} {known.name(lang())}" if known else severity


def category_name(site: Site | None, category: str) -> str:
    """What kind of finding it is."""
    known = site.category_of.get(category) if site else None
    return known.name(lang()) if known else category


def department_name(site: Site | None, department: str, *, full: bool = False) -> str:
    """A department without what stands in brackets behind its name; `full`: with it."""
    known = site.department_of.get(department) if site else None
    if known is None:
        return department
    return known.name(lang()) if full else short(known.name(lang()))


def person_name(ledger: Ledger, person: str, language: Lang | None = None) -> str:
    """A person by name; what is no id of anybody is a name already. Empty for nobody."""
    if not person or person == "-":
        return ""
    return ledger.people.name(person, language or lang()) if person in ledger.people else person


def act_name(act: str) -> str:
    """What can be done with a finding, as a button says it; `act` is one of `ActId`."""
    return _(ACT_NAMES[act]) if act in ACT_NAMES else act


def need_name(need: str) -> str:
    """A field of the form, as a sheet and a refusal call it; `need` is one of `Need`."""
    return _(_NEEDS[need]) if need in _NEEDS else need


def flags(key: bool, hard: bool) -> str:
    """Key and hard, each as a glyph and a word; empty where neither is so."""
    said = [("★ " + _("key")) if key else "", ("◆ " + _("hard")) if hard else ""]
    return " ".join(part for part in said if part)
