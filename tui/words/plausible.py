"""How plausible a round is, in words: its score, each reason with its numbers, and how well each visit is proven.

No sentence here says that anybody did anything; each says what was measured and what is usual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from checkpoints.site.site import Site
from checkpoints.work.plausible import Example, Plausibility, Proof, Sign
from checkpoints.work.plausible.proof import STRENGTH
from checkpoints.work.rounds.facts import ChallengeAnswered
from checkpoints.work.rounds.state import Visit
from tui.i18n import N_, _, fill, lang, n_
from tui.words.reasons import reason
from tui.words.rounds import joined, place
from tui.words.verdict import remark

if TYPE_CHECKING:
    from checkpoints.ledger.ledger import Ledger

__all__ = ["LIMITS", "in_brief", "outlook", "proof_bar", "questions", "weighed"]

LIMITS = N_(
    "A printed code shows that somebody had its picture, not that they stood there. The score says what is not as "
    "usual; it proves nothing against anybody. Ask before you conclude."
)
SHOWN = 4
"""Examples of one sign; the rest is counted."""
_BRIEF = {
    "impossible": N_("impossible ways"),
    "fast": N_("fast ways"),
    "short_stays": N_("short stays"),
    "passing": N_("way and stay short"),
    "at_once": N_("ways of seconds"),
    "regular": N_("very even"),
    "same_second": N_("same second"),
    "order": N_("to and fro"),
    "two_places": N_("two places at once"),
    "side_by_side": N_("two tablets together"),
    "retired": N_("retired label"),
    "forged": N_("code not ours"),
    "replayed": N_("screen code again"),
    "late_code": N_("screen code late"),
    "rest": N_("passed together"),
    "pasted": N_("pasted codes"),
    "weak_proof": N_("without a scan"),
    "wrong_answer": N_("question: differs"),
    "no_answer": N_("question: no answer"),
    "clock": N_("clock changed"),
}
_OUTCOMES = {
    "right": N_("agrees"),
    "wrong": N_("does not agree with {known}"),
    "noted": N_("noted, nothing to compare with"),
    "cannot_tell": N_("cannot tell: {reason}"),
    "skipped": N_("left unanswered"),
}


def outlook(found: Plausibility, *, brief: bool = False) -> str:
    """The score in one line: glyph, number, word; `brief` where a moment stands behind it."""
    if found.look:
        told = _("{score}, worth a look") if brief else _("{score} of 100, worth a look")
        return "! " + told.format(score=found.score)
    return "✓ " + _("{score} of 100").format(score=found.score)


def in_brief(found: Plausibility) -> str:
    """The reasons in a few words each, the costliest first."""
    return joined(_(_BRIEF.get(sign.code, sign.code)) for sign in found.signs) or _("nothing unusual")


def weighed(ledger: Ledger, found: Plausibility) -> Content:
    """The score with all its reasons, and what it can say at all."""
    parts = [Content.styled(_("Plausibility: {score}").format(score=outlook(found)), "bold underline")]
    for sign in found.signs:
        parts.append(Content(f"–{sign.cost}  {remark(ledger.site, sign.remark)}"))
        parts += [Content(f"     {line}") for line in _about(ledger.site, sign)]
    if not found.signs:
        parts.append(Content(_("Nothing unusual was found.")))
    parts.append(Content.styled(_(LIMITS), "$quiet"))
    return Content("\n").join(parts)


def _about(site: Site | None, sign: Sign) -> list[str]:
    """The visits of a sign: measured ones with their numbers, else the places."""
    if sign.examples:
        lines = [_example(site, example) for example in sign.examples[:SHOWN]]
        more = len(sign.examples) - len(lines)
        return [*lines, n_("and 1 more", "and {count} more", more)] if more else lines
    if not sign.points or sign.code in ("regular", "rest", "same_second"):
        return []
    named = "；".join if lang() == "zh" else "; ".join
    return [named(place(site, point) for point in sign.points)]


def _example(site: Site | None, of: Example) -> str:
    where = place(site, of.checkpoint)
    if of.came_from:
        where = f"{place(site, of.came_from)} → {where}"
    usual, plain = _("{where}: {seconds} s, usually {usual} s ({rounds} rounds)"), _("{where}: {seconds} s")
    planned = _("{where}: {seconds} s, planned {planned} s")
    words = usual if of.usual else planned if of.planned else plain
    numbers = {"seconds": of.seconds, "usual": of.usual, "rounds": of.rounds, "planned": of.planned}
    return fill(words, {"where": where, **numbers})


def proof_bar(proof: Proof) -> str:
    """How well a visit is proven, as four marks."""
    full = STRENGTH[proof]
    return "▮" * full + "▯" * (max(STRENGTH.values()) - full)


def questions(ledger: Ledger, visit: Visit) -> list[str]:
    """What the place asked, what was answered, and how it was judged."""
    return [_question(ledger, visit.checkpoint, told) for _arrival, told in sorted(visit.challenged.items())]


def _question(ledger: Ledger, checkpoint: str, told: ChallengeAnswered) -> str:
    known = ledger.site.checkpoint_of.get(checkpoint) if ledger.site else None
    asked = next((c for c in known.challenges if c.id == told.challenge), None) if known else None
    options = {option.value: option.name(lang()) for option in asked.options} if asked else {}

    def said(value: str | float | None) -> str:
        return options.get(str(value), f"{value:g}" if isinstance(value, int | float) else str(value or ""))

    outcome = fill(
        _(_OUTCOMES[told.outcome]), {"known": said(told.compared), "reason": reason(ledger.site, told.reason)}
    )
    answer = said(told.value)
    glyph = "▲" if told.outcome == "wrong" else "?"
    return f"{glyph} {asked.name(lang()) if asked else told.challenge}: " + (
        f"{answer} ({outcome})" if answer else outcome
    )
