"""A restore changes nothing before everything was compared, overwrites nothing, and does no harm when done twice."""

from __future__ import annotations

import errno
import json
import shutil
import stat
import zipfile
from contextlib import suppress

import pytest

from store.care.backup import backup
from store.care.restore import look, restore
from store.errors import StoreError
from store.logbook import Logbook
from tests.support.faulty_disk import FaultyDisk
from tests.support.records import add_people, add_photos, fill, jpeg, survey
from tests.support.small_site import small_site


def refused(call, *args, **more):
    with pytest.raises(StoreError) as said:
        call(*args, **more)
    assert str(said.value)
    return said.value.code


def everything(folder):
    """Every file of a folder with its bytes."""
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()} if folder.exists() else {}


def repacked(file, change, target=None):
    """Copy a backup member by member; `change(name, content)` gives what is written instead, None drops it."""
    target = target or file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info.filename))
            if content is not None:
                new.writestr(info.filename, content)
    return target


def manifest_changed(file, **fields):
    return repacked(
        file, lambda name, raw: json.dumps(json.loads(raw) | fields).encode() if name == "manifest.json" else raw
    )


@pytest.fixture
def packed(care):
    """The care folder with a backup made, keys in it."""
    backup(care.data, care.file, care.now, keys=True)
    return care


class TestIntoANewFolder:
    def test_everything_comes_back_and_the_ledger_is_equal(self, packed, book_at):
        told = restore(packed.other, packed.file)
        assert (told.fresh, told.events, told.photos, told.keys) == (True, packed.book.saved, 2, "take")
        again = book_at(packed.other)
        assert again.ledger == packed.book.ledger
        assert again.problems == []
        assert (packed.other / "events.journal").read_bytes() == (packed.data / "events.journal").read_bytes()
        assert stat.S_IMODE((packed.other / "keys" / "labels.json").stat().st_mode) == 0o600

    def test_the_device_takes_a_new_incarnation_at_once(self, packed, book_at):
        restore(packed.other, packed.file)
        again = book_at(packed.other)
        assert again.device.base == packed.book.device.base
        assert again.device.id != packed.book.device.id
        add_people(again, 1, start=70)
        add_people(packed.book, 1, start=80)
        assert survey(packed.other).known.twins == survey(packed.data).known.twins == []

    def test_the_plan_says_what_will_happen_and_changes_nothing(self, packed):
        plan = look(packed.other, packed.file)
        assert (plan.fresh, plan.new_events, plan.new_photos, plan.keys) == (True, packed.book.saved, 2, "take")
        assert (plan.site, plan.site_names, plan.made) == ("small", ("小区", "Small"), packed.now)
        assert not packed.other.exists()

    def test_a_crash_before_the_journal_has_its_name_leaves_a_folder_that_can_be_restored_into(self, packed, book_at):
        nth, failed = 1, True
        while failed:
            disk = FaultyDisk()
            disk.fail_any(nth, errno.EIO)
            shutil.rmtree(packed.other, ignore_errors=True)
            try:
                restore(packed.other, packed.file, disk=disk)
            except StoreError:
                restore(packed.other, packed.file)
            failed = disk.total >= nth
            assert survey(packed.other).events == packed.book.saved
            assert len(list((packed.other / "photos").glob("*"))) == 2
            nth += 7
        assert book_at(packed.other).ledger == packed.book.ledger

    def test_without_keys_in_the_backup_none_come_back(self, care, book_at):
        backup(care.data, care.file, care.now)
        restore(care.other, care.file)
        assert book_at(care.other).keys is None


class TestUnited:
    def test_only_what_is_new_is_added_and_nothing_is_overwritten(self, packed):
        add_people(packed.book, 2, start=20)
        before = (packed.data / "events.journal").read_bytes()
        told = restore(packed.data, packed.file)
        assert (told.events, told.photos, told.keys, told.reborn) == (0, 0, "same", False)
        assert (packed.data / "events.journal").read_bytes() == before

    def test_twice_is_as_good_as_once(self, packed):
        restore(packed.other, packed.file)
        before = everything(packed.other)
        told = restore(packed.other, packed.file)
        assert (told.events, told.photos) == (0, 0)
        assert everything(packed.other) == before

    def test_into_a_folder_that_an_app_works_on(self, packed, book_at, tmp_path):
        other = book_at(packed.other)
        add_people(other, 1, start=40)
        told = restore(packed.other, packed.file)
        assert told.events == packed.book.saved
        changed = other.follow()
        assert "person:p01" in changed
        assert other.ledger.site is not None
        add_people(other, 1, start=41)
        assert {"p01", "p40", "p41"} <= set(other.ledger.people.members)
        assert survey(packed.other).known.twins == []
        assert other.problems == []

    def test_a_device_whose_own_entries_come_back_goes_on_as_a_new_incarnation(self, packed, book_at):
        # It lost its journal and began anew under its old name: the numbers of the backup are used a second time.
        other = book_at(packed.other)
        other.close()
        shutil.copy(packed.data / "device.json", packed.other / "device.json")
        (packed.other / "device.json").write_text(
            json.dumps(json.loads((packed.other / "device.json").read_text()) | {"home": ""})
        )
        again = book_at(packed.other)
        assert again.device.id == packed.book.device.id
        add_people(again, 2, start=30)
        told = restore(packed.other, packed.file)
        assert told.reborn
        assert told.events == packed.book.saved
        add_people(again, 1, start=32)
        assert again.device.id != packed.book.device.id
        assert {"p01", "p30", "p31", "p32"} <= set(again.ledger.people.members)
        assert survey(packed.other).events == packed.book.saved + 3

    def test_other_keys_that_are_here_stay(self, packed, book_at):
        fill(book_at(packed.other), people=0, photos=0)
        before = (packed.other / "keys" / "labels.json").read_bytes()
        assert restore(packed.other, packed.file).keys == "kept"
        assert (packed.other / "keys" / "labels.json").read_bytes() == before

    def test_a_photo_under_a_wrong_name_is_left_out(self, care):
        photo = min((care.data / "photos").glob("*.jpg"))
        photo.write_bytes(b"\xff\xd8\xffother")
        backup(care.data, care.file, care.now)
        told = restore(care.other, care.file)
        assert (told.photos, told.photos_left_out) == (1, 1)
        assert not (care.other / "photos" / photo.name).exists()

    def test_another_sites_backup_is_refused_and_nothing_is_changed(self, packed, book_at):
        fill(book_at(packed.other), site=small_site("elsewhere"), people=0, photos=0)
        before = everything(packed.other)
        assert refused(restore, packed.other, packed.file) == "care.other_site"
        assert everything(packed.other) == before

    def test_a_full_disk_in_the_middle_says_so_and_the_rest_comes_later(self, packed, book_at):
        add_people(book_at(packed.other), 1, start=40)
        assert refused(restore, packed.other, packed.file, disk=FaultyDisk(room=12_000)) == "store.full"
        assert [p.name for p in packed.other.rglob("*.part")] == []
        restore(packed.other, packed.file)
        assert survey(packed.other).events == packed.book.saved + 1
        assert len(list((packed.other / "photos").iterdir())) == 2


class TestAFileOfRecords:
    def test_a_journal_is_united_from(self, packed, book_at):
        told = restore(packed.other, packed.data / "events.journal")
        assert (told.fresh, told.events) == (False, packed.book.saved)
        assert book_at(packed.other).ledger == packed.book.ledger

    def test_a_copy_of_the_shared_file_with_half_a_line_at_its_end(self, packed, tmp_path):
        whole = (packed.data / "events.journal").read_bytes()
        copy = tmp_path / "site.journal"
        copy.write_bytes(whole[: len(whole) - 20])
        plan = look(packed.other, copy)
        assert 0 < plan.events == packed.book.saved - 1
        assert restore(packed.other, copy).events == plan.events

    def test_a_file_without_line_ends_does_not_fill_the_memory(self, packed, tmp_path, monkeypatch):
        monkeypatch.setattr("store.care.reading.LONGEST", 1 << 21)
        endless = tmp_path / "endless.journal"
        endless.write_bytes((packed.data / "events.journal").read_bytes() + b"x" * (4 << 20))
        assert refused(look, packed.other, endless) == "store.not_a_journal"

    def test_with_salvage_whole_lines_are_taken_out_of_a_file_without_a_start(self, packed, tmp_path):
        rows = (packed.data / "events.journal").read_bytes().split(b"\n")
        torn = tmp_path / "events.journal.torn"
        torn.write_bytes(b"half a line\n" + b"\n".join(rows[3:6]) + b"\n")
        assert refused(restore, packed.other, torn) == "care.not_a_backup"
        assert restore(packed.other, torn, salvage=True).events == 3

    @pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 not really", b"\0" * 5000])
    def test_any_other_file_is_refused(self, packed, tmp_path, content):
        (tmp_path / "file").write_bytes(content)
        assert refused(restore, packed.other, tmp_path / "file") in ("care.not_a_backup", "care.cut_off")
        assert refused(restore, packed.other, tmp_path / "file", salvage=True) == "care.not_a_backup"
        assert not packed.other.exists()

    def test_a_file_that_is_not_there_is_said(self, packed, tmp_path):
        assert refused(restore, packed.other, tmp_path / "nothing.zip") == "care.unreadable"
        assert refused(restore, packed.other, tmp_path) == "care.unreadable"


class TestADamagedBackup:
    def test_says_which_member_and_changes_nothing(self, packed):
        photo = next(n for n in zipfile.ZipFile(packed.file).namelist() if n.startswith("photos/"))
        raw = bytearray(packed.file.read_bytes())
        raw[raw.index(b"picture")] ^= 1
        packed.file.write_bytes(raw)
        with pytest.raises(StoreError) as said:
            restore(packed.other, packed.file)
        assert said.value.code == "care.damaged"
        assert said.value.params["names"] == [photo]
        assert not packed.other.exists()

    def test_salvage_takes_what_is_whole(self, packed, book_at):
        raw = bytearray(packed.file.read_bytes())
        raw[raw.index(b"picture")] ^= 1
        packed.file.write_bytes(raw)
        told = restore(packed.other, packed.file, salvage=True)
        assert (told.events, told.photos, told.photos_left_out) == (packed.book.saved, 1, 1)
        assert book_at(packed.other).ledger == packed.book.ledger

    def test_cut_anywhere_it_is_refused_and_salvage_takes_no_more_and_no_less_than_what_is_whole(self, packed):
        whole = packed.file.read_bytes()
        cut = packed.file.with_name("cut.zip")
        taken = []
        for length in range(40, len(whole), len(whole) // 12):
            cut.write_bytes(whole[:length])
            shutil.rmtree(packed.other, ignore_errors=True)
            assert refused(restore, packed.other, cut) in ("care.cut_off", "care.not_a_backup")
            assert not packed.other.exists()
            with suppress(StoreError):  # before the end of its first header there is no backup to be seen in it
                taken.append(restore(packed.other, cut, salvage=True).events)
        assert taken == sorted(taken)
        assert taken[-1] == packed.book.saved

    def test_a_flipped_byte_anywhere_is_found_or_harmless(self, packed):
        whole = packed.file.read_bytes()
        flipped = packed.file.with_name("flipped.zip")
        for at in range(0, len(whole), 211):
            raw = bytearray(whole)
            raw[at] ^= 0x10
            flipped.write_bytes(raw)
            with suppress(StoreError):
                look(packed.other, flipped)
                # It was a byte that says nothing about the content: a date, a mode.
                shutil.rmtree(packed.other, ignore_errors=True)
                assert restore(packed.other, flipped).events == packed.book.saved

    def test_a_newer_format_is_refused_with_what_to_do(self, packed):
        assert refused(restore, packed.other, manifest_changed(packed.file, format=2, members="?")) == "care.newer"

    def test_a_member_that_does_not_fit_its_hash(self, packed):
        changed = repacked(packed.file, lambda name, raw: raw[:-1] + b"!" if name == "device.json" else raw)
        assert refused(restore, packed.other, changed) == "care.damaged"


class TestAMaliciousFile:
    @pytest.mark.parametrize(
        "name", ["../evil", "/tmp/evil", "photos/../../evil.jpg", "events.journal.lock", "logs/x", "a\\b"]
    )
    def test_names_that_no_backup_has_are_refused(self, packed, name):
        evil = repacked(packed.file, lambda _name, raw: raw)
        with zipfile.ZipFile(evil, "a") as archive:
            archive.writestr(name, b"evil")
        before = {p for p in packed.other.parent.rglob("*") if p != packed.other}
        assert refused(restore, packed.other, evil) == "care.strange"
        members = [*json.loads(zipfile.ZipFile(evil).read("manifest.json"))["members"]]
        listed = manifest_changed(packed.file, members=[*members, {"name": name, "size": 4, "sha256": "0" * 64}])
        assert refused(restore, packed.other, listed) == "care.strange"
        assert set(packed.other.parent.rglob("*")) <= before | {listed}
        assert not packed.other.exists()

    def test_the_same_name_twice_is_refused(self, packed):
        evil = repacked(packed.file, lambda _name, raw: raw)
        with zipfile.ZipFile(evil, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("device.json", b"{}")
        assert refused(restore, packed.other, evil) == "care.strange"

    def test_a_member_that_unpacks_to_more_than_it_says_is_not_read_on(self, packed):
        bomb = packed.file.with_name("bomb.zip")
        with zipfile.ZipFile(packed.file) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                big = info.filename == "device.json"
                new.writestr(info.filename, b" " * (64 << 20) if big else old.read(info.filename))
        assert refused(look, packed.other, bomb) == "care.damaged"

    def test_a_member_said_to_be_larger_than_the_disk_is_refused(self, packed):
        told = json.loads(zipfile.ZipFile(packed.file).read("manifest.json"))
        for member in told["members"]:
            member["size"] = 1 << 49 if member["name"] == "events.journal" else member["size"]
        assert refused(look, packed.other, manifest_changed(packed.file, members=told["members"])) == "care.damaged"
        for member in told["members"]:
            member["size"] = 1 << 40 if member["name"] == "device.json" else 5
        assert refused(look, packed.other, manifest_changed(packed.file, members=told["members"])) == "care.strange"

    def test_a_link_in_the_archive_becomes_no_link(self, packed, tmp_path):
        evil = packed.file.with_name("link.zip")
        with zipfile.ZipFile(packed.file) as old, zipfile.ZipFile(evil, "w") as new:
            for info in old.infolist():
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
                new.writestr(info, old.read(info.filename))
        restore(packed.other, evil)
        assert not [p for p in packed.other.rglob("*") if p.is_symlink()]

    def test_a_folder_that_lacks_the_room_is_told_before_anything_is_changed(self, packed, monkeypatch):
        from store.care import restore as module

        monkeypatch.setattr(module.shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1, 1, 0))
        assert refused(restore, packed.other, packed.file) == "care.no_space"
        assert not packed.other.exists()


def test_photos_that_came_here_meanwhile_are_kept(packed, book_at):
    other = book_at(packed.other)
    sha = add_photos(other, 1, start=1)[0]
    add_photos(other, 1, start=9)
    told = restore(packed.other, packed.file)
    assert told.photos == 1
    assert other.photos.path(sha).read_bytes() == jpeg(1)
    assert isinstance(other, Logbook)
