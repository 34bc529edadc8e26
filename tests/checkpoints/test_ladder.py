"""The ladder of escalation: what has been reached follows from the finding, the time and the policy (rules.md 3)."""

from __future__ import annotations

import dataclasses
import time
from datetime import timedelta

import pytest

from checkpoints.site.policy import ReviewPolicy
from checkpoints.work.findings import facts as f
from checkpoints.work.findings.ladder import KEYS, reached, steps, unanswered
from checkpoints.work.promises.facts import PromiseMade, PromiseReplied
from tests.support.ground import Desk, at
from tests.support.small_site import small_site


@pytest.fixture
def desk():
    policy = ReviewPolicy(escalate_at_once=("PMP-1",))
    return Desk().open(dataclasses.replace(small_site(), review_policy=policy))


def found(desk, name="f1", severity="S3", hours=72.0, **more):
    raised = {
        "finding": name,
        "number": "T1-" + name,
        "checkpoint": "CP-01",
        "words": "water on the floor",
        "severity": severity,
        "department": "engineering",
        "category": "other",
        "due": desk.wall + timedelta(hours=hours),
    }
    desk.record("wang", [f.FindingRaised(**(raised | more))])
    return name


def assigned(desk, name, hours=72.0, person="qian", head="sun", department="engineering"):
    order = f.FindingAssigned(
        finding=name,
        notice="T1/1",
        department=department,
        head=head,
        plan="mend it",
        person=person,
        due=desk.wall + timedelta(hours=hours),
    )
    desk.record("zhao", [order])


def climbed(desk, name="f1"):
    return {s.key: s for s in steps(desk.ledger, name, desk.wall)}


def after(desk, hours):
    desk.wait(hours * 60)
    return list(climbed(desk))


@pytest.mark.parametrize(("severity", "expected"), [("S1", ["S1"]), ("S2", ["S2"]), ("S3", []), ("S4", [])])
@pytest.mark.requirement("D3.10")
def test_rules_3_an_emergency_reaches_the_manager_at_once_and_a_serious_one_the_same_day(desk, severity, expected):
    found(desk, severity=severity)
    assert list(climbed(desk)) == expected
    assert all(s.who == "manager" and s.since == at(9) for s in climbed(desk).values())


def test_rules_3_checks_that_the_site_names_reach_the_manager_at_once_whatever_their_severity(desk):
    found(desk, "f1", "S3", check="PMP-1")
    found(desk, "f2", "S1", check="PMP-1")
    assert list(climbed(desk, "f1")) == ["crit"]
    assert list(climbed(desk, "f2")) == ["S1"]  # one word of it is enough


def test_rules_3_the_packaged_site_names_the_checks_of_the_rules():
    from checkpoints.site.catalogue import default_site

    named = default_site().review_policy.escalate_at_once
    assert {"FCR-01", "FCR-04", "LFT-04", "REN-02", "REN-03", "WPR-04", "WPR-05"} <= set(named)


def test_a_finding_that_is_lifted_to_an_emergency_counts_from_then(desk):
    found(desk)
    desk.wait(60)
    desk.record("zhao", [f.FindingCorrected(finding="f1", why="it smokes", severity="S1")])
    assert climbed(desk)["S1"].since == at(10)


def test_D3_10_a_finding_flagged_as_key_or_hard_reaches_the_manager(desk):
    found(desk)
    desk.wait(30)
    desk.record("zhao", [f.FindingFlagged(finding="f1", key=False, hard=True, reason="third firm")])
    assert climbed(desk)["key"].since == at(9, 30)


def test_rules_6_the_third_in_a_month_reaches_the_manager(desk):
    for n in (1, 2, 3):
        found(desk, f"f{n}")
        if n < 3:
            desk.wait(60)
            desk.record("li", [f.FindingFixed(finding=f"f{n}", done="mopped", fixer="li")])
            desk.wait(60)
    assert "repeat" not in climbed(desk, "f2")
    assert climbed(desk, "f3")["repeat"].who == "manager"


def test_rules_11_02_a_refusal_that_nobody_rules_on_in_four_hours_reaches_the_manager(desk):
    found(desk)
    assigned(desk, "f1")
    desk.record("sun", [f.FindingRefused(finding="f1", reason="that is greening", department="cleaning")])
    assert after(desk, 3.9) == []
    assert after(desk, 0.1) == ["refused"]
    assigned(desk, "f1", person="zhou", head="zhou", department="cleaning")
    assert list(climbed(desk)) == []


@pytest.mark.parametrize(("severity", "within", "who"), [("S2", 4, "manager"), ("S3", 24, "supervisor")])
def test_rules_1_a_notice_that_nobody_signs_for_is_escalated(desk, severity, within, who):
    found(desk, severity=severity)
    assigned(desk, "f1")
    assert "unaccepted" not in after(desk, within - 0.1)
    assert "unaccepted" in after(desk, 0.1)
    assert climbed(desk)["unaccepted"].who == who
    desk.record("qian", [f.FindingAccepted(finding="f1")])
    assert "unaccepted" not in climbed(desk)


def test_rules_3_a_contractor_who_is_silent_for_a_day_reaches_the_manager_until_he_is_at_work(desk):
    found(desk, hours=200)
    assigned(desk, "f1", hours=200, person="wu", department="contractor")
    desk.record("wu", [f.FindingAccepted(finding="f1")])
    assert after(desk, 23.9) == []
    assert after(desk, 0.1) == ["silent"]
    desk.record("wu", [f.FindingBegun(finding="f1")])
    assert after(desk, 48) == []


def test_rules_3_the_ladder_of_what_is_overdue(desk):
    found(desk, hours=10)
    assigned(desk, "f1", hours=10)
    desk.record("qian", [f.FindingAccepted(finding="f1")])
    assert after(desk, 10) == []
    assert after(desk, 0.1) == ["overdue", "overdue_head"]
    assert after(desk, 24)[2:] == ["overdue24"]
    assert after(desk, 24)[3:] == ["overdue48"]
    assert after(desk, 120)[4:] == ["overdue168"]
    said = climbed(desk)
    assert [s.who for s in said.values()] == ["supervisor", "dept_head", "supervisor", "manager", "manager"]
    assert [(s.since - at(19)).total_seconds() / 3600 for s in said.values()] == [0, 0, 24, 48, 168]


def test_rules_3_asking_after_it_answers_the_supervisors_step_if_it_came_after_that(desk):
    found(desk, hours=1)
    chased = f.FindingChased(finding="f1", whom="sun", answer="tomorrow")
    desk.wait(120)
    desk.record("zhao", [chased])
    desk.wait(24 * 60)
    assert not climbed(desk)["overdue24"].acknowledged
    desk.record("zhao", [chased])
    assert climbed(desk)["overdue24"].acknowledged


def test_rules_3_an_owner_who_waits_past_the_limit_reaches_the_manager_also_after_a_merge(desk):
    found(desk, "f1")
    found(desk, "f2")
    made = PromiseMade(
        promise="p1",
        number="T1-P1",
        matter="leak",
        unit="3-1-1502",
        contact="Mrs Lin",
        kind_of="owner_finding",
        finding="f2",
        first_asked="wang",
        follower="wang",
        first_reply_by=at(13),
        final_by=at(9, day=3),
    )
    desk.record("wang", [made])
    desk.record(
        "zhao", [f.FindingMerged(finding="f2", into="f1"), f.FindingTookIn(finding="f1", other="f2", number="2")]
    )
    assert after(desk, 3.9) == []
    assert after(desk, 1) == ["promise"]
    assert climbed(desk)["promise"].since == at(13)
    assert reached(desk.ledger, desk.wall)["f1"] == steps(desk.ledger, "f1", desk.wall)
    desk.record("wang", [PromiseReplied(promise="p1", channel="phone", words="we are on it", final=False)])
    assert list(climbed(desk)) == []


@pytest.mark.requirement("D3.10")
def test_rules_3_sent_is_not_acknowledged(desk):
    found(desk, severity="S1")
    desk.record("zhao", [f.FindingReported(finding="f1", step="S1", to="chen", channel="phone")])
    step = climbed(desk)["S1"]
    assert (step.sent, step.acknowledged) == (True, False)
    assert unanswered([step])
    desk.record("chen", [f.FindingAcknowledged(finding="f1", step="S1")])
    assert not unanswered(climbed(desk).values())


def test_rules_3_escalating_changes_neither_who_has_to_act_nor_the_clock(desk):
    found(desk, severity="S1", hours=1)
    assigned(desk, "f1", hours=1)
    before = desk.ledger.findings.brief("f1")
    desk.record("zhao", [f.FindingReported(finding="f1", step="S1", to="chen", channel="phone")])
    desk.record("chen", [f.FindingAcknowledged(finding="f1", step="S1")])
    line = desk.ledger.findings.brief("f1")
    assert (line.person, line.head, line.due, line.state) == (before.person, before.head, before.due, before.state)


def test_rules_3_whoever_opens_a_device_after_a_week_sees_what_was_reached_meanwhile(desk):
    found(desk, hours=10)
    drawer = Desk("t2")
    drawer.wall = at(9, day=9)
    drawer.hear(desk.events)
    assert [s.key for s in reached(drawer.ledger, drawer.wall)["f1"]] == [
        "overdue",
        "overdue24",
        "overdue48",
        "overdue168",
    ]


def test_what_has_ended_stands_on_no_step(desk):
    found(desk, severity="S1", hours=1)
    desk.wait(600)
    desk.record("zhao", [f.FindingVoided(finding="f1", why="no_fault", reason="a drill")])
    assert steps(desk.ledger, "f1", desk.wall) == []
    assert reached(desk.ledger, desk.wall) == {}


def test_every_step_has_a_place_in_the_order(desk):
    found(desk, severity="S2", hours=1, check="PMP-1")
    desk.record("zhao", [f.FindingFlagged(finding="f1", key=True, hard=False, reason="the lobby")])
    assigned(desk, "f1", hours=1, person="wu")
    desk.wait(60 * 300)
    keys = list(climbed(desk))
    assert keys == [k for k in KEYS if k in keys]
    assert len(keys) == 10


def test_the_steps_of_five_thousand_open_findings_are_there_before_anybody_notices(desk):
    for n in range(5000):
        found(desk, f"f{n}", ("S1", "S2", "S3")[n % 3], n % 100, checkpoint=f"CP-0{n % 7 + 1}", unit=str(n % 90))
    desk.wait(60 * 60)
    reached(desk.ledger, desk.wall)
    begun = time.perf_counter()
    assert len(reached(desk.ledger, desk.wall)) > 4000
    assert time.perf_counter() - begun < 0.5  # 0.03 s on the machine that this was measured on
