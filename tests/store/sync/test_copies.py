"""Conflict copies are united and set aside once everything in them is confirmed; segments are files of the share."""

from __future__ import annotations

import shutil

import pytest

from store.disk import DISK
from store.journal import lines
from store.journal.scan import scan
from store.sync.copies import Folder, of_sync_tool
from store.sync.shared_file import events_of
from tests.support.faulty_disk import FaultyDisk

CONFLICT = "site.sync-conflict-20251124-090000-ABCDEFG.journal"


@pytest.fixture
def forked(two, tablets):
    """A file-sync tool found two versions: the main file lost what the copy has."""
    one, other = two
    before = tablets.path.read_bytes()
    one.write(2)
    one.sync()
    copy = tablets.folder / CONFLICT
    tablets.path.rename(copy)
    tablets.path.write_bytes(before)
    return one, other, copy


def test_what_stands_in_a_conflict_copy_is_taken_in(forked):
    one, other, _ = forked
    assert other.sync().pulled == 2
    assert other.ids == one.ids


def test_a_copy_is_set_aside_only_after_all_of_it_was_read_back(forked, tablets):
    one, other, copy = forked
    report = other.sync()
    assert copy.exists()
    assert report.copies == (CONFLICT,)
    assert other.standing.copies == [CONFLICT]
    content = copy.read_bytes()
    report = other.sync()
    assert not copy.exists()
    assert report.copies == ()
    assert other.standing.copies == []
    assert (tablets.folder / "merged" / CONFLICT).read_bytes() == content
    one.sync()
    one.sync()
    tablets.check()


def test_a_second_copy_of_the_same_name_gets_a_number(forked, tablets):
    _, other, copy = forked
    content = copy.read_bytes()
    tablets.settle()
    copy.write_bytes(content)
    other.sync()
    names = sorted(path.name for path in (tablets.folder / "merged").iterdir())
    assert names == ["site.sync-conflict-20251124-090000-ABCDEFG-2.journal", CONFLICT]


def test_a_copy_that_cannot_be_moved_is_told_and_stays(two, tablets):
    one, _ = two
    far = FaultyDisk()
    one.exchange.close()
    one.far = far
    one.exchange = one.connect()
    shutil.copy(tablets.path, tablets.folder / CONFLICT)
    one.sync()  # everything in it is in the main file, but this program does not know that it was a copy before
    shutil.copy(tablets.path, tablets.folder / CONFLICT)
    far.fail("rename")
    report = one.sync()
    assert [p.code for p in report.problems] == ["share.copy_stays"]
    assert one.standing.trouble is None
    assert (tablets.folder / CONFLICT).exists()
    one.sync()
    assert not (tablets.folder / CONFLICT).exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lines.heading_line("a" * 32, "elsewhere"), "share.foreign"),
        (b"notes about the site\n", "share.not_a_journal"),
        (lines.seal(b'{"roundsman":"journal","version":99,"file":"x","site":"y"}'), "store.newer"),
    ],
)
def test_a_stranger_beside_the_share_is_told_and_left_alone(two, tablets, content, code):
    one, _ = two
    stranger = tablets.folder / "site (1).journal"
    stranger.write_bytes(content)
    one.write()
    report = one.sync()
    assert [p.code for p in report.problems] == [code]
    assert report.written == 1
    assert stranger.read_bytes() == content
    assert one.standing.trouble is None


def test_other_files_in_the_folder_are_nobodys_business(two, tablets):
    one, _ = two
    for name in ("site.journal.lock", "other.journal", "site.txt", ".site.journal.part"):
        (tablets.folder / name).write_bytes(b"x")
    (tablets.folder / "site-photos.journal").mkdir()
    assert one.sync().problems == ()


def test_each_device_writes_to_a_segment_of_its_own(tablets):
    for name in "abc":
        tablets.make(name, segments=True)
        tablets.settle(2)
    for tablet in tablets.all:
        tablet.write(3)
    tablets.settle()
    tablets.check()
    assert not tablets.path.exists()
    for tablet in tablets.all:
        segment = tablets.folder / f"site.{tablet.book.device.id}.journal"
        assert {t.device for t in _writers(segment)} == {tablet.book.device.id}
        assert tablet.book.waiting == 0
        assert tablet.standing.segments


def _writers(path):
    return [dot for parsed in scan(path) for dot, _, _ in events_of(parsed)]


def test_segments_and_the_main_file_together_are_the_share(tablets):
    one = tablets.make("one")
    one.sync()
    other = tablets.make("other", segments=True)
    tablets.settle()
    one.write(2)
    other.write(2)
    tablets.settle()
    tablets.check()
    assert one.book.waiting == other.book.waiting == 0


def test_a_segment_that_was_deleted_is_written_again(tablets):
    one, other = tablets.make("one", segments=True), tablets.make("other", segments=True)
    tablets.settle()
    one.write(2)
    other.write(2)
    tablets.settle()
    (tablets.folder / f"site.{other.book.device.id}.journal").unlink()
    tablets.settle()
    tablets.check()


def test_what_stands_in_a_segment_without_a_heading_is_brought_to_where_strangers_find_it(tablets):
    one, other = tablets.make("one", segments=True), tablets.make("other", segments=True)
    tablets.settle()
    one.write(2)
    other.write(2)
    tablets.settle()
    segment = tablets.folder / f"site.{other.book.device.id}.journal"
    segment.write_bytes(b"?" + segment.read_bytes()[1:])
    one.audit()
    third = tablets.make("third", segments=True)
    third.sync()
    assert third.ids == one.ids
    tablets.settle()
    tablets.check()


def test_a_conflict_copy_of_a_segment_is_united_too(tablets):
    one, other = tablets.make("one", segments=True), tablets.make("other", segments=True)
    tablets.settle()
    other.write(1)
    segment = tablets.folder / f"site.{one.book.device.id}.journal"
    before = segment.read_bytes()
    one.write(2)
    one.sync()
    segment.rename(tablets.folder / f"site.{one.book.device.id}.sync-conflict-1.journal")
    segment.write_bytes(before)
    tablets.settle()
    tablets.check()
    assert len(tablets.files()) == 2


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox", ".nextcloudsync.log"])
def test_the_folder_of_a_file_sync_tool_is_recognised(tmp_path, mark):
    folder = tmp_path / "shared" / "patrol"
    folder.mkdir(parents=True)
    assert not of_sync_tool(folder, DISK)
    (tmp_path / "shared" / mark).mkdir()
    assert of_sync_tool(folder, DISK)


def test_in_the_folder_of_a_file_sync_tool_nobody_writes_to_the_main_file(tablets):
    (tablets.folder / ".stfolder").mkdir()
    tablets.make("one")
    other = tablets.make("other")
    tablets.settle()
    other.write(1)
    tablets.settle()
    tablets.check()
    assert not tablets.path.exists()
    assert len(tablets.files()) == 2


@pytest.mark.parametrize("name", ["site.journal", "site"])
def test_what_is_a_segment_and_what_is_a_copy(tmp_path, name):
    ext = name[4:]
    for middle in (".0123456789-abcd", ".conflict", " (1)", "-2", ".0123456789-abcd (copy)"):
        (tmp_path / f"site{middle}{ext}").touch()
    (tmp_path / name).touch()
    (tmp_path / "site.photos").mkdir()
    (tmp_path / f"{name}.lock").touch()
    found = Folder(tmp_path / name, DISK).look()
    assert found.main
    assert found.segments == [f"site.0123456789-abcd{ext}"]
    assert len(found.copies) == 4
