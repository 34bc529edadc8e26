"""What people write becomes one clean line of bounded length."""

from __future__ import annotations

import pytest

from checkpoints.fact import Refused
from checkpoints.work import people
from checkpoints.work.spoken import LONGEST, LONGEST_NAME, spoken
from tests.support.ground import Desk, refusal


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  地面 积水\n二楼\t东侧  ", "地面 积水 二楼 东侧"),
        ("a\x1b]0;title\x07b", "a]0;titleb"),
        ("abc\u202edef\u2066\ufeff", "abcdef"),
        ("[bold]x[/] {0} %s", "[bold]x[/] {0} %s"),
        ("😀 e\u0301 👨\u200d👩", "😀 e\u0301 👨\u200d👩"),
        ("\u200b \x00", ""),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_a_text_becomes_one_visible_line_and_keeps_its_letters(typed, kept):
    assert spoken(typed) == kept


def test_a_page_of_text_is_refused_with_the_number_allowed():
    with pytest.raises(Refused) as refused:
        spoken("长" * (LONGEST + 1))
    assert (refused.value.code, refused.value.params) == ("words.long", {"count": LONGEST})


def test_names_and_ids_are_short_and_visible():
    desk = Desk().open()

    def add(person="sun", zh="孙", en="Sun"):
        fact = people.PersonAdded(person=person, zh=zh, en=en, role="assistant", department="service")
        return people.add(desk.ledger, fact, "zhao")

    (fact,) = add(zh="孙\x1b[31m\n美")
    assert fact.zh == "孙[31m 美"
    assert refusal(add, zh="长" * (LONGEST_NAME + 1)) == "words.long"
    assert refusal(add, zh="\u200b", en=" ") == "person.no_name"
    for bad in ("", " ", "p 1", "p\n1", "p\u202e1"):
        assert refusal(add, person=bad) in ("person.no_name", "person.id")
