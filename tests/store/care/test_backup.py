"""A backup is one file that is whole or is not there, whatever the app or the disk does meanwhile."""

from __future__ import annotations

import errno
import os
import stat
import zipfile
from contextlib import suppress

import msgspec
import pytest

from store.care.backup import backup
from store.care.parcel import Manifest, Parcel
from store.errors import StoreError
from store.journal.lines import parse
from tests.support.faulty_disk import FaultyDisk
from tests.support.records import add_people, survey


def refused(call, *args, **more):
    with pytest.raises(StoreError) as said:
        call(*args, **more)
    assert str(said.value)
    return said.value.code


def names(file):
    return zipfile.ZipFile(file).namelist()


def left_beside(file):
    return [path.name for path in file.parent.iterdir() if path != file]


def test_it_holds_the_journal_the_device_and_the_photos_and_says_what(care):
    made = backup(care.data, care.file, care.now)
    assert {"events.journal", "device.json", "manifest.json"} <= set(names(care.file))
    assert sum(name.startswith("photos/") for name in names(care.file)) == 2
    told = made.manifest
    assert (told.site, told.site_zh, told.events, told.photos) == ("small", "小区", care.book.saved, 2)
    assert told.vector == {care.book.device.id: care.book.saved}
    assert told.device == care.book.device.id
    assert (made.size, made.same_disk) == (care.file.stat().st_size, True)


def test_every_member_stands_in_the_manifest_with_its_hash(care):
    backup(care.data, care.file, care.now)
    told = msgspec.json.decode(zipfile.ZipFile(care.file).read("manifest.json"), type=Manifest)
    assert {member.name for member in told.members} == set(names(care.file)) - {"manifest.json"}
    with Parcel.opened(care.file) as parcel:
        assert list(parcel.unsound()) == []


def test_the_keys_are_in_it_only_when_asked_for_and_then_it_is_for_its_owner_only(care):
    plain = backup(care.data, care.file, care.now)
    assert "keys/labels.json" not in names(care.file)
    assert plain.keys_left_out
    secret = backup(care.data, care.file, care.now, keys=True, force=True)
    assert "keys/labels.json" in names(care.file)
    assert stat.S_IMODE(care.file.stat().st_mode) == 0o600
    assert secret.manifest.keys
    assert not secret.keys_left_out


def test_photos_can_be_left_out(care):
    made = backup(care.data, care.file, care.now, photos=False)
    assert made.manifest.photos is None
    assert not any(name.startswith("photos/") for name in names(care.file))


def test_a_photo_that_is_damaged_is_packed_as_it_is_and_named(care):
    photo = min((care.data / "photos").glob("*.jpg"))
    photo.write_bytes(b"other")
    made = backup(care.data, care.file, care.now)
    assert made.manifest.damaged_photos == (photo.name,)


def test_an_entry_that_is_being_written_at_this_moment_is_left_for_the_next_backup(care):
    saved = care.book.saved
    journal = care.data / "events.journal"
    with journal.open("ab") as file:
        file.write(b'0badc0de [["events","half')
    backup(care.data, care.file, care.now)
    packed = zipfile.ZipFile(care.file).read("events.journal")
    assert packed.endswith(b"\n")
    assert journal.read_bytes().startswith(packed)
    assert sum(len(commit) for commit in parse(packed).commits) == saved


def test_what_the_app_appends_while_it_is_made_does_not_matter(care):
    steps = []

    def tell(_done, _total):
        steps.append(1)
        add_people(care.book, 1, start=50 + len(steps))

    backup(care.data, care.file, care.now, tell=tell)
    with Parcel.opened(care.file) as parcel:
        assert list(parcel.unsound()) == []
        assert parcel.manifest.events < care.book.saved == survey(care.data).events


def test_damaged_lines_are_packed_as_they_are_and_counted(care):
    journal = care.data / "events.journal"
    raw = bytearray(journal.read_bytes())
    raw[len(raw) // 2] ^= 1
    journal.write_bytes(raw)
    made = backup(care.data, care.file, care.now)
    assert made.manifest.damaged_lines == 1
    assert zipfile.ZipFile(care.file).read("events.journal") == bytes(raw)


def test_a_file_that_is_there_is_not_overwritten_unless_asked(care):
    care.file.write_text("precious")
    assert refused(backup, care.data, care.file, care.now) == "care.exists"
    assert care.file.read_text() == "precious"
    backup(care.data, care.file, care.now, force=True)
    assert zipfile.is_zipfile(care.file)


def test_the_records_themselves_are_never_overwritten(care):
    before = (care.data / "events.journal").read_bytes()
    assert refused(backup, care.data, care.data / "events.journal", care.now, force=True) == "care.exists"
    assert (care.data / "events.journal").read_bytes() == before


def test_behind_a_link_the_file_it_leads_to_is_replaced(care, tmp_path):
    link = tmp_path / "newest.zip"
    backup(care.data, care.file, care.now)
    link.symlink_to(care.file)
    assert refused(backup, care.data, link, care.now) == "care.exists"
    backup(care.data, link, care.now, force=True)
    assert link.is_symlink()


@pytest.mark.parametrize("where", ["nowhere/patrol.zip", "stick"])
def test_without_a_folder_to_put_it_in_nothing_is_made(care, tmp_path, where):
    assert refused(backup, care.data, tmp_path / where, care.now) == "care.no_folder"
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_without_records_is_not_backed_up_and_not_made(care, tmp_path):
    assert refused(backup, tmp_path / "empty", care.file, care.now) == "care.no_records"
    assert not (tmp_path / "empty").exists()


def test_a_full_disk_leaves_no_scrap_and_the_older_backup_as_it_was(care):
    backup(care.data, care.file, care.now)
    before = care.file.read_bytes()
    code = refused(backup, care.data, care.file, care.now, force=True, disk=FaultyDisk(room=3000))
    assert code == "care.no_room"
    assert care.file.read_bytes() == before
    assert left_beside(care.file) == []


def test_short_writes_are_written_on(care):
    backup(care.data, care.file, care.now, disk=FaultyDisk(short=True))
    with Parcel.opened(care.file) as parcel:
        assert list(parcel.unsound()) == []


def test_whichever_call_fails_there_is_a_whole_backup_or_none_and_no_scrap(care):
    nth, failed = 1, True
    while failed:
        disk = FaultyDisk()
        disk.fail_any(nth, errno.EIO)
        with suppress(StoreError):
            backup(care.data, care.file, care.now, disk=disk, force=True)
        failed = disk.total >= nth
        assert left_beside(care.file) == []
        if care.file.exists():
            with Parcel.opened(care.file) as parcel:
                assert list(parcel.unsound()) == []
        nth += 1
    assert nth > 20


def test_a_disk_that_gives_back_something_else_is_found_out(care):
    class Lying(FaultyDisk):
        def force(self, fd):
            super().force(fd)
            byte = os.pread(fd, 1, 200)
            os.pwrite(fd, bytes([byte[0] ^ 1]), 200)

    assert refused(backup, care.data, care.file, care.now, disk=Lying()) == "care.read_back"
    assert not care.file.exists()
    assert left_beside(care.file) == []
