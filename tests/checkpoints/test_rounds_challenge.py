"""The question at a place: unforeseeable, answered as a fact, judged by a rule, and never in anybody's way."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from checkpoints.fact import Moment
from checkpoints.site.challenges import Challenge, ChallengeOption
from checkpoints.site.policy import PresencePolicy
from checkpoints.site.site import Site
from checkpoints.work.plausible import learn, weigh
from checkpoints.work.rounds import challenge
from checkpoints.work.rounds.answers import UNREADABLE
from checkpoints.work.rounds.known import Said
from tests.support.ground import Desk, Walk, at, refusal
from tests.support.small_site import small_site

METER = Challenge(id="meter", zh="电表", en="Meter", rule="rising", most_per_day=100)
SEAL = Challenge(id="seal", zh="铅封", en="Seal", rule="match")
CARD = Challenge(
    id="card",
    zh="卡片颜色",
    en="Colour of the card",
    rule="match",
    expected="red",
    options=tuple(ChallengeOption(value=v, zh=v, en=v) for v in ("red", "blue")),
)
NOW = Moment(datetime(2026, 11, 23, 9, tzinfo=UTC), lambda: "id")


def asking(*questions: Challenge, one_in: int = 1) -> Site:
    site = small_site()
    places = tuple(replace(c, challenges=questions) if c.id == "CP-01" else c for c in site.checkpoints)
    return replace(site, checkpoints=places, presence_policy=PresencePolicy(challenge_one_in=one_in))


def desk_of(*questions: Challenge, one_in: int = 1) -> Desk:
    return Desk(now=at(9)).open(asking(*questions, one_in=one_in))


def answer(walk: Walk, raw: str | float, checkpoint: str = "CP-01"):
    desk = walk.desk
    facts = challenge.answer(desk.ledger, walk.id, checkpoint, raw, "wang", desk.now())
    return desk.record("wang", facts)[-1].body


def due(walk: Walk, checkpoint: str = "CP-01"):
    return challenge.due(walk.desk.ledger, walk.round, checkpoint)


def said(*values: str | float, outcome="noted", hours: float = 24) -> list[Said]:
    """Answers so far, the last one so many hours ago."""
    return [
        Said((f"{n}", "t1", n, "e"), NOW.at - timedelta(hours=hours + len(values) - n), value, outcome)
        for n, value in enumerate(values, 1)
    ]


def test_a_place_asks_once_an_arrival_and_the_answer_is_a_fact():
    walk = Walk(desk_of(SEAL))
    assert due(walk) is None
    walk.scan("CP-01")
    assert due(walk) == challenge.Due(SEAL, 1)
    fact = answer(walk, "4711")
    assert (fact.challenge, fact.arrival, fact.value, fact.outcome) == ("seal", 1, 4711, "noted")
    assert due(walk) is None
    assert refusal(answer, walk, "4711") == "challenge.none"


def test_whom_it_asks_follows_from_a_secret_of_the_round_about_one_in_five():
    desk = desk_of(SEAL, METER, one_in=5)
    chosen = Counter()
    for number in range(400):
        walk = Walk(desk, second=None).scan("CP-01")
        found = due(walk)
        chosen[found.challenge.id if found else ""] += 1
        if number % 2:
            assert due(walk) == found  # asked again, it says the same
        walk.finish()
    assert 45 <= chosen["seal"] + chosen["meter"] <= 120
    assert min(chosen["seal"], chosen["meter"]) > 10


def test_the_secret_is_another_one_in_each_round_and_a_round_from_paper_has_none():
    desk = desk_of(SEAL)
    one = Walk(desk).finish()
    two = Walk(desk).finish()
    paper = Walk(desk, paper=True)
    seeds = [walk.round.started.seed for walk in (one, two, paper) if walk.round.started]
    assert seeds[0] != seeds[1]
    assert seeds[2] == ""


def test_cannot_tell_wants_a_reason_and_a_skipped_question_is_recorded():
    walk = Walk(desk_of(SEAL)).scan("CP-01")
    desk = walk.desk
    args = (desk.ledger, walk.id, "CP-01")
    assert refusal(challenge.cannot_tell, *args, " ", "wang", desk.now()) == "reason.short"
    desk.record("wang", challenge.cannot_tell(*args, "too dark", "wang", desk.now()))
    told = walk.round.visit("CP-01").challenged[1]
    assert (told.outcome, told.reason) == ("cannot_tell", "too dark")
    walk.scan("CP-01", after=6)
    desk.record("wang", challenge.skip(*args, "wang", desk.now()))
    assert walk.round.visit("CP-01").challenged[2].outcome == "skipped"
    assert desk.ledger.rounds.said == {}


def test_over_ssh_nothing_is_answered():
    walk = Walk(desk_of(SEAL)).scan("CP-01")
    walk.desk.remote = True
    assert refusal(answer, walk, "4711") == "presence.remote"


def test_an_answer_that_is_none_is_refused():
    assert refusal(answer, Walk(desk_of(METER)).scan("CP-01"), "many") == "answer.number"
    assert refusal(answer, Walk(desk_of(CARD)).scan("CP-01"), "green") == "challenge.choice"


def test_a_choice_is_judged_by_what_the_office_expects():
    assert answer(Walk(desk_of(CARD)).scan("CP-01"), "red").outcome == "right"
    fact = answer(Walk(desk_of(CARD)).scan("CP-01"), "blue")
    assert (fact.outcome, fact.compared) == ("wrong", "red")


@pytest.mark.parametrize(
    ("value", "before", "outcome"),
    [
        (50, [], "noted"),
        (150, said(100), "right"),
        (100, said(100), "right"),
        (99, said(100), "wrong"),
        (201, said(100), "wrong"),
        (299, said(100, hours=48), "right"),
        (150, said(100) + said(900, outcome="wrong", hours=1), "right"),
        (20, said(100) + said(10, 11, 12, outcome="wrong", hours=2), "right"),
        (UNREADABLE, said(100), "noted"),
    ],
)
def test_a_meter_never_falls_and_does_not_leap(value, before, outcome):
    assert challenge.judged(METER, value, before, NOW)[0] == outcome


@pytest.mark.parametrize(
    ("value", "before", "outcome"),
    [
        (7, [], "noted"),
        (7, said(7), "noted"),
        (7, said(7, 7), "right"),
        (8, said(7, 7), "wrong"),
        (8, said(7, 7, 8, 8, 8), "right"),
    ],
)
def test_without_an_expected_value_most_of_the_last_answers_say_what_is_right(value, before, outcome):
    assert challenge.judged(SEAL, value, before, NOW)[0] == outcome


@pytest.mark.parametrize(("value", "outcome"), [(0, "wrong"), (1, "right"), (4, "right"), (5, "wrong")])
def test_a_range_holds_both_ends(value, outcome):
    asked = Challenge(id="pump", zh="几号泵", en="Which pump", rule="range", low=1, high=4)
    assert challenge.judged(asked, value, [], NOW)[0] == outcome


def test_wrong_and_missing_answers_are_signs_and_a_question_that_waits_is_none():
    desk = desk_of(CARD)
    walk = Walk(desk).scan("CP-01")
    assert weigh(desk.ledger, walk.round, learn(desk.ledger)).signs == ()
    answer(walk, "blue")
    walk.scan("CP-01", after=7)
    walk.finish()
    signs = {s.code: s.remark.params for s in weigh(desk.ledger, walk.round, learn(desk.ledger)).signs}
    assert signs["wrong_answer"] == {"count": 1, "of": 2}
    assert signs["no_answer"] == {"count": 1, "of": 2}
