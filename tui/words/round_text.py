"""A round in words: the judgement, the way from point to point, and how the sample was drawn.

The finish sheet and the history show the same text, so that nobody reads one thing on the way and another later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from checkpoints.site.checks import Answer
from checkpoints.work.findings import Finding
from checkpoints.work.plausible import proof_of
from checkpoints.work.rounds.answers import range_words, words_for
from checkpoints.work.rounds.draw import drawn
from checkpoints.work.rounds.state import Answered, Round, Visit
from checkpoints.work.rounds.verdict import Verdict
from tui import when
from tui.i18n import N_, _, fill, lang, n_
from tui.words.plausible import proof_bar, questions
from tui.words.reasons import reason
from tui.words.rounds import METHODS, cluster, joined, local, names, place
from tui.words.verdict import headline, minutes, minutes_up, points, remarks

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["drawn_list", "journey", "judgement", "sample", "touched", "unvisited"]

FINDING_STATES = {"found": N_("open"), "fixed_on_spot": N_("fixed on the spot"), "gone": N_("gone")}
"""Where a finding stands, as msgids."""


@dataclass(slots=True)
class _Lines:
    """Lines of text, some of them marked."""

    parts: list[Content] = field(default_factory=list)

    def add(self, text: str, style: str = "") -> None:
        self.parts.append(Content.styled(text, style) if style else Content(text))

    def head(self, text: str) -> None:
        if self.parts:
            self.add("")
        self.add(text, "bold underline")

    def block(self, text: str, lines: Iterable[str], style: str = "") -> None:
        """A heading and its lines; nothing where there are none."""
        told = list(lines)
        if told:
            self.head(text)
            for line in told:
                self.add(line, style)

    def content(self) -> Content:
        return Content("\n").join(self.parts)


def judgement(
    ledger: Ledger, round_: Round, found: Verdict, ahead: timedelta = timedelta(), *, headed: bool = True
) -> Content:
    """Whether the round counts and why not, in full; `ahead` is the time that one more scan now would add.

    Without `headed` the first line is left out, for those who show it by itself.
    """
    site, start = ledger.site, round_.started
    out = _Lines()
    if headed:
        out.add(headline(found, open_=round_.open), "bold $success" if found.counts else "bold $warning")
    needed = start.rules.min_minutes if start else 0
    out.add(_("First scan to last: {net} min, {needed} needed").format(net=minutes(found.net), needed=needed))
    if found.paused:
        out.add(_("Pauses, left out: {n} min").format(n=minutes(found.paused)))
    out.add(_("People: {who}").format(who=names(ledger, round_.people)))
    out.add(_("Points reached: {points}").format(points=points(found)))
    if round_.open and round_.marks and ahead >= timedelta(minutes=1):
        out.add(_more(found, ahead, needed), "bold")
    out.block(_("Why it does not count"), ("✗ " + line for line in remarks(site, found.reasons)))
    flagged = [w for w in found.warnings if w.code != "accepted_short"]  # told below, with who decided it
    out.block(_("Flagged; this decides nothing"), ("! " + line for line in remarks(site, flagged)))
    out.block(_("By decision"), _decided(ledger, round_))
    out.block(
        _("Skipped with a reason"),
        (f"– {place(site, v.checkpoint)}: {reason(site, v.skipped.reason)}" for v in _visits(round_) if v.skipped),
    )
    return out.content()


def _more(found: Verdict, ahead: timedelta, needed: int) -> str:
    total = minutes(found.net + ahead)
    if minutes(found.net) < needed <= total:
        words = _("→ Scan any point of the round again now: the last {n} min then count, {total} in all, enough.")
    elif total < needed:
        words = _(
            "→ Scan any point of the round again now: the last {n} min then count, {total} in all. "
            "In {short} more min it is enough."
        )
    else:
        words = _("→ Scan any point of the round again now: the last {n} min then count, {total} in all.")
    short = minutes_up(timedelta(minutes=needed) - found.net - ahead)
    return fill(words, {"n": total - minutes(found.net), "total": total, "short": short})


def _decided(ledger: Ledger, round_: Round) -> list[str]:
    site, told = ledger.site, list[str]()
    if round_.waived is not None:
        told.append(_("Fewer people allowed: {reason}").format(reason=reason(site, round_.waived.reason)))
    if round_.accepted is not None:
        by = names(ledger, [round_.accepted_by])
        told.append(_("Accepted short by {who}: {reason}").format(who=by, reason=reason(site, round_.accepted.reason)))
    if round_.abandoned is not None:
        told.append(_("Given up: {reason}").format(reason=reason(site, round_.abandoned.reason)))
    return told


def _visits(round_: Round) -> list[Visit]:
    return [round_.visit(checkpoint) for checkpoint in round_.points]


def touched(ledger: Ledger, round_: Round, how: Sequence[str] = ("raised", "fixed")) -> list[Finding]:
    """The findings that were raised or fixed on a round, in walking order."""
    ids = dict.fromkeys(f for v in _visits(round_) for f, did in v.touched.items() if did in how)
    return [ledger.findings.all[f] for f in ids if f in ledger.findings.all]


def journey(ledger: Ledger, round_: Round) -> Content:
    """Every point in walking order: when and how it was reached, what was not all right, what was found."""
    out = _Lines()
    out.head(_("Points"))
    for number, visit in enumerate(_visits(round_), 1):
        out.add(f"{number:>2} {place(ledger.site, visit.checkpoint)}  {_visited(ledger, visit)}")
        for line in _trouble(ledger, visit):
            out.add("     " + line)
    return out.content()


def _visited(ledger: Ledger, visit: Visit) -> str:
    if not visit.arrivals:
        if visit.skipped is None:
            return "○ " + _("not reached")
        return "– " + _("skipped: {reason}").format(reason=reason(ledger.site, visit.skipped.reason))
    first = visit.arrivals[0]
    told = [f"✓ {when.clock(local(ledger, first.at))} {_(METHODS[first.fact.method])} {proof_bar(proof_of(visit))}"]
    if len(visit.arrivals) > 1:
        told.append(n_("scanned again once", "scanned again {count} times", len(visit.arrivals) - 1))
    if first.fact.reason:
        told.append(reason(ledger.site, first.fact.reason))
    if visit.skipped is not None:
        told.append(_("skipped: {reason}").format(reason=reason(ledger.site, visit.skipped.reason)))
    if visit.answers:
        told.append(n_("1 answer", "{count} answers", len(visit.answers)))
    if visit.with_rest:
        told.append(_("{count} passed together").format(count=visit.with_rest))
    if visit.corrected:
        told.append(_("{count} corrected").format(count=len(visit.corrected)))
    return " · ".join(told)


def _trouble(ledger: Ledger, visit: Visit) -> list[str]:
    told = [_answer(ledger, visit.checkpoint, a) for a in visit.answers.values() if a.fact.outcome != "ok"]
    for finding, how in visit.touched.items():
        known = ledger.findings.all.get(finding)
        if known is not None and known.raised is not None:
            words = {"still": _("still there"), "gone": _("gone")}.get(how) or _(FINDING_STATES[known.state])
            told.append(f"▲ {known.raised.number} {known.raised.words} ({words})")
    return [*(line for line in told if line), *questions(ledger, visit)]


def _answer(ledger: Ledger, checkpoint: str, given: Answered) -> str:
    check = ledger.site.check_at(checkpoint, given.fact.check) if ledger.site else None
    name = check.name(lang()) if check else given.fact.check
    if given.fact.outcome == "na":
        return f"– {name}: " + _("not applicable")
    value = given.fact.value
    if check is None or check.answer.type == "pass_fail_na":
        return f"✗ {name}"
    if check.answer.type == "number":
        known = isinstance(value, int | float)
        return _reading(check.answer, name, value) if known else "✗ " + words_for(check, value, lang())
    return f"✗ {name}: " + next((o.name(lang()) for o in check.answer.options if o.value == value), str(value))


def _reading(asked: Answer, name: str, value: float) -> str:
    unit = f" {asked.unit.name(lang())}" if asked.unit else ""
    limits = range_words(asked, lang())
    return f"✗ {name}: {value:g}{unit}" + (" (" + _("normal {range}").format(range=limits) + ")" if limits else "")


def sample(ledger: Ledger, round_: Round) -> Content:
    """How a sample was drawn, and that drawing it again gives the same; empty for a route."""
    start = round_.started
    if start is None or start.draw is None:
        return Content("")
    draw, site = start.draw, ledger.site
    out = _Lines()
    out.head(_("The draw"))
    where = joined(cluster(site, c) for c in start.clusters) if site and start.clusters else _("the whole estate")
    out.add(_("{size} of {pool} points, from: {where}").format(size=draw.size, pool=len(draw.pool), where=where))
    days = draw.window_h // 24
    out.add(_("Every point within {days} days, {n} rounds").format(days=days, n=draw.rounds_in_window))
    out.add(_("Seed: {seed}").format(seed=draw.seed))
    equal = drawn(draw) == start.points
    out.add(_("Drawn again from the seed: ") + ("✓ " + _("the same points") if equal else "✗ " + _("other points")))
    return out.content()


def drawn_list(ledger: Ledger, round_: Round) -> Content:
    """The points of a sample in walking order, each with how long nobody was there before."""
    start = round_.started
    if start is None or start.draw is None:
        return Content("")
    ages = dict(zip(start.draw.pool, start.draw.unvisited_h, strict=True))
    out = _Lines()
    for number, checkpoint in enumerate(start.points, 1):
        out.add(f"{number:>2} {place(ledger.site, checkpoint)} · {unvisited(ages.get(checkpoint, -1))}")
    return out.content()


def unvisited(hours: int) -> str:
    """How long a place was not visited: never, or days and hours."""
    if hours < 0:
        return _("never visited")
    return _("last visit {time} ago").format(time=when.length(timedelta(hours=hours)))
