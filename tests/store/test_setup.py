"""Loading a site: the office device makes the key, every checkpoint in use gets a label."""

from __future__ import annotations

import shutil
import stat
from dataclasses import replace

import pytest

from checkpoints.fact import Refused
from checkpoints.site import codes
from checkpoints.work import labels
from store.errors import StoreError
from store.setup import issue_missing, list_codes, load_site
from tests.support.small_site import place


@pytest.fixture
def office(book, site):
    load_site(book, "boss", site)
    return book


@pytest.fixture
def tablet(office, book_at, tmp_path):
    """A device that has the events but not the keys."""
    folder = tmp_path / "tablet"
    folder.mkdir()
    shutil.copy(office.data / "events.journal", folder)
    return book_at(folder)


def test_every_checkpoint_in_use_gets_a_label_that_scans(office, site):
    listed = list_codes(office)
    assert [c.checkpoint for c in listed] == [c.id for c in site.active]
    for code in listed:
        assert labels.read(office.ledger, code.digits).status == "active"
        assert labels.read(office.ledger, code.digits).checkpoint == code.checkpoint
        assert labels.read_typed(office.ledger, code.typed.lower()).checkpoint == code.checkpoint


def test_the_keys_are_for_the_owners_eyes_only(office):
    assert stat.S_IMODE(office.keys_path.stat().st_mode) == 0o600
    assert stat.S_IMODE(office.keys_path.parent.stat().st_mode) == 0o700
    assert office.keys.current.secret.hex() not in (office.data / "events.journal").read_text()


def test_loading_the_same_site_again_records_nothing(office, site):
    saved, key = office.saved, office.keys.current
    assert load_site(office, "boss", site) == []
    assert (office.saved, office.keys.current) == (saved, key)


def test_a_place_that_is_added_gets_its_label_and_the_others_keep_theirs(office, site):
    before = {c.checkpoint: c.digits for c in list_codes(office)}
    load_site(office, "boss", replace(site, checkpoints=(*site.checkpoints, place(9))))
    after = {c.checkpoint: c.digits for c in list_codes(office)}
    assert set(after) - set(before) == {"CP-09"}
    assert before.items() <= after.items()


def test_another_device_knows_the_labels_but_cannot_print_them(office, tablet):
    assert tablet.keys is None
    assert all(c.digits is None and c.typed is None for c in list_codes(tablet))
    digits = list_codes(office)[0].digits
    assert labels.read(tablet.ledger, digits).status == "active"
    with pytest.raises(Refused) as caught:
        issue_missing(tablet, "boss")
    assert caught.value.code == "label.no_key"


def test_another_device_may_load_a_newer_site_and_makes_no_key(tablet, site):
    load_site(tablet, "boss", replace(site, checkpoints=(*site.checkpoints, place(9))))
    assert "CP-09" in tablet.ledger.site.checkpoint_of
    assert tablet.keys is None


def test_a_key_that_only_shares_its_number_prints_nothing(tablet):
    tablet.make_key()
    assert all(c.digits is None for c in list_codes(tablet))


def test_a_reissued_label_is_listed_after_the_retired_one(office, site):
    key = office.keys.current
    office.record("boss", lambda _: labels.issue(office.ledger, "CP-01", key))
    first, second = [c for c in list_codes(office) if c.checkpoint == "CP-01"]
    assert (first.issue, second.issue) == (1, 2)
    assert first.retired
    assert not second.retired
    assert first.digits != second.digits
    assert codes.verify(codes.parse(second.digits), key)


def test_another_site_is_refused_and_nothing_is_recorded(office, site):
    saved = office.saved
    with pytest.raises(Refused):
        load_site(office, "boss", replace(site, site=replace(site.site, id="elsewhere")))
    assert office.saved == saved


def test_a_folder_without_a_site_has_no_codes(book):
    assert list_codes(book) == []


def test_a_second_key_signs_and_the_first_still_prints_what_it_signed(office):
    first = {c.digits for c in list_codes(office)}
    key = office.make_key().current
    assert key.id == 2
    office.record("boss", lambda _: labels.issue(office.ledger, "CP-01", key))
    assert first < {c.digits for c in list_codes(office)}


def test_a_damaged_keyring_is_told(office, book_at):
    office.keys_path.write_text("{")
    with pytest.raises(StoreError) as caught:
        _ = book_at(office.data).keys
    assert caught.value.code == "store.keys"
