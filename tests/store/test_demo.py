"""The demo's story: it holds together, it is told again by the same seed, and it only ever used the ordinary door."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest

from checkpoints.ledger.events import encode_event
from checkpoints.ledger.queries import verdict
from checkpoints.work.promises.clocks import clock
from checkpoints.work.rounds.day import half_day
from store import pins
from store.clock import SetClock
from store.demo import PEOPLE, write
from store.logbook import Logbook

SHANGHAI = timezone(timedelta(hours=8))
EVENING = datetime(2026, 11, 23, 20, 15, tzinfo=SHANGHAI)
"""A Monday, after both half-days."""
DAYS = 10


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Ten days in an empty folder, up to the evening."""
    book = Logbook.open(tmp_path_factory.mktemp("told") / "data", clock=SetClock(EVENING))
    demo = write(book, DAYS, seed=1)
    yield book, demo
    book.close()


@pytest.fixture
def ledger(told):
    return told[0].ledger


def verdicts(ledger):
    return {r.id: verdict(ledger, r) for r in ledger.rounds.all.values()}


def half_days(until, days):
    for n in range(days):
        day = until.date() - timedelta(days=n)
        yield from ((day, "am"), (day, "pm"))


def facts_of(book):
    """All facts with what differs from folder to folder made alike: ids by first appearance, keys, device."""
    numbers = {}

    def number(match):
        return numbers.setdefault(match[0], f"id-{len(numbers)}")

    lines = []
    for event in book.ledger.events():
        text = encode_event(event).decode().replace(book.device.id, "device")
        text = text.replace(f"{book.device.tag}-", "T-")  # also inside what somebody wrote about a finding
        text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", number, text)
        lines.append(re.sub(r'"(code_hash|typed_hash|pin_hash)":"[^"]*"', r'"\1":"kept"', text))
    return lines


# The story


def test_every_day_has_two_rounds_or_a_reason(ledger):
    for day, half in half_days(EVENING, DAYS):
        state = half_day(ledger, day, half, EVENING)
        assert state.state in ("done", "not_counting") or state.reason, (day, half, state)


def test_most_rounds_count_one_does_not_one_was_missed_and_one_was_short_and_accepted(ledger):
    counts = Counter(v.counts for v in verdicts(ledger).values())
    assert counts[True] >= 2 * DAYS - 3
    assert [r.code for v in verdicts(ledger).values() for r in v.reasons] == ["participants"]
    assert len(ledger.missed) == 1
    accepted = [r for r in ledger.rounds.all.values() if r.accepted is not None]
    assert len(accepted) == 1
    assert accepted[0].accepted_by not in accepted[0].people


def test_rounds_follow_the_route_of_the_weekday_or_are_sampled(ledger):
    for round_ in ledger.rounds.all.values():
        started = round_.started
        if started.draw is None:
            assert round_.started_at.strftime("%a").lower() in ledger.site.route_of[started.route].days
    assert any(r.started.draw is not None for r in ledger.rounds.all.values())


def test_rounds_take_an_hour_or_more_and_leave_no_point_out_silently(ledger):
    for round_ in ledger.rounds.all.values():
        found = verdict(ledger, round_)
        assert round_.accepted is not None or timedelta(minutes=60) <= found.net <= timedelta(minutes=120)
        assert found.visited + found.skipped == found.planned
        assert not {"hurried", "dwell", "clock", "unanswered"} & {w.code for w in found.warnings}


def test_about_one_answer_in_thirty_fails(ledger):
    outcomes = Counter(
        a.fact.outcome for r in ledger.rounds.all.values() for v in r.visits.values() for a in v.answers.values()
    )
    assert 0.015 < (outcomes["fail"] + outcomes["critical"]) / outcomes.total() < 0.06


def test_findings_come_back_at_the_same_place_and_check(ledger):
    raised = Counter((f.raised.checkpoint, f.raised.check) for f in ledger.findings.all.values())
    assert raised.most_common(1)[0][1] >= 2
    assert any(any(s.still for _, _, s in f.sightings) for f in ledger.findings.all.values())


def test_most_findings_are_closed_and_some_wait_for_every_kind_of_work(ledger):
    states = Counter(f.state for f in ledger.findings.all.values())
    assert states["closed"] > 0.6 * states.total()
    assert 0.04 * states.total() < len(ledger.findings.live) < 0.4 * states.total()
    happened = {e.body.kind() for e in ledger.events()}
    assert happened >= {
        *("finding." + k for k in ("assigned", "accepted", "rectified", "verified", "closed", "reported", "blocked")),
        *("finding." + k for k in ("refused", "chased", "extension_asked", "acknowledged", "cause_found")),
        *("promise." + k for k in ("made", "taken", "declined", "replied", "tried", "notice_left", "revisited")),
        *("account." + k for k in ("proposed", "stated", "approved", "waived", "appealed")),
    }
    assert any(b.late(EVENING) for _, b in ledger.findings.lines())
    assert not any(b.conflict for _, b in ledger.findings.lines())


def test_some_owners_still_wait_and_some_in_vain_and_the_manager_has_to_decide(ledger):
    waiting = {clock(p, EVENING, ledger.site).status for p in ledger.promises.all.values() if p.open}
    assert waiting == {"open", "unreachable"}
    assert any(clock(p, EVENING, ledger.site).late for p in ledger.promises.all.values())
    assert ledger.accounts.waiting


def test_nobody_verifies_their_own_work_and_what_is_serious_is_closed_with_a_decision(ledger):
    for finding in ledger.findings.all.values():
        for attempt in finding.progress.attempts:
            assert not attempt.check or attempt.checked_by != attempt.fixer
        if finding.state == "closed" and finding.severity in ("S1", "S2"):
            assert any(account.settles for account in ledger.accounts.of(finding.id))


def test_a_reading_drifts_out_of_its_range_and_raises_its_finding_by_itself(ledger):
    by_reading = [f for f in ledger.findings.all.values() if isinstance(f.raised.value, float)]
    assert by_reading
    drifted = False
    for finding in by_reading:
        spot = finding.raised.checkpoint, finding.raised.check
        limits = ledger.site.check_at(*spot).answer
        assert limits.outcome(finding.raised.value) in ("fail", "critical")
        values = [r.value for r in ledger.rounds.readings[spot] if r.at <= finding.found_at]
        drifted |= len(values) >= 4 and len(set(values)) >= 4 and limits.outcome(values[0]) == "ok"
    assert drifted


def test_some_codes_were_unreadable_and_the_office_printed_new_labels(ledger):
    methods = Counter(a.fact.method for r in ledger.rounds.all.values() for v in r.visits.values() for a in v.arrivals)
    assert methods["scan"] > 20 * (methods["typed"] + methods["witnessed"]) > 0
    assert any(len(register.labels) > 1 for register in ledger.labels.registers.values())


def test_finding_numbers_are_unique_and_every_photo_that_is_named_is_kept(told):
    book, _ = told
    numbers = [f.raised.number for f in book.ledger.findings.all.values()]
    assert len(set(numbers)) == len(numbers)
    named = {p for f in book.ledger.findings.all.values() for p in f.photos}
    for round_ in book.ledger.rounds.all.values():
        named |= {p for v in round_.visits.values() for a in v.answers.values() for p in a.fact.photos}
    assert all(book.photos.has(p) for p in named)


# How it is written


def test_the_people_who_are_named_sign_in_with_the_pins_that_are_named(told):
    book, demo = told
    assert [p[0] for p in demo.people] == [p.id for p in PEOPLE]
    for person, zh, en, role, pin in demo.people[:2]:
        member = book.ledger.people[person]
        assert (member.zh, member.en, member.role) == (zh, en, role)
        assert pins.verify(member, pin) is not None


def test_pins_are_good_enough_for_the_app():
    for person in PEOPLE:
        assert re.fullmatch(r"\d{4,8}", person.pin)
        assert len(set(person.pin)) > 1


def test_the_counts_are_those_of_the_ledger(told):
    book, demo = told
    counted = (book.ledger.count, len(book.ledger.rounds.all), len(book.ledger.findings.all))
    assert (demo.events, demo.rounds, demo.findings) == counted
    assert book.saved == demo.events


def test_opened_again_from_the_disk_the_ledger_is_equal(told):
    book, _ = told
    again = Logbook.open(book.data)
    assert again.ledger == book.ledger
    assert again.problems == []
    again.close()


def test_time_only_goes_on_and_never_beyond_now(ledger):
    at = [e.at for e in ledger.events()]
    assert at == sorted(at)
    assert at[-1] <= EVENING
    assert at[0] >= EVENING - timedelta(days=DAYS)


def test_everything_went_through_record(new_book, quick_pins):
    book, ids = new_book(), []
    record = book.record

    def spied(by, decide):
        events = record(by, decide)
        ids.extend(e.id for e in events)
        return events

    book.record = spied
    write(book, 1, seed=1)
    assert sorted(ids) == sorted(e.id for e in book.ledger.events())


def test_the_same_seed_at_the_same_time_tells_the_same_story(new_book, quick_pins):
    one, two, other = (new_book(folder=name) for name in ("one", "two", "other"))
    for book, seed in ((one, 5), (two, 5), (other, 6)):
        write(book, 4, seed)
    assert facts_of(one) == facts_of(two)
    assert facts_of(one) != facts_of(other)


def test_the_half_day_that_still_runs_is_left_for_the_people_at_the_screen(new_book, quick_pins):
    afternoon = EVENING.replace(hour=15)
    book = new_book(afternoon)
    write(book, 2, seed=1)
    assert not book.ledger.rounds.open
    assert half_day(book.ledger, afternoon.date(), "am", afternoon).state == "done"
    assert half_day(book.ledger, afternoon.date(), "pm", afternoon).state == "todo"
    assert max(e.at for e in book.ledger.events()) < afternoon.replace(hour=14, minute=0)
