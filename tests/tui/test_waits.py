"""Who is told that a handover is disputed: whoever can give the word, and nobody else (D2.6)."""

import pytest

from checkpoints.work.waiting import waits
from tests.support.desk_work import fill, office
from tests.support.ground import at
from tests.support.handed_over import given, take, taking
from tui import i18n
from tui.words.waits import detail, first


@pytest.fixture
def desk():
    return office(at(17))


def test_a_dispute_waits_for_the_supervisor_until_it_is_ruled_on_D2_6(desk):
    i18n.use("en")
    record = given(desk)
    assert waits(desk.ledger, "zhao", desk.wall.date()) == []
    disputed = taking(desk, record, "disputed")["items"]
    take(desk, record, items=disputed, agreed="no", objection="备用钥匙少一把")
    (wait,) = waits(desk.ledger, "zhao", desk.wall.date())
    assert (wait.form, wait.count, first([wait])) == ("handover", 1, "! 1 handover in dispute")
    assert "rule on each" in detail(wait)
    assert first([wait, wait]).endswith("…")
    assert waits(desk.ledger, "zheng", desk.wall.date()) == waits(desk.ledger, "-", desk.wall.date()) == []
    fill(
        desk, "handover", "ruled", {"decision": "stands", "words": "钥匙由王明日配齐，交接有效"}, "zhao", record=record
    )
    assert waits(desk.ledger, "zhao", desk.wall.date()) == []
