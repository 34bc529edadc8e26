"""Deputies: their days, their rights, and what they never become (rules.md 11.11)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from checkpoints.site.people import PERMITTED
from checkpoints.work import deputies, people
from checkpoints.work.deputies import DeputyEnded, DeputyNamed
from tests.support.ground import Desk, at, refusal

TODAY = at(9).date()


def day(n: int) -> date:
    return TODAY + timedelta(days=n)


@pytest.fixture
def desk() -> Desk:
    return Desk(now=at(9)).open()


def name(desk: Desk, away="zhao", deputy="li", first=0, last=0, by="zhao") -> None:
    fact = DeputyNamed(person=away, deputy=deputy, start=day(first), end=day(last), reason="leave")
    desk.record(by, deputies.name(desk.ledger, fact, by, desk.now()))


def test_rules_11_11_a_deputy_has_the_rights_on_the_first_and_the_last_day_and_on_no_other(desk):
    name(desk, first=1, last=3)
    assert [deputies.may(desk.ledger, "li", "assign", day(n)) for n in range(5)] == [False, True, True, True, False]
    assert deputies.may(desk.ledger, "zhao", "assign", day(2))  # whoever is away keeps theirs


def test_rules_11_11_a_deputy_has_every_right_of_the_role_and_keeps_the_own(desk):
    name(desk, "chen", "wang", by="chen")
    mine = {right for right in PERMITTED if deputies.may(desk.ledger, "wang", right, TODAY)}
    assert mine == {right for right, roles in PERMITTED.items() if roles & {"assistant", "manager"}}


def test_rules_11_11_a_deputys_deputy_is_not_the_deputy_of_the_first(desk):
    name(desk, "chen", "zhao", by="chen")
    name(desk, "zhao", "li")
    assert deputies.roles_of(desk.ledger, "li", TODAY) == {"assistant", "supervisor"}
    assert not deputies.may(desk.ledger, "li", "close_key", TODAY)


def test_rules_11_11_somebody_who_left_gives_nothing_and_gets_nothing(desk):
    name(desk, "zhao", "li", last=9)
    name(desk, "chen", "wang", last=9, by="chen")
    for person, role in (("zhao", "supervisor"), ("wang", "assistant")):
        gone = people.PersonAdded(person=person, zh=person, en=person, role=role, department="service", active=False)
        desk.record("chen", people.add(desk.ledger, gone, "chen"))
    assert not deputies.may(desk.ledger, "li", "assign", TODAY)
    assert not deputies.may(desk.ledger, "wang", "raise", TODAY)
    assert refusal(name, desk, "chen", "wang", by="chen") == "deputy.unknown"


def test_rules_11_11_back_early_ends_it_the_day_before(desk):
    name(desk, last=5)
    ended = DeputyEnded(person="zhao", deputy="li", on=day(2))
    assert refusal(deputies.end, desk.ledger, ended, "wang", desk.now()) == "deputy.not_allowed"
    desk.record("zhao", deputies.end(desk.ledger, ended, "zhao", desk.now()))
    assert [deputies.may(desk.ledger, "li", "assign", day(n)) for n in range(4)] == [True, True, False, False]
    assert refusal(deputies.end, desk.ledger, ended, "zhao", desk.now()) == "deputy.none"


def test_rules_11_11_ended_before_it_began_it_never_was(desk):
    name(desk, first=2, last=5)
    desk.record(
        "chen", deputies.end(desk.ledger, DeputyEnded(person="zhao", deputy="li", on=day(1)), "chen", desk.now())
    )
    assert desk.ledger.deputies["zhao"].stands == []


@pytest.mark.parametrize(
    ("fields", "by", "code"),
    [
        ({"away": "chen"}, "wang", "deputy.not_allowed"),
        ({"deputy": "nobody"}, "zhao", "deputy.unknown"),
        ({"deputy": "zhao"}, "zhao", "deputy.self"),
        ({"first": 2, "last": 1}, "zhao", "deputy.dates"),
        ({"first": -3, "last": -1}, "zhao", "deputy.dates"),
    ],
)
def test_rules_11_11_who_names_whom_and_for_when(desk, fields, by, code):
    assert refusal(name, desk, **fields, by=by) == code


def test_rules_11_11_anybody_names_their_own_deputy_and_the_supervisors_deputy_adds_people(desk):
    name(desk, "wang", "li", by="wang")
    sister = people.PersonAdded(person="he", zh="何", en="He", role="assistant", department="service")
    assert refusal(people.add, desk.ledger, sister, "li", desk.now()) == "person.not_allowed"
    name(desk, "zhao", "li")
    desk.record("li", people.add(desk.ledger, sister, "li", desk.now()))
    assert "he" in desk.ledger.people
