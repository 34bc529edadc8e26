"""Incidents: stamped first, told in time and down the line, and what is owed by when (D7.1, D7.3)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from checkpoints.ledger.ledger import Ledger
from checkpoints.site.catalogue import default_site
from checkpoints.work import deputies, incidents
from checkpoints.work.incidents.clocks import clock, next_owed
from checkpoints.work.records import deciding
from checkpoints.work.records.deciding import Target, ask_for
from checkpoints.work.records.facts import StepFilled
from checkpoints.work.sites import SiteLoaded
from tests.support.desk_work import office
from tests.support.ground import Desk, at
from tests.support.incidents import close, details, opened, state, step, told, told_of, whole


@pytest.fixture
def desk():
    return office(at(14))


# the stamp


def test_D7_1_the_time_is_stamped_before_anything_is_asked(desk):
    record = opened(desk)
    assert (state(desk, record).opened_at, state(desk, record).entries) == (at(14), [])
    desk.wait(5)
    details(desk, record)
    assert state(desk, record).opened_at == at(14)


def test_D7_1_anybody_may_stamp_and_nobody_who_is_signed_in_is_guessed(desk):
    for by in ("-", "wu", "qian", "chen"):
        assert state(desk, opened(desk, by)).opened_by == by
    asked = ask_for(desk.ledger, Target("incident", opened(desk, "-")), "details", "zheng", desk.now())
    assert not {"finder", "reporter"} & deciding.draft(asked).keys()


def test_D7_1_even_a_site_without_the_form_can_stamp_an_incident():
    bare = Desk("t1", at(14))
    bare.record("-", incidents.stamp(bare.ledger, bare.now()))
    (stamped,) = incidents.running(bare.ledger)
    assert bare.ledger.records.called(stamped.id) == "T1-R0001"
    assert clock(bare.ledger, stamped, at(14))[0].by == at(14, 10)


def test_D7_1_a_finger_that_taps_twice_means_one_incident(desk):
    record = opened(desk, "-")
    desk.wait(2)
    assert incidents.begun_just_now(desk.ledger, "-", desk.now().at).id == record
    assert incidents.begun_just_now(desk.ledger, "wang", desk.now().at) is None
    desk.wait(seconds=1)
    assert incidents.begun_just_now(desk.ledger, "-", desk.now().at) is None


def test_D7_1_once_something_was_entered_another_tap_is_another_incident(desk):
    step(desk, opened(desk), "kind", "wang", category="fire")
    assert incidents.begun_just_now(desk.ledger, "wang", desk.now().at) is None


def test_D7_1_details_are_drafted_from_the_stamp_and_what_was_tapped(desk):
    record = opened(desk)
    step(desk, record, "kind", "wang", category="fire")
    step(desk, record, "kind", "wang", category="lift")
    step(desk, record, "place", "wang", place="CP-45")
    desk.wait(7)
    values = deciding.draft(ask_for(desk.ledger, Target("incident", record), "details", "wang", desk.now()))
    assert (values["occurred"], values["reporter"]) == (at(14).isoformat(), "wang")
    assert values["what"] == "客服中心前台 电梯困人"
    assert incidents.category(state(desk, record)) == "lift"


# the clock to the manager


@pytest.mark.parametrize(("minutes", "seconds", "late"), [(0, 0, False), (10, 0, False), (10, 1, True)])
def test_D7_1_the_manager_is_told_within_ten_minutes_of_the_stamp(desk, minutes, seconds, late):
    record = opened(desk)
    desk.wait(minutes, seconds=seconds)
    assert told_of(desk, record).late is late
    told(desk, record)
    owed = told_of(desk, record)
    assert (owed.by, owed.late, owed.done_at) == (at(14, 10), late, desk.now().at)


def test_D7_1_the_limit_is_the_site_s():
    site = default_site()
    limits = [replace(r, value=20) if r.id == "incident_verbal" else r for r in site.response_limits]
    desk = Desk("t1", at(14))
    desk.record("-", [SiteLoaded(site=replace(site, response_limits=tuple(limits)))])
    desk.record("-", incidents.stamp(desk.ledger, desk.now()))
    assert clock(desk.ledger, incidents.running(desk.ledger)[0], at(14))[0].by == at(14, 20)


def test_D7_1_told_in_time_but_entered_later_is_in_time_and_says_so(desk):
    record = opened(desk)
    desk.wait(30)
    told(desk, record, at=at(14, 8).isoformat())
    owed = told_of(desk, record)
    assert (owed.late, owed.entered_later) == (False, True)


def test_D7_1_a_try_that_did_not_come_through_or_telling_somebody_else_is_no_report(desk):
    record = opened(desk)
    told(desk, record, reached="no")
    told(desk, record, to="other", person="保安队长")
    assert told_of(desk, record).done_at is None


@pytest.mark.parametrize("at_", ["soon", "2026-11-23T14:03:00", "", 7, None])
def test_what_another_program_wrote_as_a_time_breaks_no_clock(desk, at_):
    record = opened(desk)
    values = {"to": "manager", "reached": "yes", "at": at_}
    desk.record("-", [StepFilled(record=record, step="told", values=values)])
    desk.record("-", [StepFilled(record=record, step="result", values={"at": at_})])
    assert next_owed(desk.ledger, state(desk, record), at(14)).step == "told"
    assert incidents.most_urgent(desk.ledger, at(14)).id == record


# the line


def test_rules_10_while_the_manager_is_not_reached_the_next_in_line_is(desk):
    away = deputies.DeputyNamed(person="chen", deputy="zhao", start=at(0).date(), end=at(0).date())
    desk.record("chen", deputies.name(desk.ledger, away, "chen", desk.now()))
    record = opened(desk)

    def upcoming():
        link = incidents.next_link(desk.ledger, state(desk, record), at(14).date())
        return link and (link.to, link.person)

    assert upcoming() == ("manager", "chen")
    told(desk, record, person="chen", reached="no")
    assert upcoming() == ("deputy", "zhao")
    told(desk, record, to="deputy", person="zhao", reached="no")
    assert upcoming() == ("company", "")
    told(desk, record, to="company", reached="no")
    assert upcoming() == ("manager", "chen")  # round again
    told(desk, record, to="company")
    assert upcoming() is None
    line = incidents.chain(desk.ledger, state(desk, record), at(14).date())
    assert [(link.to, link.missed, link.reached) for link in line] == [
        ("manager", 1, False),
        ("deputy", 1, False),
        ("company", 1, True),
    ]
    assert line[-1].phone == "000-0009"
    assert told_of(desk, record).done_at is not None


def test_rules_10_a_report_to_a_name_that_was_typed_ends_the_search_too(desk):
    record = opened(desk)
    told(desk, record, to="company", person="公司夜班老刘")
    assert incidents.next_link(desk.ledger, state(desk, record), at(14).date()) is None


def test_rules_10_the_next_in_line_is_drafted_for_the_report(desk):
    record = opened(desk)
    values = deciding.draft(ask_for(desk.ledger, Target("incident", record), "told", "wang", desk.now()))
    assert (values["to"], values["person"]) == ("manager", "chen")
    told(desk, record, person="chen", reached="no")
    values = deciding.draft(ask_for(desk.ledger, Target("incident", record), "told", "wang", desk.now()))
    assert values["to"] == "company"
    assert "person" not in values


# the other clocks


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (1, True)])
def test_D7_3_the_result_is_written_within_twelve_hours_of_the_stamp(desk, seconds, late):
    record = opened(desk)
    told(desk, record)
    desk.wait(12 * 60, seconds=seconds)
    owed = next_owed(desk.ledger, state(desk, record), desk.now().at)
    assert (owed.step, owed.by, owed.late) == ("result", at(2, day=1), late)


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (1, True)])
def test_D7_3_the_summary_follows_within_24_hours_of_the_result(desk, seconds, late):
    record = opened(desk)
    desk.wait(60)
    whole(desk, record, but=("summary",))
    desk.wait(24 * 60, seconds=seconds)
    owed = next_owed(desk.ledger, state(desk, record), desk.now().at)
    assert (owed.step, owed.by, owed.late) == ("summary", at(15, day=1), late)


def test_D7_the_nearest_limit_comes_first_and_nothing_is_owed_at_the_end(desk):
    record = opened(desk)
    assert next_owed(desk.ledger, state(desk, record), at(14)).step == "told"
    whole(desk, record)
    assert next_owed(desk.ledger, state(desk, record), at(14)) is None
    close(desk, record)
    assert incidents.running(desk.ledger) == []


@pytest.mark.parametrize("seed", range(5))
def test_D7_in_any_order_of_delivery_the_clocks_say_the_same(desk, seed):
    record = opened(desk, "-")
    desk.wait(4)
    told(desk, record, reached="no")
    desk.wait(4)
    told(desk, record)
    whole(desk, record, but=("told", "summary"))
    events = desk.ledger.events()
    random.Random(seed).shuffle(events)
    other = Ledger()
    for event in events:
        other.apply([event])
    now = at(14) + timedelta(days=3)
    assert clock(other, other.records.all[record], now) == clock(desk.ledger, state(desk, record), now)
