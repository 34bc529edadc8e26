"""Verify finds what is damaged, tells it from what is merely to be known, and changes nothing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from checkpoints.ledger.events import encode_event
from checkpoints.ledger.ledger import Ledger
from checkpoints.work.findings import FindingNoted
from store.care import snapshots
from store.care.rows import worst
from store.care.said import ADVICE, SAID, TITLES
from store.care.verify import verify
from store.disk import DISK
from store.errors import StoreError
from store.journal.lines import commit_line, parse, seal
from store.snapshot import keep
from tests.support.records import add_people


def look(care):
    rows = verify(care.data, care.now)
    for row in rows:
        assert row.title
        assert row.said.format(**row.params)
        assert row.state == "ok" or row.advice
    return rows


def codes(rows, state=None):
    return [row.code for row in rows if state is None or row.state == state]


def wrong(care):
    return [code for code in codes(look(care)) if not code_is_ok(code)]


def code_is_ok(code):
    return code not in ADVICE


def journal_lines(care):
    return (care.data / "events.journal").read_bytes().split(b"\n")[:-1]


def write_lines(care, rows):
    (care.data / "events.journal").write_bytes(b"\n".join([*rows, b""]))


def test_every_code_has_its_words():
    assert {code.partition(".")[0] for code in SAID} == set(TITLES)
    assert set(ADVICE) <= set(SAID)


def test_good_records_are_all_good(care):
    rows = look(care)
    assert worst(rows) == 0
    assert codes(rows) == [
        "journal.whole", "archive.none", "events.whole", "chain.whole", "torn.none", "snapshot.none", "photos.whole",
        "device.whole", "keys.whole", "state.whole", "clocks.steady",
    ]  # fmt: skip


def test_it_changes_nothing_and_needs_no_lock(care):
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in care.data.rglob("*") if p.is_file()}
    with care.book.db.storage.exclusive():
        verify(care.data, care.now)
    assert {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in care.data.rglob("*") if p.is_file()} == before


def test_where_there_are_no_records_it_says_so(care, tmp_path):
    with pytest.raises(StoreError) as said:
        verify(tmp_path / "nothing", care.now)
    assert said.value.code == "care.no_records"


def test_any_flipped_byte_of_the_journal_is_found(care):
    journal = care.data / "events.journal"
    whole = journal.read_bytes()
    for at in range(0, len(whole), 97):
        raw = bytearray(whole)
        raw[at] ^= 0x20
        journal.write_bytes(raw)
        assert worst(verify(care.data, care.now)) > 0, at


def test_a_damaged_line_is_damage_and_the_entries_in_it_are_missed(care):
    rows = journal_lines(care)
    rows[4] = rows[4][:-3] + b"xxx"
    write_lines(care, rows)
    found = look(care)
    assert worst(found) == 2
    assert codes(found, "not_ok") == ["journal.damaged", "chain.lost"]
    assert found[0].params["count"] == 1


def test_a_damaged_heading_is_damage(care):
    rows = journal_lines(care)
    write_lines(care, [b"00000000" + rows[0][8:], *rows[1:]])
    assert {"journal.damaged", "journal.headless"} <= set(codes(look(care), "not_ok"))


def test_bytes_after_the_last_line_are_something_to_know(care):
    with (care.data / "events.journal").open("ab") as file:
        file.write(b"0badc0de [[")
    found = look(care)
    assert worst(found) == 1
    assert wrong(care) == ["journal.tail"]


def test_a_newer_format_is_said_and_nothing_else_is_guessed(care):
    write_lines(care, [seal(b'{"roundsman":"journal","version":9,"file":"x"}')[:-1]])
    assert codes(look(care)) == ["journal.unknown"]


def foreign(care, **changed):
    """One of the entries as another device would have written it."""
    raw = json.loads(encode_event(list(care.book.events())[-1]))
    return raw | {"id": "00000000-0000-7000-8000-00000000000a", "device": "other-aaaa", "seq": 1} | changed


def append(care, *events, key=None):
    with (care.data / "events.journal").open("ab") as file:
        file.write(commit_line([("events", key or e["id"], json.dumps(e).encode()) for e in events]))


def test_a_gap_of_another_device_is_something_that_a_sync_fills(care):
    append(care, foreign(care, seq=4))
    found = look(care)
    assert wrong(care) == ["chain.gaps"]
    gap = next(row for row in found if row.code == "chain.gaps")
    assert (gap.params["count"], gap.params["first"], gap.state) == (3, 1, "look")


def test_what_was_shared_once_and_is_not_here_now_is_missed(care):
    care.book.close()
    rows = journal_lines(care)
    shared = {care.book.device.id: care.book.saved}
    (care.data / "standing.json").write_text(json.dumps({"share": "/s", "shared": shared}))
    assert wrong(care) == []
    write_lines(care, rows[:-1])
    assert "chain.lost" in wrong(care)


def test_two_entries_under_one_number_are_a_copy_at_work(care):
    append(care, foreign(care), foreign(care, id="00000000-0000-7000-8000-00000000000b"))
    assert wrong(care) == ["chain.twins"]


def test_entries_that_cannot_be_read_or_are_newer_are_something_to_know(care):
    append(care, {"id": "x"})
    append(care, foreign(care, body={"kind": "of.tomorrow"}))
    assert wrong(care) == ["events.unreadable", "events.newer"]
    assert worst(look(care)) == 1


def test_an_entry_under_a_wrong_id_is_damage(care):
    append(care, foreign(care), key="another")
    assert codes(look(care), "not_ok") == ["events.misfiled"]


def test_what_was_set_aside_is_all_right_unless_whole_entries_stand_in_it(care):
    torn = care.data / "events.journal.torn"
    torn.write_bytes(b"0badc0de [[half")
    assert wrong(care) == []
    assert "torn.kept" in codes(look(care))
    torn.write_bytes(b"rubbish\n" + commit_line([("events", "y", json.dumps(foreign(care)).encode())]))
    assert wrong(care) == ["torn.entries"]


def test_a_photo_that_is_not_what_its_name_says_is_damage(care):
    photo = min((care.data / "photos").glob("*.jpg"))
    photo.write_bytes(photo.read_bytes()[:-1])
    found = look(care)
    assert codes(found, "not_ok") == ["photos.damaged"]
    assert next(r for r in found if r.code == "photos.damaged").params["names"] == [photo.name]


def test_a_photo_that_is_not_here_yet_is_something_to_know(care):
    care.book.record("-", lambda _now: [FindingNoted(finding="f1", photos=("ab" * 32,))])
    assert wrong(care) == ["photos.absent"]


def test_the_device_file_gone_damaged_or_copied_is_something_to_know(care):
    device = care.data / "device.json"
    known = json.loads(device.read_text())
    for content, code in ((None, "device.none"), ("{", "device.unreadable"), (known | {"home": "x"}, "device.copied")):
        device.unlink(missing_ok=True)
        if content is not None:
            device.write_text(content if isinstance(content, str) else json.dumps(content))
        assert wrong(care) == [code]
        assert worst(look(care)) == 1


def test_keys_that_cannot_be_read_are_damage_and_open_ones_something_to_know(care):
    keys = care.data / "keys" / "labels.json"
    keys.chmod(0o644)
    assert wrong(care) == ["keys.open"]
    keys.write_text("{")
    assert codes(look(care), "not_ok") == ["keys.unreadable"]
    keys.unlink()
    assert "keys.none" in codes(look(care))


@pytest.mark.parametrize("name", ["share.json", "standing.json", "drafts.json", "languages.json"])
def test_small_files_that_cannot_be_read_are_something_to_know(care, name):
    (care.data / name).write_text("{")
    assert wrong(care) == ["state.unreadable"]


def test_a_clock_that_was_moved_is_told(care, clock):
    clock.advance(minutes=5)
    add_people(care.book, 1, start=30)
    clock.at += timedelta(hours=3)  # a hand: the count since the start goes on as before
    clock.up_from += timedelta(hours=3)
    add_people(care.book, 1, start=31)
    care.now = clock.now()
    assert wrong(care) == ["clocks.moved"]


def test_an_entry_of_the_future_is_told(care):
    care.now -= timedelta(hours=3)
    assert wrong(care) == ["clocks.ahead"]


def test_progress_ends_at_the_whole(care):
    steps = []
    verify(care.data, care.now, tell=lambda done, total: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 0


def test_the_same_entry_twice_is_no_fault(care):
    raw = (care.data / "events.journal").read_bytes()
    with (care.data / "events.journal").open("ab") as file:
        file.write(raw[raw.index(b"\n") + 1 :])
    assert worst(look(care)) == 0
    assert len(parse(raw).headings) == 1


class TestSnapshot:
    @pytest.fixture
    def kept(self, care):
        """The folder after the app was left, which leaves a snapshot."""
        care.book.close()
        keep.save(
            care.data, care.book.ledger, care.book.db.storage.position, None, DISK,
            stamps={},
        )  # fmt: skip
        return care

    def test_one_that_is_equal_to_all_entries_is_good(self, kept):
        assert "snapshot.equal" in codes(look(kept))

    def test_entries_that_came_after_it_do_not_matter(self, kept):
        append(kept, foreign(kept))
        assert "snapshot.equal" in codes(look(kept))

    def test_too_many_to_be_folded_are_compared_by_what_it_stands_on(self, kept, monkeypatch):
        monkeypatch.setattr(snapshots, "WHOLE", 1)
        assert "snapshot.large" in codes(look(kept))

    def test_one_that_is_damaged_is_not_used_and_no_damage(self, kept):
        snapshot = kept.data / "ledger.snapshot"
        snapshot.write_bytes(snapshot.read_bytes()[:-1])
        assert wrong(kept) == ["snapshot.stale"]

    def test_one_of_other_records_is_not_used(self, kept):
        journal = kept.data / "events.journal"
        journal.write_bytes(journal.read_bytes().replace(b"Person 1", b"Person 9"))
        assert {"snapshot.stale", "journal.damaged"} <= set(wrong(kept))

    @pytest.mark.parametrize("whole", [1, 1_000_000])
    def test_one_that_knows_less_than_the_entries_differs(self, care, monkeypatch, whole):
        monkeypatch.setattr(snapshots, "WHOLE", whole)
        ledger = Ledger()
        ledger.apply(care.book.events())
        add_people(care.book, 1, start=50)
        keep.save(care.data, ledger, care.book.db.storage.position, None, DISK)
        assert codes(look(care), "not_ok") == ["snapshot.differs"]
