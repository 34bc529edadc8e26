"""What people write and do about a fault: words, who put it right, and why there is no photo."""

from __future__ import annotations

import random
from collections.abc import Sequence

from checkpoints.site.checks import Check, Severity
from checkpoints.site.people import Confirmed
from checkpoints.site.places import Checkpoint
from checkpoints.site.site import Phrase, Site
from checkpoints.work.findings import Fix
from checkpoints.work.rounds.answers import words_for
from store.demo.character import HABITS

__all__ = ["fix_for", "fixed_words", "reason", "words_of"]

FIXED = {
    "ROD-03": "已联系车主挪车",
    "SPK-02": "已联系车主挪车",
    "RUB-02": "已更换清空垃圾桶",
    "FCR-01": "已通知班长，第二名值班员到岗",
    "FCR-07": "已要求当场补记并签字",
    "REN-06": "已要求补齐灭火器",
    "SVC-02": "已当场纠正提醒",
}
PLAIN = frozenset({"cleaning", "staff"})
"""Categories whose ready words fit whatever the fault was."""
TEAMS: dict[str, tuple[str, ...]] = {
    "cleaning": ("保洁 刘姐", "保洁 吴姐"),
    "greening": ("绿化 老马",),
    "order": ("秩序 孙班长", "秩序 小郑"),
    "engineering": ("工程 张师傅", "工程 小何"),
}
AT_ONCE: dict[Severity, float] = {"S1": 0.85, "S2": 0.5, "S3": 0.5, "S4": 0.6}
"""How often a fault that can be put right on the spot is."""


def words_of(check: Check, place: str, value: str | float) -> str:
    """What a person writes of a failed check."""
    habit = HABITS.get((place, check.id))
    return habit.words if habit is not None else words_for(check, value, "zh")


def fixed_words(site: Site, place: Checkpoint, check: Check | None, category: str, rng: random.Random) -> str:
    """What was done about a fault."""
    if check is not None:
        habit = HABITS.get((place.id, check.id))
        if habit is not None and habit.fixed:
            return habit.fixed
        if check.id in FIXED:
            return FIXED[check.id]
    ready = [p.zh for p in site.fix_phrases if p.categories and p.fits(place.kind, category)]
    return rng.choice(ready) if ready and category in PLAIN else "已现场处理完毕"


def fix_for(
    site: Site, place: Checkpoint, check: Check, people: Sequence[str], by: str, rng: random.Random
) -> Fix | None:
    """Put right on the spot, where the check allows it and the lot falls so; an emergency needs a second person."""
    rule = check.on_fail
    if rule is None or not rule.on_the_spot or rng.random() >= AT_ONCE[rule.severity]:
        return None
    others = [p for p in people if p != by]
    if rule.severity == "S1" and not others:
        return None
    return Fix(
        done=fixed_words(site, place, check, rule.category, rng),
        fixer=rng.choice((by, *TEAMS.get(rule.department, ()))),
        witness=Confirmed(others[0]) if rule.severity == "S1" else None,
    )


def reason(phrases: Sequence[Phrase], kind: str, otherwise: str, rng: random.Random) -> str:
    """One of the ready reasons for a place, those made for its kind first."""
    made = [p.zh for p in phrases if kind in p.kinds]
    plain = [p.zh for p in phrases if not p.kinds]
    return rng.choice(made or plain or [otherwise])
