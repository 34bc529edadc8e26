"""People: who is added by whom, PINs, and the wait after wrong ones, which a restart does not shorten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from checkpoints.ledger.ledger import Ledger
from checkpoints.work import people
from checkpoints.work.people import PersonAdded
from tests.support.ground import Desk, at, refusal


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def wrong(desk: Desk, person: str = "wang") -> None:
    desk.record("-", people.refuse_sign_in(desk.ledger, person, desk.now()))


def right(desk: Desk, person: str = "wang") -> None:
    desk.record(person, people.sign_in(desk.ledger, person, "tablet", desk.now()))


def wait_of(desk: Desk, person: str = "wang") -> timedelta:
    """How long the person has to wait from now on."""
    until = desk.ledger.people.members[person].wait_until()
    return until - desk.wall if until is not None else timedelta()


def somebody(person: str = "sun", **changes) -> PersonAdded:
    fields = {"person": person, "zh": "孙", "en": "Sun", "role": "assistant", "department": "service"}
    return PersonAdded(**(fields | changes))


def test_a_wait_begins_after_the_third_wrong_pin_and_grows_to_five_minutes(desk):
    waits = []
    for _ in range(12):
        wrong(desk)
        waits.append(wait_of(desk).total_seconds())
        desk.wait(seconds=waits[-1])
    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]


def test_while_waiting_neither_a_right_nor_a_wrong_pin_is_taken(desk):
    for _ in range(3):
        wrong(desk)
    desk.wait(seconds=4)
    assert refusal(people.may_try, desk.ledger, "wang", desk.now()) == "pin.wait"
    assert refusal(wrong, desk) == "pin.wait"
    assert refusal(right, desk) == "pin.wait"
    desk.wait(seconds=1)
    right(desk)


def test_the_message_says_how_many_seconds_are_left(desk):
    for _ in range(3):
        wrong(desk)
    desk.wait(seconds=3.5)
    with pytest.raises(people.Refused) as refused:
        right(desk)
    assert refused.value.params == {"seconds": 2}


def test_a_restart_does_not_shorten_the_wait(desk):
    for _ in range(5):
        wrong(desk)
        desk.wait(seconds=10)
    desk.wait(seconds=5)
    again = Ledger()
    again.apply(desk.events)
    assert again.people.members["wang"].wait_until() == desk.ledger.people.members["wang"].wait_until()
    assert refusal(people.may_try, again, "wang", desk.now()) == "pin.wait"


def test_one_persons_wrong_pins_let_the_others_in(desk):
    for _ in range(3):
        wrong(desk)
    right(desk, "li")


def test_the_right_pin_and_a_new_pin_forget_the_wrong_ones(desk):
    for _ in range(2):
        wrong(desk)
    right(desk)
    assert desk.ledger.people.members["wang"].wrong == 0
    for _ in range(3):
        wrong(desk)
    desk.record("zhao", people.set_pin(desk.ledger, "wang", "hash", "zhao"))
    right(desk)


@pytest.mark.parametrize("days", [-365, -1, 1])
def test_moving_the_clock_neither_shortens_nor_lengthens_the_wait(desk, days):
    for _ in range(4):
        wrong(desk)
        desk.wait(seconds=5)
    desk.set_clock(days=days)
    assert refusal(right, desk) == "pin.wait"
    desk.wait(seconds=5)
    right(desk)


def test_a_restart_with_the_clock_set_back_by_a_year_locks_nobody_out_and_forgives_nothing(desk):
    for _ in range(3):
        wrong(desk)
    desk.set_clock(days=-365)
    desk.reboot()
    wrong(desk)
    assert wait_of(desk) == timedelta(seconds=10)
    assert refusal(right, desk) == "pin.wait"
    desk.wait(seconds=10)
    right(desk)


def test_rules_11_12_the_last_one_who_can_add_people_cannot_leave(desk):
    def leave(person: str, role: people.RoleId = "supervisor") -> None:
        desk.record("zhao", people.add(desk.ledger, somebody(person, role=role, active=False), "zhao"))

    for person in ("zhao", "chen"):
        desk.record("zhao", people.set_pin(desk.ledger, person, "hash", person))
    leave("chen", "manager")
    assert refusal(leave, "zhao") == "person.last"
    demoted = somebody("zhao", role="assistant")
    assert refusal(people.add, desk.ledger, demoted, "zhao") == "person.last"
    leave("wang", "assistant")
    still = {p.id for p in desk.ledger.people.active()}
    assert still & {"wang", "li", "zhao", "chen"} == {"li", "zhao"}


def test_somebody_without_a_pin_is_nobody_who_could_add_people(desk):
    desk.record("zhao", people.set_pin(desk.ledger, "zhao", "hash", "zhao"))
    assert refusal(people.add, desk.ledger, somebody("zhao", active=False), "zhao") == "person.last"


def test_a_new_pin_that_arrives_late_takes_its_place_in_the_order(desk):
    office = Desk("office", at(9))
    office.hear(desk.events)
    office.wait(1)
    office.record("zhao", people.set_pin(office.ledger, "wang", "first", "zhao"))
    desk.wait(5)
    desk.record("zhao", people.set_pin(desk.ledger, "wang", "second", "zhao"))
    for _ in range(2):
        wrong(desk)
    desk.hear(office.events)
    member = desk.ledger.people.members["wang"]
    assert (member.person.pin_hash, member.wrong) == ("second", 2)


def test_a_pin_that_arrives_before_its_person_waits_for_them():
    office, tablet = Desk("office").open(), Desk("t1")
    office.record("zhao", people.add(office.ledger, somebody(), "zhao"))
    added = office.events[-1]
    office.record("zhao", people.set_pin(office.ledger, "sun", "hash", "zhao"))
    tablet.hear(office.events[-1:])
    assert "sun" in tablet.ledger.people
    assert not tablet.ledger.people["sun"].active
    assert refusal(people.may_try, tablet.ledger, "sun", tablet.now()) == "person.unknown"
    tablet.hear([added])
    sun = tablet.ledger.people["sun"]
    assert (sun.pin_hash, sun.active, sun.name("zh"), sun.name("en")) == ("hash", True, "孙", "Sun")


def test_the_first_person_is_added_by_anybody_and_the_next_by_the_supervisor():
    desk = Desk()
    desk.record("-", people.add(desk.ledger, somebody(role="supervisor"), "-"))
    for by in ("-", "nobody"):
        assert refusal(people.add, desk.ledger, somebody("qian"), by) == "person.not_allowed"
    desk.record("sun", people.add(desk.ledger, somebody("qian"), "sun"))
    assert refusal(people.add, desk.ledger, somebody("wu"), "qian") == "person.not_allowed"
    assert [p.id for p in desk.ledger.people.active()] == ["qian", "sun"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"zh": " ", "en": ""}, "person.no_name"),
        ({"person": " "}, "person.no_name"),
        ({"department": "circus"}, "person.department"),
    ],
)
def test_a_person_has_an_id_a_name_and_a_department(desk, changes, code):
    assert refusal(people.add, desk.ledger, somebody(**changes), "zhao") == code


def test_somebody_who_left_keeps_the_name_and_signs_in_no_more(desk):
    desk.record("zhao", people.add(desk.ledger, somebody("li", active=False), "zhao"))
    assert refusal(right, desk, "li") == "person.unknown"
    assert desk.ledger.people.name("li", "zh") == "孙"
    assert desk.ledger.people.name("unheard-of", "en") == "unheard-of"


@pytest.mark.parametrize("pin", ["1234", "00012345", "9876"])
def test_a_pin_has_4_to_8_digits(pin):
    people.check_pin(pin)


@pytest.mark.parametrize(
    "pin", ["", "123", "123456789", "1111", "00000000", "12a4", "12 4", "\uff11\uff12\uff13\uff14"]
)
def test_a_weak_pin_is_refused(pin):
    assert refusal(people.check_pin, pin) == "pin.weak"


def test_a_pin_is_set_by_oneself_or_by_the_supervisor(desk):
    desk.record("zhao", people.set_pin(desk.ledger, "wang", "a", "zhao"))
    desk.record("wang", people.set_pin(desk.ledger, "wang", "b", "wang"))
    assert desk.ledger.people["wang"].pin_hash == "b"
    assert refusal(people.set_pin, desk.ledger, "wang", "c", "li") == "person.not_allowed"
    assert refusal(people.set_pin, desk.ledger, "nobody", "c", "zhao") == "person.unknown"


def test_signing_out_says_why(desk):
    right(desk)
    (event,) = desk.record("wang", people.sign_out("wang", "idle"))
    assert (event.body.why, event.subject) == ("idle", "person:wang")
