"""What facts about promises and accountability say in the timeline of the finding they belong to.

Phone numbers never stand here, whoever looks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checkpoints.work.accounts import facts as a
from checkpoints.work.promises import facts as p
from tui.i18n import _
from tui.words.accounts import FAULTS, MEASURES, OUTCOMES
from tui.words.finding_text import CHANNELS, department_name
from tui.words.timeline_facts import Teller, parts

__all__ = ["said_around"]


def _made(t: Teller, fact: p.PromiseMade) -> str:
    head = _("Promise {number} to {unit}: {words}").format(number=fact.number, unit=fact.unit, words=fact.matter)
    first = _("first asked {who}").format(who=t.who(fact.first_asked))
    follows = _("followed by {who}").format(who=t.who(fact.follower))
    return parts(head, first, follows, _("first reply by {time}").format(time=t.at(fact.first_reply_by)))


def _replied(_t: Teller, fact: p.PromiseReplied) -> str:
    final, other = _("Final answer to the owner ({channel}): {words}"), _("Reply to the owner ({channel}): {words}")
    head = final if fact.final else other
    return head.format(channel=_(CHANNELS[fact.channel]), words=fact.words)


def _extended(t: Teller, fact: p.PromiseExtended) -> str:
    head = _("The owner agreed to {time}").format(time=t.at(fact.final_by))
    return parts(head, fact.consent)


def _outside(_t: Teller, fact: p.PromiseOutside) -> str:
    return parts(_("Outside our remit, handed to {who}").format(who=fact.body), fact.words)


def _visited(_t: Teller, fact: p.PromiseRevisited) -> str:
    head = _("Return visit: satisfied") if fact.satisfied else _("Return visit: not satisfied")
    return parts(head, fact.words)


def _tried(_t: Teller, fact: p.PromiseTried) -> str:
    return parts(_("Owner not reached ({channel})").format(channel=_(CHANNELS[fact.channel])), fact.words)


def _proposed(t: Teller, fact: a.AccountProposed) -> str:
    who = department_name(t.site, fact.who) if fact.party == "department" else t.who(fact.who)
    amount = f"{fact.amount:g}" if fact.amount else ""
    measure = " ".join(part for part in (_(MEASURES[fact.measure]), amount) if part)
    head = _("To answer for it: {who}").format(who=who)
    return parts(head, _(FAULTS[fact.fault]), measure, fact.words)


def _waived(_t: Teller, fact: a.AccountWaived) -> str:
    head = _("Credit: found and put right by themselves") if fact.credit else _("Nobody answers for it, because")
    return parts(head, fact.reason)


def _ruled(_t: Teller, fact: a.AccountRuled) -> str:
    return parts(_("Appeal decided: {outcome}").format(outcome=_(OUTCOMES[fact.outcome])), fact.words)


_SAID: dict[type[Any], Callable[[Teller, Any], str]] = {
    p.PromiseMade: _made,
    p.PromiseReplied: _replied,
    p.PromiseTried: _tried,
    p.PromiseNoticeLeft: lambda _t, fact: _("Written notice left: {words}").format(words=fact.words),
    p.PromiseExtended: _extended,
    p.PromiseHanded: lambda t, fact: parts(_("Promise offered to {who}").format(who=t.who(fact.to)), fact.reason),
    p.PromiseTaken: lambda _t, _fact: _("Promise taken over"),
    p.PromiseDeclined: lambda _t, fact: _("Promise not taken: {reason}").format(reason=fact.reason),
    p.PromiseMoved: lambda t, fact: parts(_("Promise given to {who}").format(who=t.who(fact.to)), fact.reason),
    p.PromiseOutside: _outside,
    p.PromiseRevisited: _visited,
    p.PromiseLookedUp: lambda _t, _fact: _("Looked up the owner's phone number"),
    a.AccountProposed: _proposed,
    a.AccountWaived: _waived,
    a.AccountStated: lambda _t, fact: _("Own statement: {words}").format(words=fact.words),
    a.AccountApproved: lambda _t, fact: parts(_("Accountability approved"), fact.words),
    a.AccountRefused: lambda _t, fact: _("Accountability refused: {reason}").format(reason=fact.reason),
    a.AccountAppealed: lambda _t, fact: _("Appeal: {words}").format(words=fact.words),
    a.AccountRuled: _ruled,
}


def said_around(teller: Teller, fact: object) -> str:
    """A fact of a promise or an accountability record in words; empty for one that is none."""
    tell = _SAID.get(type(fact))
    return tell(teller, fact) if tell else ""
