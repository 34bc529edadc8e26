"""Rules 5, D3.16: who was asked first stays for ever; the working owner moves only by a hand-on that is taken."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoints.fact import Refused
from checkpoints.work import sites
from checkpoints.work.deputies import DeputyNamed
from checkpoints.work.people import PersonAdded
from checkpoints.work.promises import asked, contacts, handing, owing, replying, revisiting
from checkpoints.work.promises.facts import PromiseDeclined, PromiseHanded, PromiseMoved, PromiseTaken
from tests.support.ground import PROPERTY, TEAM, Desk, at, refusal
from tests.support.promised import Owner, site_with_limits

TODAY = date(2026, 11, 23)


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open(site_with_limits())


@pytest.mark.requirement("D3.16")
def test_rules_5_until_the_receiver_takes_it_the_giver_owns_it(desk):
    owner = Owner(desk)
    other = Owner(desk)
    owner.does("wang", handing.hand_on, "li", "end of shift")
    assert (owner.promise.follower, owing.offered(desk.ledger, "li")) == ("wang", [owner.promise])
    assert refusal(owner.does, "li", replying.reply, "phone", "somebody comes", final=False) == "promise.not_yours"
    assert refusal(owner.does, "zheng", handing.take) == "promise.not_offered"
    owner.does("li", handing.take)
    assert (owner.promise.follower, owner.promise.made.first_asked) == ("li", "wang")
    assert owing.owed_by(desk.ledger, "wang") == [other.promise]
    assert refusal(owner.does, "wang", handing.hand_on, "zheng", "again") == "promise.not_follower"


def test_rules_5_what_the_receiver_declines_stays_with_the_giver(desk):
    owner = Owner(desk).does("wang", handing.hand_on, "li", "end of shift")
    assert refusal(owner.does, "li", handing.decline, " ") == "words.short"
    owner.does("li", handing.decline, "on leave tomorrow")
    assert (owner.promise.follower, owner.promise.offer) == ("wang", None)
    assert refusal(owner.does, "li", handing.take) == "promise.not_offered"


@pytest.mark.parametrize(
    ("to", "code"), [("wang", "promise.self"), ("nobody", "promise.nobody"), ("wu", "promise.contractor")]
)
def test_rules_5_it_goes_to_somebody_else_who_works_here(desk, to, code):
    assert refusal(Owner(desk).does, "wang", handing.hand_on, to, "end of shift") == code
    assert refusal(Owner(desk).does, "zhao", handing.move, to, "end of shift") == code


def test_rules_5_a_new_offer_takes_the_old_one_back(desk):
    owner = Owner(desk).does("wang", handing.hand_on, "li", "end of shift")
    owner.does("wang", handing.hand_on, "zheng", "li is away")
    assert refusal(owner.does, "li", handing.take) == "promise.not_offered"
    assert owner.does("zheng", handing.take).promise.follower == "zheng"


def test_rules_5_who_was_named_to_follow_has_to_take_it_too(desk):
    owner = Owner(desk, first_asked="qian", follower="li", by="zheng")
    assert (owner.promise.made.first_asked, owner.promise.follower) == ("qian", "qian")
    assert owner.does("li", handing.take).promise.follower == "li"


def test_rules_5_the_supervisor_settles_it_where_two_cannot(desk):
    owner = Owner(desk)
    assert refusal(owner.does, "wang", handing.move, "li", "leaves today") == "promise.supervisor"
    owner.does("zhao", handing.move, "li", "wang leaves today")
    assert (owner.promise.follower, owner.promise.offers[-1].forced) == ("li", True)


def test_rules_11_11_a_deputy_of_the_supervisor_settles_it_too(desk):
    owner = Owner(desk)
    desk.record("zhao", [DeputyNamed(person="zhao", deputy="li", start=TODAY, end=TODAY)])
    assert owner.does("li", handing.move, "zheng", "zhao is away").promise.follower == "zheng"


def test_rules_5_nothing_is_handed_on_once_nothing_is_owed(desk):
    owner = Owner(desk, follower="", answered_now="the pool opens at eight")
    owner.does("wang", revisiting.revisit, "phone", "", satisfied=True)
    assert refusal(owner.does, "wang", handing.hand_on, "li", "end of shift") == "promise.over"


@pytest.mark.requirement("D3.16")
def test_rules_5_passing_on_twice_alerts_the_supervisor(desk):
    owner = Owner(desk).does("wang", handing.hand_on, "li", "end of shift").does("li", handing.take)
    assert asked.passed_on_alerts(desk.ledger) == []
    owner.does("li", handing.hand_on, "zheng", "end of shift")
    assert asked.passed_on_alerts(desk.ledger) == []
    owner.does("zheng", handing.take)
    assert asked.passed_on_alerts(desk.ledger) == [owner.promise]


def test_rules_5_what_the_supervisor_moved_alerts_nobody(desk):
    owner = Owner(desk).does("zhao", handing.move, "li", "off duty").does("zhao", handing.move, "zheng", "off duty")
    assert asked.passed_on(owner.promise) == 0


@pytest.mark.requirement("D3.16")
def test_rules_5_the_review_shows_answered_by_self_handed_and_lost(desk):
    said = ("phone", "a new seal is in")
    Owner(desk).does("wang", replying.reply, *said, final=True)
    taken = Owner(desk).does("wang", handing.hand_on, "li", "end of shift").does("li", handing.take)
    waits = Owner(desk).does("wang", replying.reply, *said, final=False)
    waits.does("wang", handing.hand_on, "li", "end of shift")
    Owner(desk, urgent=True)
    Owner(desk, kind_of="complaint")
    of_wang = asked.review(desk.ledger, TODAY, TODAY, at(12))[0]
    assert (of_wang.answered, of_wang.handed, of_wang.lost, of_wang.waiting) == (1, 1, 1, 2)
    outcomes = [asked.outcome(owner.promise, at(12), desk.ledger.site) for owner in (taken, waits)]
    assert outcomes == ["handed", "waiting"]
    tomorrow = asked.review(desk.ledger, TODAY, TODAY, at(10, day=1))[0]
    assert (tomorrow.answered, tomorrow.handed, tomorrow.lost, tomorrow.all) == (1, 0, 4, 5)
    assert asked.review(desk.ledger, date(2026, 11, 24), date(2026, 11, 30), at(12)) == []


# privacy


@pytest.mark.parametrize(
    ("phone", "seen"),
    [("13812345678", "138****5678"), ("62345678", "623*5678"), ("5551234", "*****34"), ("12", "**"), ("", "")],
)
def test_rules_11_19_a_masked_number_can_be_called_by_nobody(phone, seen):
    assert contacts.masked(phone) == seen


def test_rules_11_19_who_looked_at_a_number_stays_in_the_record(desk):
    owner = Owner(desk)

    def seen(by: str, place="tablet", day: date = TODAY) -> str:
        return contacts.shown_phone(desk.ledger, owner.promise, by, place, day)

    assert {seen(by) for by in TEAM} == {"138****5678"}
    assert refusal(owner.does, "li", contacts.look_up, "tablet") == "promise.contacts"
    assert refusal(owner.does, "zheng", contacts.look_up, "kiosk") == "promise.kiosk"
    owner.does("zheng", contacts.look_up, "office").does("wang", contacts.look_up, "tablet")
    assert (seen("zheng"), seen("wang"), seen("zhao")) == ("13812345678", "13812345678", "138****5678")
    assert seen("zheng", "kiosk") == "138****5678"
    assert seen("zheng", day=date(2026, 11, 24)) == "138****5678"
    assert owner.promise.looked_up == [(at(9), "zheng"), (at(9), "wang")]
    assert refusal(Owner(desk, phone="").does, "wang", contacts.look_up, "tablet") == "promise.no_phone"


def test_rules_11_19_a_number_that_was_looked_up_is_masked_again_after_the_hand_on(desk):
    owner = Owner(desk).does("wang", contacts.look_up, "tablet").does("zhao", handing.move, "li", "off duty")
    assert contacts.shown_phone(desk.ledger, owner.promise, "wang", "tablet", TODAY) == "138****5678"


def test_rules_11_19_the_name_is_whole_for_the_desk_and_the_follower_only(desk):
    promise = Owner(desk).promise

    def seen(by: str, place="tablet") -> str:
        return contacts.shown_contact(desk.ledger, promise, by, place, TODAY)

    assert [seen(by) for by in ("wang", "zheng", "zhao")] == ["王女士"] * 3
    assert [seen("li"), seen("zheng", "kiosk")] == ["王**", "王**"]


# any order, any device

STEPS = st.lists(
    st.tuples(st.sampled_from(["hand", "take", "decline", "move"]), *[st.sampled_from(sorted(TEAM))] * 2), max_size=14
)


@PROPERTY
@given(STEPS)
def test_rules_5_whatever_is_handed_one_person_owns_it_and_the_first_asked_stays(steps):
    desk = opened()
    owner = Owner(desk)
    acts = {
        "hand": lambda by, to: owner.does(by, handing.hand_on, to, "end of shift"),
        "take": lambda by, _to: owner.does(by, handing.take),
        "decline": lambda by, _to: owner.does(by, handing.decline, "on leave"),
        "move": lambda by, to: owner.does(by, handing.move, to, "off duty"),
    }
    owners = ["wang"]
    for act, by, to in steps:
        desk.wait(5)
        try:
            acts[act](by, to)
        except Refused:
            continue
        if owner.promise.follower != owners[-1]:
            assert act in ("take", "move")
            owners.append(owner.promise.follower)
    assert owner.promise.made is not None
    assert owner.promise.made.first_asked == "wang"
    assert owner.promise.follower in TEAM
    assert [o.to for o in owner.promise.offers if o.taken_at] == owners[1:]


WRITTEN = st.lists(
    st.tuples(st.booleans(), st.integers(0, 3), st.sampled_from(sorted(TEAM)), st.sampled_from(sorted(TEAM))),
    max_size=12,
)


@PROPERTY
@given(WRITTEN, st.randoms(use_true_random=False))
def test_rules_5_two_devices_that_wrote_apart_come_to_one_owner(written, chance):
    """Facts as a device that knew less may have written them, also where no decision would allow them now."""
    desk, other = opened(), Desk("t2", at(9))
    owner = Owner(desk)
    other.hear(desk.events)
    for here, kind, by, to in written:
        fact = (
            PromiseHanded(promise=owner.id, to=to, reason="end of shift"),
            PromiseTaken(promise=owner.id),
            PromiseDeclined(promise=owner.id, reason="on leave"),
            PromiseMoved(promise=owner.id, to=to, reason="off duty"),
        )[kind]
        device = desk if here else other
        device.wait(1)
        device.record(by, [fact])
    mixed = [*desk.events, *other.events]
    chance.shuffle(mixed)
    desk.hear(other.events)
    other.hear(mixed)
    assert desk.ledger == other.ledger
    assert owner.promise.made is not None
    assert (owner.promise.made.first_asked, owner.promise.follower in TEAM) == ("wang", True)
    assert sum(owner.promise in owing.owed_by(desk.ledger, person) for person in TEAM) == 1


def opened() -> Desk:
    """A desk with the team and nothing else, which is all that handing on needs; a tenth of the time of `open`."""
    desk = Desk(now=at(9))
    desk.record("-", sites.load(desk.ledger, site_with_limits()))
    for person, role in TEAM.items():
        desk.record("-", [PersonAdded(person=person, zh=person, en=person, role=role, department="service")])
    return desk
