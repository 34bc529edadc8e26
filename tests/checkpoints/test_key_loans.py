"""Keys signed out and in (D2.6): nothing is back before it went out, and no more go out than there are."""

from __future__ import annotations

import pytest

from checkpoints.work import key_loans, leaving
from tests.support.desk_work import fill, office, sealed
from tests.support.ground import at, refusal
from tests.support.meetings import drafted

LOAN = {
    "key": "会所钥匙",
    "count": 1,
    "to": "qian",
    "at": at(16).isoformat(),
    "why": "维修",
    "back_by": at(18).isoformat(),
}


@pytest.fixture
def desk():
    return office(at(17))


def out(desk, **more):
    return sealed(fill(desk, "key_loan", "out", LOAN | more, "zheng", signed={"signature": "zheng"}))


def back(desk, record, **more):
    values = {"at": desk.wall.isoformat(), "whole": "whole"} | more
    return fill(desk, "key_loan", "back", values, "zheng", record=record, signed={"signature": "zheng"})


def test_a_key_is_signed_out_and_in(desk):
    record = out(desk)
    assert [r.id for r in key_loans.keys_out(desk.ledger)] == [record]
    assert [r.id for r in key_loans.keys_out(desk.ledger, "qian")] == [record]
    assert key_loans.keys_out(desk.ledger, "li") == []
    assert refusal(back, desk, record, whole="missing") == "record.missing"
    assert refusal(back, desk, record, at=at(15).isoformat()) == "key.back"
    back(desk, record)
    assert key_loans.keys_out(desk.ledger) == []


def test_no_more_keys_go_out_than_there_are(desk):
    assert refusal(out, desk, count=3) == "key.none_left"
    record = out(desk, count=2)
    assert refusal(out, desk, key="Key of the clubhouse") == "key.none_left"  # the same key, said in English
    out(desk, key="信报箱钥匙", count=9)  # counted nowhere
    back(desk, record)
    out(desk)


def test_a_key_is_due_back_after_it_goes_out_also_in_the_evening(desk):
    assert refusal(out, desk, back_by=at(15).isoformat()) == "key.back_by"
    assert drafted(desk, "key_loan", "out")["back_by"] == at(19).isoformat()
    desk.until(at(21))
    assert drafted(desk, "key_loan", "out")["back_by"] == at(23).isoformat()


def test_the_count_at_a_handover_says_how_many_are_out(desk):
    out(desk)
    counted = drafted(desk, "handover", "given", "wang", values={"post": "lobby"})["counted"]
    notes = {row["row"]: row.get("note") for row in counted}
    assert notes.pop("stock:lobby.clubhouse-key") == "已借出 1 把，见钥匙登记"
    assert set(notes.values()) == {None}


def test_rules_11_12_nobody_leaves_with_a_key(desk):
    record = out(desk)
    assert leaving.owed(desk.ledger, "qian").keys == (record,)
    assert not leaving.owed(desk.ledger, "qian").movable
    assert refusal(leaving.may_leave, desk.ledger, "qian") == "person.owes"
    back(desk, record)
    leaving.may_leave(desk.ledger, "qian")
