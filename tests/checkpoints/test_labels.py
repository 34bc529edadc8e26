"""The register of labels: which codes count, which are refused, and as what."""

import dataclasses

import pytest

from checkpoints.fact import Refused
from checkpoints.site import codes
from checkpoints.site.codes import Key
from checkpoints.site.site import Site
from checkpoints.work import labels, sites
from checkpoints.work.labels import LabelIssued, LabelRetired, ReprintOrdered
from tests.support.ground import KEY, Desk

OTHER_KEY = Key(KEY.id, b"somebody else's key")


@pytest.fixture
def desk() -> Desk:
    return Desk().open()


@pytest.fixture
def place(desk: Desk) -> str:
    return _site(desk).active[0].id


def _site(desk: Desk) -> Site:
    assert desk.ledger.site is not None
    return desk.ledger.site


def _number(desk: Desk, place: str) -> int:
    return _site(desk).checkpoint_of[place].number


def _code(desk: Desk, place: str, issue: int = 1, key: Key = KEY, site: str = "") -> str:
    return codes.make(site or _site(desk).site.id, _number(desk, place), issue, key)


def _reissue(desk: Desk, place: str) -> None:
    desk.record("zhao", labels.issue(desk.ledger, place, KEY, why="torn"))


def _retire(desk: Desk, place: str) -> None:
    site = _site(desk)
    gone = tuple(dataclasses.replace(c, retired=c.id == place) for c in site.checkpoints)
    desk.record("zhao", sites.load(desk.ledger, dataclasses.replace(site, checkpoints=gone)))


def _with_a_digit_changed(code: str, place: int = -1) -> str:
    digits = list(code)
    digits[place] = str((int(digits[place]) + 1) % 10)
    return "".join(digits)


def test_an_issued_label_is_active_by_scan_and_by_letters(desk: Desk, place: str):
    scanned = labels.read(desk.ledger, desk.code(place))
    assert (scanned.status, scanned.checkpoint, scanned.issue) == ("active", place, 1)
    typed = labels.read_typed(desk.ledger, desk.letters(place).lower())
    assert (typed.status, typed.checkpoint, typed.issue) == ("active", place, 1)


def test_every_place_has_a_code_and_letters_of_its_own(desk: Desk):
    places = [c.id for c in _site(desk).active]
    assert [labels.read(desk.ledger, desk.code(p)).checkpoint for p in places] == places
    assert [labels.read_typed(desk.ledger, desk.letters(p)).checkpoint for p in places] == places


def test_a_new_label_retires_the_old_one(desk: Desk, place: str):
    _reissue(desk, place)
    assert labels.read(desk.ledger, desk.code(place, 1)).status == "retired"
    assert labels.read_typed(desk.ledger, desk.letters(place, 1)).status == "retired"
    assert labels.read(desk.ledger, desk.code(place, 2)).status == "active"
    assert labels.read_typed(desk.ledger, desk.letters(place, 2)).status == "active"
    register = desk.ledger.labels.registers[place]
    assert (register.labels[1].retired, register.current and register.current.issue) == ("torn", 2)


def test_a_retired_label_still_names_the_place_and_the_issue(desk: Desk, place: str):
    """Somebody has its photo: the office wants to know of which."""
    _reissue(desk, place)
    reading = labels.read(desk.ledger, desk.code(place, 1))
    assert (reading.checkpoint, reading.issue, len(reading.code_hash)) == (place, 1, 64)


def test_a_retired_checkpoint_refuses_its_label_scanned_and_typed(desk: Desk, place: str):
    _retire(desk, place)
    assert labels.read(desk.ledger, desk.code(place)).status == "retired"
    assert labels.read_typed(desk.ledger, desk.letters(place)).status == "retired"


def test_a_retired_checkpoint_gets_no_label(desk: Desk, place: str):
    _retire(desk, place)
    with pytest.raises(Refused, match=r"label\.no_place"):
        labels.issue(desk.ledger, place, KEY)
    with pytest.raises(Refused, match=r"label\.no_place"):
        labels.issue(desk.ledger, "CP-nowhere", KEY)


def test_another_sites_label_is_foreign(desk: Desk, place: str):
    assert labels.read(desk.ledger, _code(desk, place, site="another-estate")).status == "foreign"


def test_a_changed_code_is_a_bad_tag_on_a_device_without_the_key(desk: Desk, place: str):
    """The register holds another code for this very issue: it is proven."""
    reading = labels.read(desk.ledger, _with_a_digit_changed(desk.code(place)))
    assert (reading.status, reading.checkpoint, reading.issue) == ("bad_tag", place, 1)


def test_a_code_made_with_another_key_is_a_bad_tag(desk: Desk, place: str):
    forged = _code(desk, place, key=OTHER_KEY)
    assert labels.read(desk.ledger, forged).status == "bad_tag"
    assert labels.read(desk.ledger, forged, KEY).status == "bad_tag"


def test_a_label_whose_fact_has_not_come_yet_is_unknown_and_nobody_is_accused(desk: Desk, place: str):
    fresh = _code(desk, place, issue=2)
    assert labels.read(desk.ledger, fresh).status == "unknown"
    assert labels.read(desk.ledger, fresh, KEY).status == "unknown"


def test_a_forged_next_issue_is_seen_only_where_the_key_is(desk: Desk, place: str):
    forged = _code(desk, place, issue=2, key=OTHER_KEY)
    assert labels.read(desk.ledger, forged).status == "unknown"
    assert labels.read(desk.ledger, forged, KEY).status == "bad_tag"


def test_a_checkpoint_that_does_not_exist_is_unknown(desk: Desk):
    reading = labels.read(desk.ledger, codes.make(_site(desk).site.id, 999, 1, KEY))
    assert (reading.status, reading.checkpoint) == ("unknown", "")


@pytest.mark.parametrize("text", ["", "6901234567892", "73" + "0" * 39, "你好"])
def test_what_is_no_code_is_not_a_code(desk: Desk, text: str):
    assert labels.read(desk.ledger, text).status == "not_a_code"
    assert labels.read_typed(desk.ledger, text).status == "not_a_code"


def test_letters_of_no_label_are_unknown(desk: Desk):
    assert labels.read_typed(desk.ledger, "0000-0000").status == "unknown"


def test_without_a_site_nothing_is_a_code(desk: Desk, place: str):
    empty = Desk().ledger
    assert labels.read(empty, desk.code(place)).status == "not_a_code"
    assert labels.read_typed(empty, desk.letters(place)).status == "not_a_code"


def test_the_register_gives_no_code_away(desk: Desk, place: str):
    for event in desk.events:
        if isinstance(event.body, LabelIssued) and event.body.checkpoint == place:
            assert desk.code(place) not in repr(event)
            assert desk.letters(place) not in repr(event)


def test_after_255_labels_a_place_is_used_up(desk: Desk, place: str):
    last = LabelIssued(checkpoint=place, issue=codes.MAX_ISSUE, key=KEY.id, code_hash="x", typed_hash="y")
    desk.record("zhao", [last])
    with pytest.raises(Refused, match=r"label\.used_up"):
        labels.issue(desk.ledger, place, KEY)


def test_a_new_label_settles_the_reprint_that_was_owed(desk: Desk, place: str):
    desk.record("wang", [ReprintOrdered(checkpoint=place, round="r", reason="torn")])
    assert desk.ledger.labels.registers[place].reprint is not None
    _reissue(desk, place)
    assert desk.ledger.labels.registers[place].reprint is None


def test_the_register_is_the_same_in_whatever_order_the_facts_come(desk: Desk, place: str):
    _reissue(desk, place)
    desk.record("zhao", [LabelRetired(checkpoint=place, issue=2, why="stolen")])
    backwards = Desk("t2")
    backwards.hear(desk.events[::-1])
    assert backwards.ledger.labels == desk.ledger.labels
    assert labels.read(backwards.ledger, desk.code(place, 2)).status == "retired"
