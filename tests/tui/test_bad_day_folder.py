"""A bad day for the data folder: what stands in the way is said in one line, in both languages, with an exit code."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import msgspec
import pytest

from store.journal.lines import seal
from store.logbook import Logbook
from store.setup import load_site
from tests.support.small_site import small_site
from tui import cli


@pytest.fixture(scope="module")
def furnished(tmp_path_factory):
    folder = tmp_path_factory.mktemp("furnished") / "data"
    book = Logbook.open(folder)
    load_site(book, "-", small_site())
    book.close()
    return folder


@pytest.fixture
def folder(furnished, tmp_path):
    return Path(shutil.copytree(furnished, tmp_path / "data"))


@pytest.fixture
def roundsman(capsys, monkeypatch):
    """`roundsman(folder, "status")` -> (exit code, stdout, stderr)."""

    def run(folder, *arguments):
        monkeypatch.setattr("sys.stdin", io.StringIO())
        code = cli.run([*arguments, "--data", str(folder)])
        return code, *capsys.readouterr()

    return run


def instead(path, content=None):
    """Put a file, or a folder when there is no content, in the place of what is there."""
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    path.mkdir() if content is None else path.write_bytes(content)


def a_file_for_a_folder(folder):
    shutil.rmtree(folder)
    folder.write_text("x")


def a_letter_for_a_journal(folder):
    instead(folder / "events.journal", b"Dear all,\nno journal\n")


def random_bytes(folder):
    instead(folder / "events.journal", os.urandom(5000))


def a_newer_journal(folder):
    heading = msgspec.json.encode({"roundsman": "journal", "version": 9, "file": "ab" * 16})
    instead(folder / "events.journal", seal(heading))


def a_folder_for_a_journal(folder):
    instead(folder / "events.journal")


def a_folder_for_the_device(folder):
    instead(folder / "device.json")


def a_pipe_for_a_journal(folder):
    (folder / "events.journal").unlink()
    os.mkfifo(folder / "events.journal")


def a_circle_for_a_journal(folder):
    (folder / "events.journal").unlink()
    (folder / "events.journal").symlink_to("events.journal")


STOPS = {
    a_file_for_a_folder: ("不是文件夹", "is not a folder"),
    a_letter_for_a_journal: ("不是巡区的记录文件", "not a Roundsman journal"),
    random_bytes: ("不是巡区的记录文件", "not a Roundsman journal"),
    a_newer_journal: ("请更新程序", "Update this program"),
    a_folder_for_a_journal: ("不是普通文件", "no ordinary file"),
    a_folder_for_the_device: ("不是普通文件", "no ordinary file"),
    a_pipe_for_a_journal: ("不是普通文件", "no ordinary file"),
    a_circle_for_a_journal: ("不是普通文件", "no ordinary file"),
}


@pytest.mark.parametrize("damage", STOPS, ids=lambda d: d.__name__)
def test_what_stops_it_is_one_line_and_exit_code_1(roundsman, folder, damage):
    damage(folder)
    for lang, words in zip(("zh", "en"), STOPS[damage], strict=True):
        code, out, err = roundsman(folder, "status", "--lang", lang)
        assert code == 1
        assert out == ""
        assert err.count("\n") == 1
        assert words in err
        assert str(folder) in err or damage is a_newer_journal


def garbage_for_a_device(folder):
    instead(folder / "device.json", b"\xff\xfe{{{")


def a_torn_tail(folder):
    journal = folder / "events.journal"
    journal.write_bytes(journal.read_bytes()[:-40])


def a_flipped_bit(folder):
    journal = folder / "events.journal"
    content = bytearray(journal.read_bytes())
    content[-200] ^= 0x10
    journal.write_bytes(content)


TOLD = {
    garbage_for_a_device: ("store.new_device", "新的编号", "under a new id"),
    a_torn_tail: ("store.torn", "断电", "power failure"),
    a_flipped_bit: ("store.damaged", "检查磁盘", "have the disk looked at"),
}


@pytest.mark.parametrize("damage", TOLD, ids=lambda d: d.__name__)
def test_what_does_not_stop_it_is_told_to_commands_and_scripts(roundsman, folder, damage):
    problem, zh, en = TOLD[damage]
    for lang, words in (("zh", zh), ("en", en)):
        shutil.rmtree(folder / "again", ignore_errors=True)
        copy = shutil.copytree(folder, folder / "again")
        damage(Path(copy))
        code, out, err = roundsman(copy, "status", "--json", "--lang", lang)
        assert code == 0
        assert words in err
        assert problem in msgspec.json.decode(out)["problems"]


def test_a_torn_tail_that_somebody_else_set_aside_is_still_in_the_status(roundsman, folder):
    a_torn_tail(folder)
    roundsman(folder, "codes", "list")
    code, out, err = roundsman(folder, "status", "--lang", "en")
    assert (code, err) == (0, "")
    assert "events.journal.torn" in out


@pytest.mark.parametrize("name", ["logs", "photos", "inbox", "drafts.json", "keys"])
def test_something_in_the_place_of_what_is_not_needed_now_stops_nobody(roundsman, folder, name):
    path = folder / name
    if path.exists():
        instead(path, b"x")
    else:
        path.mkdir() if name.endswith(".json") else path.write_text("x")
    assert roundsman(folder, "status")[0] == 0
    code, _out, err = roundsman(folder, "codes", "list", "--lang", "en")
    assert (code, "signing keys" in err) == ((1, True) if name == "keys" else (0, False))


def test_an_answer_that_cannot_be_written_out_is_one_line_and_1(folder):
    import subprocess
    import sys

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui.cli", "status", "--data", str(folder), "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "could not be written out" in done.stderr


def test_a_closed_stdin_is_no_terminal(folder):
    import subprocess
    import sys

    command = f"exec {sys.executable} -m tui.cli --data {folder} <&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
