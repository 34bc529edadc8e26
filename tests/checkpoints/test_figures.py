"""The figures behind the charts: each number by hand, and the findings that it stands for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from checkpoints.fact import Fact
from checkpoints.ledger.coverage import coverage
from checkpoints.ledger.figures import Speed, figures, grouping
from checkpoints.ledger.frozen import freeze, thaw
from checkpoints.ledger.trends import measured, taken_by, trend
from checkpoints.site.catalogue import default_site
from checkpoints.work.findings import Brief
from checkpoints.work.findings.end_facts import FindingClosed, FindingReopened, FindingVerified, FindingVoided
from checkpoints.work.findings.found_facts import FindingFixed, FindingMerged, FindingRaised
from checkpoints.work.findings.order_facts import FindingMadeSafe
from tests.support.ground import MONDAY, Desk, Walk, at

NOW = at(12)


def days(count: float, *, before: datetime = NOW) -> datetime:
    return before - timedelta(days=count)


class Story:
    """Findings told as facts, at any time."""

    def __init__(self) -> None:
        self.desk = Desk(now=days(100)).open()
        self.number = 0

    def say(self, by: str, when: datetime, *facts: Fact) -> None:
        self.desk.wall = when
        self.desk.record(by, facts)

    def raised(self, when: datetime, *, by: str = "wang", due_h: float = 24, **more) -> str:
        self.number += 1
        name = f"f{self.number:03d}"
        fact = {"checkpoint": "CP-01", "severity": "S3", "department": "cleaning", "category": "cleaning", **more}
        due = when + timedelta(hours=due_h)
        self.say(by, when, FindingRaised(finding=name, number=f"T1-{name}", words="wet floor", due=due, **fact))
        return name

    def fixed(self, finding: str, when: datetime, *, fixer: str = "Liu", photos=()) -> str:
        self.say("li", when, FindingFixed(finding=finding, done="mopped", fixer=fixer, photos=photos))
        return finding

    def looked(self, finding: str, when: datetime, *, passed: bool) -> None:
        self.say("zhao", when, FindingVerified(finding=finding, passed=passed))

    def closed(self, finding: str, when: datetime) -> str:
        self.looked(finding, when, passed=True)
        self.say("zhao", when, FindingClosed(finding=finding))
        return finding

    def told(self, now: datetime = NOW):
        return figures(self.desk.ledger, now)


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_finding_belongs_to_the_group_of_its_check_and_a_free_one_where_its_kind_is_checked_most():
    site = default_site()
    pumps = next(c.id for c in site.checkpoints if c.kind == "fire_pump_room")
    group = grouping(site)
    assert group(Brief("found", checkpoint=pumps, check="FPR-01", category="cleaning")) == "c"
    assert [group(Brief("found", category=c)) for c in ("cleaning", "fire", "vacant", "staff")] == ["a", "c", "d", "e"]
    assert group(Brief("found", category="fee")) == "b"  # no check is of this kind


def test_groups_count_thirty_days_and_tell_the_open_ones_apart(story):
    story.raised(days(31))
    done = story.fixed(story.raised(days(29)), days(28))
    open_ = story.raised(days(1), check="LOB-1")
    other = story.raised(days(1), category="other")
    void, merged = story.raised(days(1)), story.raised(days(1))
    story.say("zhao", NOW, FindingVoided(finding=void, why="no_fault", reason="clean"))
    story.say("zhao", NOW, FindingMerged(finding=merged, into=open_))
    groups = {b.key: (b.findings, b.part) for b in story.told().groups}
    assert groups == {
        "a": ((done, open_), (open_,)),
        "b": ((other,), (other,)),
        "c": ((), ()),
        "d": ((), ()),
        "e": ((), ()),
    }


def test_time_to_rectify_is_the_middle_and_the_ninth_of_ten(story):
    slow = [story.raised(days(10), department="engineering") for _ in range(3)]
    for finding, hours in zip(slow, (2, 40, 4), strict=True):
        story.fixed(finding, days(10) + timedelta(hours=hours))
    ten = [story.raised(days(5)) for _ in range(10)]
    for hours, finding in enumerate(ten, start=1):
        story.fixed(finding, days(5) + timedelta(hours=hours))
    story.fixed(story.raised(days(60)), days(59))  # done before the window
    story.raised(days(2))  # not done
    told = story.told()
    assert told.speeds == (
        Speed("cleaning", tuple(ten), 5.5, 9),
        Speed("engineering", tuple(slow), 4, 40),
    )
    assert (told.in_time.findings, told.late.findings) == (tuple(sorted([*ten, slow[0], slow[2]])), (slow[1],))


def test_rules_11_14_a_failed_look_undoes_the_attempt_and_the_last_one_is_judged(story):
    bad = story.fixed(story.raised(days(3)), days(3) + timedelta(hours=2))
    story.looked(bad, days(2.5), passed=False)
    assert story.told().speeds == ()
    story.fixed(bad, days(3) + timedelta(hours=50))
    told = story.told()
    assert told.speeds == (Speed("cleaning", (bad,), 50, 50),)
    assert (told.in_time.findings, told.late.findings) == ((), (bad,))


def test_rules_2_making_safe_is_timed_apart_from_the_repair(story):
    found = story.raised(days(3), severity="S1", due_h=2)
    story.say("wang", days(3) + timedelta(hours=1), FindingMadeSafe(finding=found, measure="fenced", due=days(2)))
    assert (story.told().safe, story.told().speeds) == (Speed("S1", (found,), 1, 1), ())
    story.fixed(found, days(3) + timedelta(hours=20))
    told = story.told()
    assert (told.safe, told.speeds) == (Speed("S1", (found,), 1, 1), (Speed("cleaning", (found,), 20, 20),))


def test_open_findings_are_counted_by_age_and_those_past_their_deadline_apart(story):
    found = [story.raised(days(age), due_h=48) for age in (0.5, 1, 2.9, 3, 7, 29, 30, 80)]
    story.fixed(story.raised(days(2)), days(1))
    ages = {b.key: (b.findings, len(b.part)) for b in story.told().ages}
    assert ages == {
        "1": ((found[0],), 0),
        "3": ((found[1], found[2]), 1),
        "7": ((found[3],), 1),
        "30": ((found[4], found[5]), 2),
        "more": ((found[6], found[7]), 2),
    }
    assert story.told().overdue.findings == tuple(found[2:])


def test_rules_7_who_finds_and_mends_their_own_in_time_is_credited(story):
    own = story.fixed(story.raised(days(2), by="wang"), days(2), fixer="wang")
    team = story.fixed(story.raised(days(2), by="wang", department="service"), days(2), fixer="li")
    story.fixed(story.raised(days(2), by="wang"), days(2), fixer="li")  # both of the desk, but it was the cleaners'
    story.fixed(story.raised(days(3), by="wang", due_h=2), days(2), fixer="wang")  # late
    assert story.told().credits.findings == (own, team)


def test_rules_11_16_closures_without_a_photo_in_the_last_hours_of_a_month_are_listed(story):
    november = MONDAY.replace(day=30, hour=20)
    bare = story.closed(story.fixed(story.raised(days(1)), days(0.5)), november)
    story.closed(story.fixed(story.raised(days(1)), days(0.5), photos=("e" * 64,)), november)
    story.closed(story.fixed(story.raised(days(1)), days(0.5)), november - timedelta(days=2))
    again = story.closed(story.fixed(story.raised(days(1)), days(0.5)), november)
    story.say("zhao", november, FindingReopened(finding=again, reason="wet again"))
    for later in (timedelta(hours=1), timedelta(days=5), timedelta(days=29)):
        told = story.told(november + later).bare
        assert (told.key, told.findings) == ("2026-11", (bare,))
    assert story.told(november - timedelta(days=2)).bare.key == "2026-10"


def test_rules_6_the_same_kind_at_the_same_place_in_the_month_is_a_repeat_and_the_third_is_key(story):
    found: dict[str, list[str]] = {}
    for name, place, when in [
        ("before", "CP-02", MONDAY.replace(day=1) - timedelta(minutes=1)),
        ("two", "CP-02", days(9)),
        ("two", "CP-02", days(4)),
        ("three", "CP-01", days(8)),
        ("three", "CP-01", days(5)),
        ("three", "CP-01", days(2)),
    ]:
        finding = story.raised(when, checkpoint=place)
        story.closed(story.fixed(finding, when + timedelta(hours=1)), when + timedelta(hours=2))
        found.setdefault(name, []).append(finding)
    story.raised(days(1), checkpoint="CP-01", unit="3-1-1502")  # a household's own
    told = [(a.checkpoint, a.category, a.findings, a.key) for a in story.told().repeats]
    assert told == [
        ("CP-01", "cleaning", tuple(found["three"]), True),
        ("CP-02", "cleaning", tuple(found["two"]), False),
    ]


def test_figures_need_nothing_thawed_that_is_cold_in_a_snapshot(story):
    story.fixed(story.raised(days(2)), days(1))
    story.raised(days(2))
    ledger = story.desk.ledger
    cold = thaw(freeze(ledger), ledger.source)
    assert figures(cold, NOW) == figures(ledger, NOW)
    assert not cold.findings.all.warm()


def test_D3_3_coverage_counts_visits_of_seven_days_and_puts_unvisited_places_first():
    desk = Desk(now=days(8)).open()
    Walk(desk).points("CP-01", "CP-02", every=7)
    desk.wall = days(6)
    walk = Walk(desk, "R-PM", "zhao", "").points("CP-02", "CP-06", every=7)
    desk.until(desk.wall + timedelta(hours=1))
    again = walk.scan("CP-02")
    east, west = coverage(desk.ledger, NOW)
    assert [(p.checkpoint, p.visits) for p in east.places] == [
        ("CP-01", 0),
        ("CP-03", 0),
        ("CP-04", 0),
        ("CP-05", 0),
        ("CP-02", 2),
    ]
    assert east.places[0].last == days(8) + timedelta(minutes=7)
    assert east.places[-1].last == again.desk.wall
    assert (east.cluster, east.share, west.cluster, west.share) == ("east", 0.2, "west", 0.5)
    assert sum(c.visited for c in coverage(desk.ledger, days(20))) == 0  # what lies ahead is not there yet


def test_D3_6_a_trend_is_judged_by_the_range_of_that_place():
    desk = Desk(now=at(9)).open()
    values = {"CP-06": 25, "CP-07": 25}
    walk = Walk(desk, "R-PUMP")
    for place, value in values.items():
        walk.scan(place, after=5).answer(place, "PMP-1", value, no_photo="no camera")
    assert {place: [c.id for c in checks] for place, checks in measured(desk.ledger).items()} == {
        "CP-06": ["PMP-1"],
        "CP-07": ["PMP-1"],
    }
    first, own = trend(desk.ledger, "CP-06", "PMP-1"), trend(desk.ledger, "CP-07", "PMP-1")
    assert first is not None
    assert own is not None
    assert ([p.outcome for p in first.points], first.out) == (["ok"], 0)
    assert ([p.outcome for p in own.points], own.out, own.answer.ok_max) == (["fail"], 1, 20)
    assert (own.points[0].round, taken_by(desk.ledger, own.points[0], own)) == (walk.id, "wang")
    assert trend(desk.ledger, "CP-06", "PMP-2") is None
    assert trend(desk.ledger, "CP-99", "PMP-1") is None
