"""What gauges and counts say in the story: by check, drifting from one service to the next, with noise.

Written for the packaged site, where the interesting ones cross their limits now and then and are put right; a
check that stands in no table gets a plausible value from its own range.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from checkpoints.site.checks import Answer, Check
from checkpoints.work.rounds.verdict import HalfDay
from store.demo.chance import Fate, Spell

__all__ = ["reading"]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A measured value: `base`, moved by `drift` a day until it is serviced after `every` days.

    All in the unit of the check; `workday` is added on Monday to Friday, `after_noon` in the afternoon, `wet`
    on a day of rain. `noise` is the standard deviation.
    """

    base: float
    noise: float = 0.0
    decimals: int = 0
    drift: float = 0.0
    every: int = 0
    workday: float = 0.0
    after_noon: float = 0.0
    wet: float = 0.0
    least: float = 0.0
    most: float = 1e9


@dataclass(frozen=True, slots=True)
class Count:
    """Things that are zero (or `usual`) until a spell of trouble, which `low` to `high` of them have."""

    low: int
    high: int
    spell: Spell
    usual: float = 0
    decimals: int = 0
    only: str = ""
    """The one place that has the trouble; empty is every place, each at its own time."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A number that has nothing to do with yesterday's: cars parked wrong, minutes since the last entry."""

    usual: tuple[int, int]
    odd: tuple[int, int]
    share: float
    """How often the odd range is met."""


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter that only ever goes up."""

    a_day: float
    decimals: int


LAMPS = Count(1, 2, Spell(17, 3))

TABLE: dict[str, Gauge | Count | Chance | Meter] = {
    # Lamps and lifts
    "LOB-03": LAMPS,
    "COR-06": LAMPS,
    "ROD-05": Count(1, 3, Spell(19, 4)),
    "UPK-05": Gauge(1.0, 0.4, drift=0.25, every=13),
    "LFT-03": Gauge(9, 3, least=3, most=28),
    "LMR-01": Gauge(27, 1.2, 1, after_noon=2),
    "LMR-06": Gauge(0, drift=1, every=17),
    # Cars, water on the floor, air
    "ROD-03": Chance((0, 0), (1, 3), 0.12),
    "SPK-02": Chance((0, 2), (3, 5), 0.1),
    "UPK-02": Count(2, 6, Spell(6, 2), only="CP-22"),
    "UPK-10": Gauge(7, 1.5, drift=0.7, every=12, workday=7, after_noon=5),
    # Garden
    "GRD-02": Gauge(0.8, 0.2, 1, drift=0.22, every=13),
    "GRD-03": Gauge(3.4, 0.2, 1, drift=0.26, every=12),
    "GRD-04": Gauge(0.4, 0.1, 1),
    "GRD-05": Gauge(3, 0.8),
    # Vacant and fitting-out units
    "VAC-03": Meter(0.0, 1),
    "VAC-04": Meter(0.2, 1),
    "VAC-10": Chance((15, 40), (15, 40), 0),
    "REN-06": Count(1, 1, Spell(13, 1), usual=2),
    # Power
    "PWR-01": Gauge(26, 0.8, 1, drift=0.55, every=15, after_noon=1.5),
    "PWR-02": Gauge(48, 3, wet=9),
    "PWR-03": Gauge(66, 2, workday=6, after_noon=4),
    "PWR-04": Gauge(62, 2, workday=5, after_noon=4),
    "PWR-05": Gauge(390, 3),
    "PWR-06": Gauge(0.95, 0.012, 2, most=1.0),
    "GEN-02": Gauge(26.6, 0.08, 1, drift=-0.13, every=23),
    "GEN-03": Gauge(11.5, 0.1, 1, drift=-0.24, every=18),
    "GEN-06": Gauge(0, drift=1, every=17),
    # Drinking water: the low zone sinks until the valve is set again
    "WPR-01": Gauge(0.5, 0.004, 2, drift=-0.0068, every=14),
    "WPR-02": Gauge(0.96, 0.01, 2, drift=-0.003, every=20),
    "WPR-03": Gauge(82, 5, most=95),
    "WPR-04": Gauge(0.3, 0.03, 2, drift=-0.012, every=13),
    "WPR-05": Gauge(0.35, 0.08, 2, wet=0.15),
    "WPR-06": Gauge(19, 0.8, 1, after_noon=1),
    "WPR-07": Gauge(57, 3, wet=14),
    "WPR-10": Gauge(0, drift=1 / 30, every=180),
    # Fire
    "FPR-01": Gauge(0.98, 0.015, 2),
    "FPR-02": Gauge(1.02, 0.015, 2),
    "FPR-03": Gauge(0.35, 0.01, 2),
    "FPR-05": Gauge(99, 0.3, drift=-0.25, every=10, most=100),
    "FPR-07": Gauge(5, 1, drift=0.5, every=14),
    "FCR-01": Count(1, 1, Spell(23, 1), usual=2),
    "FCR-05": Count(1, 3, Spell(12, 2)),
    "FCR-06": Gauge(0.6, 0.2, drift=0.3, every=13),
    "FCR-07": Chance((12, 115), (125, 150), 0.04),
    "FCR-08": Count(3, 4, Spell(16, 2), usual=1),
    "FCR-09": Gauge(32),
    # Weak current, rubbish, desk, sales, pool
    "WCR-01": Gauge(23.5, 0.5, 1, drift=0.4, every=14),
    "WCR-02": Gauge(50, 3),
    "WCR-03": Gauge(46, 3),
    "RUB-01": Chance((1, 2), (1, 2), 0),
    "RUB-02": Chance((0, 0), (1, 3), 0.12),
    "RUB-05": Gauge(0, drift=1, every=9),
    "SVC-02": Chance((2, 7), (11, 16), 0.04),
    "SVC-05": Count(1, 2, Spell(11, 2)),
    "SAL-02": Chance((2, 7), (8, 14), 0.3),
    "SAL-03": Chance((5, 18), (19, 34), 0.3),
    "CLB-02": Gauge(0.6, 0.08, 2, drift=-0.02, every=12),
    "CLB-03": Gauge(7.3, 0.08, 1),
    "CLB-04": Gauge(0.4, 0.1, 1),
    "CLB-05": Gauge(26.5, 0.5, 1),
}


def reading(fate: Fate, check: Check, place: str, day: date, half: HalfDay, rng: random.Random) -> float:
    """The value of a numeric check, in its unit and with as many decimals as its gauge has."""
    match TABLE.get(check.id):
        case Gauge() as gauge:
            return _measured(fate, gauge, (place, check.id), day, half, rng)
        case Count() as count:
            turn = None if count.only not in ("", place) else fate.spell(day, count.spell, place, check.id)
            if turn is None:
                return count.usual
            return count.low + int(fate.lot("how many", turn, place, check.id) * (count.high - count.low + 1))
        case Chance() as chance:
            low, high = chance.odd if rng.random() < chance.share else chance.usual
            return rng.randint(low, high)
        case Meter() as meter:
            start = 40 + int(fate.lot("meter", place, check.id) * 400)
            return round(start + meter.a_day * (day.toordinal() % 1000), meter.decimals)
        case None:
            return _inside(check.answer, rng)


def _measured(fate: Fate, gauge: Gauge, about: tuple[str, str], day: date, half: HalfDay, rng: random.Random) -> float:
    value = gauge.base + rng.gauss(0, gauge.noise) if gauge.noise else gauge.base
    if gauge.every:
        value += gauge.drift * fate.age(day, gauge.every, *about)[1]
    if day.weekday() < 5:
        value += gauge.workday
    if half == "pm":
        value += gauge.after_noon
    if fate.wet(day):
        value += gauge.wet
    return round(min(max(value, gauge.least), gauge.most), gauge.decimals) + 0.0


def _inside(answer: Answer, rng: random.Random) -> float:
    """A value well inside the allowed range of a check that the table does not know."""
    low, high = answer.ok_min, answer.ok_max
    if low is None and high is None:
        return rng.randint(1, 20)
    if low is None or high is None:
        edge = low if low is not None else high
        assert edge is not None
        room = abs(edge) / 2 or 1
        low, high = (edge, edge + room) if high is None else (max(0.0, edge - room) if edge >= 0 else edge - room, edge)
    value = low + (high - low) * (0.5 + rng.uniform(-0.35, 0.35))
    rounded = round(value, 0 if high - low >= 10 else 2)
    return rounded if low <= rounded <= high else round((low + high) / 2, 4)
