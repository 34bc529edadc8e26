"""`roundsman sync`: what it prints, what it remembers, which exit code it ends with, and how it is ended."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store.sync import share as shares
from store.sync import standing
from store.sync.exchange import Exchange
from store.sync.share import Share
from tests.support.devices import wait_until
from tui import cli


@pytest.fixture
def share(tmp_path):
    (tmp_path / "share").mkdir()
    return tmp_path / "share" / "site.journal"


@pytest.fixture
def roundsman(tmp_path, capsys, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "ROUNDSMAN_LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments, data=tmp_path / "data"):
        monkeypatch.setattr("sys.stdin", io.StringIO())
        code = cli.run([*arguments, "--data", str(data)])
        out, err = capsys.readouterr()
        return code, out, err

    assert run("site", "load", "--packaged")[0] == 0
    return run


def told(outcome):
    code, out, err = outcome
    assert (code, err) == (0, "")
    return json.loads(out)


def test_the_first_exchange_makes_the_file_and_reads_it_back(roundsman, share, tmp_path):
    first = told(roundsman("sync", "--share", str(share), "--json"))
    assert first["written"] == first["shared"] > 0
    assert (first["waiting"], first["trouble"], first["share"]) == (0, None, str(share))
    assert told(roundsman("status", "--json"))["waiting"] == 0


def test_the_share_is_remembered_and_can_be_forgotten(roundsman, share, tmp_path):
    assert roundsman("sync", "--share", str(share))[0] == 0
    assert shares.load(tmp_path / "data") == Share(str(share))
    assert told(roundsman("sync", "--json"))["share"] == str(share)
    assert roundsman("sync", "--forget")[0] == 0
    assert shares.load(tmp_path / "data") is None
    assert standing.read(tmp_path / "data") is None
    assert roundsman("sync")[0] == 1
    assert share.exists()


def test_a_relative_path_is_remembered_whole(roundsman, share, tmp_path, monkeypatch):
    monkeypatch.chdir(share.parent)
    assert roundsman("sync", "--share", "site.journal")[0] == 0
    assert shares.load(tmp_path / "data").path == str(share)


def test_segments_are_remembered_until_told_otherwise(roundsman, share, tmp_path):
    roundsman("sync", "--share", str(share), "--segments")
    assert not share.exists()
    roundsman("sync")
    assert shares.load(tmp_path / "data").segments
    roundsman("sync", "--no-segments")
    assert not shares.load(tmp_path / "data").segments


def test_without_a_share_it_says_how_to_name_one(roundsman):
    code, out, err = roundsman("sync")
    assert (code, out) == (1, "")
    assert "roundsman sync --share FILE" in err


def test_in_an_empty_folder_it_says_to_join_and_makes_nothing(roundsman, share, tmp_path):
    code, _, err = roundsman("sync", "--share", str(share), data=tmp_path / "nothing")
    assert code == 1
    assert f"roundsman join --share {share}" in err
    assert not (tmp_path / "nothing").exists()


def test_a_share_that_is_away_is_a_failure_for_people_and_for_scripts(roundsman, share):
    roundsman("sync", "--share", str(share))
    share.parent.rename(share.parent.with_name("away"))
    code, out, err = roundsman("sync", "--json")
    assert code == 1
    assert json.loads(out)["trouble"] == "share.gone"
    assert str(share) in err


def test_once_and_watch_exclude_each_other(roundsman, share):
    assert roundsman("sync", "--share", str(share), "--once", "--watch")[0] == 1


def test_an_audit_compares_everything(roundsman, share):
    roundsman("sync", "--share", str(share))
    content = share.read_bytes()
    share.write_bytes(content[: len(content) // 2] + b"?" + content[len(content) // 2 + 1 :])
    answer = told(roundsman("sync", "--audit", "--json"))
    assert answer["audited"]
    assert answer["damaged"] == 1
    assert answer["written"] > 0


def test_what_stands_beside_the_share_and_is_not_ours_is_said_on_stderr(roundsman, share):
    roundsman("sync", "--share", str(share))
    share.with_name("site (1).journal").write_bytes(b"notes\n")
    code, out, err = roundsman("sync")
    assert code == 0
    assert "site (1).journal" in err
    assert "site (1).journal" not in out


def test_in_chinese(roundsman, share):
    code, out, _ = roundsman("sync", "--share", str(share), "--lang", "zh")
    assert code == 0
    assert "待同步：0" in out


@pytest.fixture
def watching(roundsman, share, tmp_path):
    """The program as it runs for ever, on a folder of its own process."""
    told_there = tmp_path / "told"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "ROUNDSMAN_LANG": "en"}
    command = [
        sys.executable,
        "-m",
        "tui.cli",
        "sync",
        "--share",
        str(share),
        "--watch",
        "--data",
        str(tmp_path / "data"),
    ]
    with told_there.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
    yield process, told_there
    process.kill()
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watching_goes_on_until_it_is_asked_to_end_and_ends_well(watching, tmp_path, share, number):
    process, said = watching
    data = tmp_path / "data"
    known = wait_until(lambda: (s := standing.read(data)) and s.synced_at and s, "the first exchange")
    assert known.trouble is None
    wait_until(lambda: b"In the shared file" in said.read_bytes(), "a line about it")
    process.send_signal(number)
    assert process.wait(20) == 0
    assert b"Traceback" not in said.read_bytes()
    # The place was kept: the next exchange reads next to nothing.
    exchange = Exchange(data, Share(str(share)))
    assert not exchange.sync().audited
    exchange.close()
