"""D3.9 to D3.12: raising a finding, its number and deadline, notes, sightings, and what stands open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkpoints.fact import Moment
from checkpoints.work import findings
from checkpoints.work.findings import Draft, FindingNoted, Fix
from tests.support.ground import Desk, at, refusal

DRAFT = Draft(
    checkpoint="CP-01",
    words="water on the floor",
    severity="S3",
    department="cleaning",
    category="cleaning",
    due_h=8,
)


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def report(desk: Desk, **changes) -> findings.Finding:
    """Raise a finding as the desk does; returns it as the ledger knows it."""
    made = findings.raise_finding(desk.ledger, replace(DRAFT, **changes), "wang", desk.now())
    desk.record("wang", made)
    return desk.ledger.findings.all[made[0].finding]


def number(found: findings.Finding) -> str:
    assert found.raised is not None
    return found.raised.number


def test_D3_11_a_finding_has_a_number_a_department_and_a_deadline(desk):
    found = report(desk)
    assert found.raised is not None
    assert found.raised.number == "T1-0001"
    assert found.raised.due == at(17)
    assert (found.open, found.state) == (True, "found")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": "wet"}, "words.short"),
        ({"words": "  a  b "}, "words.short"),
        ({"checkpoint": "CP-99"}, "finding.place"),
        ({"department": "nobody"}, "finding.department"),
        ({"severity": "S9"}, "finding.severity"),
        ({"category": "nothing"}, "finding.category"),
        ({"fix": Fix(done="swept", fixer="  ")}, "fix.nobody"),
        ({"fix": Fix(done="x", fixer="li")}, "words.short"),
        ({"fix": Fix(done="swept", fixer="li"), "severity": "S1"}, "fix.alone"),
    ],
)
def test_D3_11_a_finding_that_says_too_little_is_refused(desk, changes, code):
    assert refusal(report, desk, **changes) == code
    assert desk.ledger.findings.all == {}


def test_rules_1_four_chinese_characters_are_enough_words(desk):
    assert report(desk, words="地面积水").raised is not None


def test_rules_1_numbers_run_up_and_are_never_given_twice(desk):
    other = Desk("t2", at(9))
    other.hear(desk.events)
    numbers = [number(report(desk)), number(report(desk)), number(report(other)), number(report(desk))]
    desk.hear(other.events)
    other.hear(desk.events)
    numbers += [number(report(desk)), number(report(other))]
    assert numbers == ["T1-0001", "T1-0002", "T2-0001", "T1-0003", "T1-0004", "T2-0002"]


def test_rules_1_a_device_that_starts_anew_goes_on_after_its_highest_number(desk):
    report(desk)
    report(desk)
    again = Desk("t1-new", at(10), tag="T1")
    again.hear(list(reversed(desk.events)))
    assert number(report(again)) == "T1-0003"


def test_rules_1_a_number_that_nobody_gave_uses_up_no_others(desk):
    for made_up in ("T1-²", "T1-99999999999999999999", "T1", "T1-"):
        (fact,) = findings.raise_finding(desk.ledger, DRAFT, "wang", desk.now())
        import msgspec

        desk.record("wang", [msgspec.structs.replace(fact, number=made_up)])
    assert number(report(desk)) == "T1-0001"


def test_rules_2_the_deadline_is_in_clock_hours_also_over_a_change_of_summer_time(desk):
    eve = datetime(2026, 3, 28, 22, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    now = Moment(at=eve, new_id=lambda: "f1")
    (raised,) = findings.raise_finding(desk.ledger, DRAFT, "wang", now)
    assert (raised.due.timestamp() - eve.timestamp()) / 3600 == 8


def test_D3_9_without_a_check_the_category_names_the_department(desk):
    draft = findings.draft_for(desk.ledger, "CP-01", None, words="something odd")
    assert (draft.severity, draft.department, draft.category, draft.due_h) == ("S3", "service", "other", 72)
    assert not draft.photo_asked


def test_D3_9_the_checks_own_deadline_wins_over_the_severitys(desk):
    check = desk.ledger.site.check_at("CP-06", "PMP-1")
    draft = findings.draft_for(desk.ledger, "CP-06", check, 35.0)
    assert (draft.severity, draft.due_h, draft.department) == ("S2", 12, "engineering")


def test_D3_9_a_photo_is_owed_until_it_or_a_reason_is_there(desk):
    found = report(desk, photo_asked=True)
    assert found.photo_owed
    desk.record("wang", findings.note(desk.ledger, found.id, FindingNoted(finding="", words="behind the door")))
    assert found.photo_owed
    desk.record("wang", findings.note(desk.ledger, found.id, FindingNoted(finding="", photos=("a" * 64,))))
    assert not found.photo_owed
    assert not report(desk, photo_asked=True, no_photo="too dark").photo_owed
    assert not report(desk).photo_owed


def test_D3_12_a_note_adds_and_takes_nothing_away(desk):
    found = report(desk, photos=("a" * 64,))
    desk.record("li", findings.note(desk.ledger, found.id, FindingNoted(finding="", photos=("b" * 64,))))
    assert found.photos == ("a" * 64, "b" * 64)
    assert found.notes[0][1] == "li"
    assert refusal(findings.note, desk.ledger, found.id, FindingNoted(finding="", words="  ")) == "note.empty"
    assert refusal(findings.note, desk.ledger, "none", FindingNoted(finding="", words="hm")) == "finding.unknown"


def test_D3_12_seen_again_and_gone(desk):
    found = report(desk)
    desk.record("li", findings.see_again(desk.ledger, found.id, still=True, round_id="r1"))
    assert found.open
    desk.record("li", findings.see_again(desk.ledger, found.id, still=False, round_id="r2"))
    assert found.state == "gone"
    assert [(s.still, s.round) for _, _, s in found.sightings] == [(True, "r1"), (False, "r2")]


def test_D3_12_gone_by_a_slip_of_the_finger_is_open_again_with_the_next_tap(desk):
    found = report(desk)
    for still in (False, True):
        desk.record("li", findings.see_again(desk.ledger, found.id, still=still, round_id="r1"))
    assert found.open
    assert desk.ledger.findings.at("CP-01") == [found]


def test_D3_12_what_is_not_open_is_neither_seen_nor_fixed_again(desk):
    found = report(desk, fix=Fix(done="swept", fixer="li"))
    done = Fix(done="swept", fixer="li")
    assert refusal(findings.see_again, desk.ledger, found.id, True, "r1") == "finding.not_open"
    assert refusal(findings.fix, desk.ledger, found.id, done, "wang") == "finding.not_open"
    assert refusal(findings.fix, desk.ledger, "none", done, "wang") == "finding.unknown"


def test_D3_12_a_sighting_from_elsewhere_does_not_undo_what_was_fixed(desk):
    other = Desk("t2", at(9))
    found = report(desk)
    other.hear(desk.events)
    desk.record("wang", findings.fix(desk.ledger, found.id, Fix(done="swept", fixer="wang"), "wang"))
    other.wait(5)
    other.record("li", findings.see_again(other.ledger, found.id, still=True, round_id="r1"))
    desk.hear(other.events)
    assert (found.id, desk.ledger.findings.all[found.id].state) == (found.id, "fixed_on_spot")
    assert len(desk.ledger.findings.all[found.id].sightings) == 1


def test_D3_10_open_findings_come_by_deadline_and_those_of_a_place_by_age(desk):
    slow = report(desk, due_h=72)
    desk.wait(1)
    urgent = report(desk, due_h=2)
    desk.wait(1)
    elsewhere = report(desk, due_h=24, checkpoint="CP-02")
    assert desk.ledger.findings.open() == [urgent, elsewhere, slow]
    assert desk.ledger.findings.at("CP-01") == [slow, urgent]


def test_D3_10_overdue_is_how_long_past_the_deadline_while_open(desk):
    found = report(desk, due_h=2)
    assert found.overdue(at(11)) is None
    assert found.overdue(at(11, 30)) == timedelta(minutes=30)
    desk.record("li", findings.see_again(desk.ledger, found.id, still=False, round_id="r1"))
    assert found.overdue(at(12)) is None


def test_D3_9_nothing_is_raised_without_a_site():
    empty = Desk()
    assert refusal(report, empty) == "site.none"
    assert refusal(findings.draft_for, empty.ledger, "CP-01", None) == "site.none"
