"""Backup, restore, verify and doctor on the command line: what they print, ask and end with."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui import cli
from tui.cli import doctor as doctor_command


class Roundsman:
    """Runs commands on one data folder."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.data, self._capsys, self._monkeypatch = data, capsys, monkeypatch

    def __call__(self, *arguments: object, stdin: str = "", data: Path | None = None) -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = cli.run([*map(str, arguments), "--data", str(data or self.data)])
        return (code, *self._capsys.readouterr())


@pytest.fixture
def roundsman(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Roundsman:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "ROUNDSMAN_LANG"):
        monkeypatch.delenv(name, raising=False)
    made = Roundsman(tmp_path / "data", capsys, monkeypatch)
    assert made("site", "load", "--packaged")[0] == 0
    return made


@pytest.fixture
def backed_up(roundsman: Roundsman, tmp_path: Path) -> Path:
    file = tmp_path / "patrol.zip"
    assert roundsman("backup", file, "--with-keys")[0] == 0
    return file


class TestBackup:
    def test_says_what_is_in_it_and_what_is_not(self, roundsman: Roundsman, tmp_path: Path):
        code, out, err = roundsman("backup", tmp_path / "patrol.zip")
        assert (code, err) == (0, "")
        assert "keys that sign labels are not in it" in out
        assert "same disk" in out
        assert "events.journal" in zipfile.ZipFile(tmp_path / "patrol.zip").namelist()

    def test_with_keys_it_says_that_it_is_secret(self, roundsman: Roundsman, tmp_path: Path):
        out = roundsman("backup", tmp_path / "patrol.zip", "--with-keys", "--without-photos")[1]
        assert "Keep it where nobody else can read it" in out
        assert "photos are not in it" in out

    def test_for_scripts_it_tells_the_manifest(self, roundsman: Roundsman, tmp_path: Path):
        told = json.loads(roundsman("backup", tmp_path / "patrol.zip", "--json")[1])
        assert told["manifest"]["site"] == "demo-garden"
        assert told["manifest"]["keys"] is False
        assert {"name", "size", "sha256"} <= set(told["manifest"]["members"][0])

    def test_a_file_that_is_there_is_kept_unless_forced(self, roundsman: Roundsman, backed_up: Path):
        code, out, err = roundsman("backup", backed_up)
        assert (code, out) == (1, "")
        assert "--force" in err
        assert roundsman("backup", backed_up, "--force")[0] == 0

    def test_damage_in_the_records_is_told(self, roundsman: Roundsman, tmp_path: Path):
        journal = roundsman.data / "events.journal"
        journal.write_bytes(journal.read_bytes() + b"rubbish\n")
        code, _out, err = roundsman("backup", tmp_path / "patrol.zip")
        assert code == 0
        assert "roundsman verify" in err

    def test_without_records_there_is_nothing_to_back_up(self, roundsman: Roundsman, tmp_path: Path):
        code, _out, err = roundsman("backup", tmp_path / "patrol.zip", data=tmp_path / "nothing")
        assert code == 1
        assert len(err.splitlines()) == 1
        assert not (tmp_path / "nothing").exists()


class TestRestore:
    def test_asks_first_and_no_changes_nothing(self, roundsman: Roundsman, backed_up: Path, tmp_path: Path):
        for answer in ("n\n", "\n", ""):
            code, out, err = roundsman("restore", backed_up, data=tmp_path / "new", stdin=answer)
            assert code == 1
            assert "holds no records" in out
            assert "Nothing was changed" in err
        assert not (tmp_path / "new").exists()

    def test_after_a_yes_everything_is_there(self, roundsman: Roundsman, backed_up: Path, tmp_path: Path):
        code, out, _err = roundsman("restore", backed_up, data=tmp_path / "new", stdin="y\n")
        assert code == 0
        assert "new number" in out
        assert roundsman("verify", data=tmp_path / "new")[0] == 0
        known = [json.loads(roundsman("status", "--json", data=d)[1]) for d in (roundsman.data, tmp_path / "new")]
        assert known[0]["events"] == known[1]["events"] > 0

    def test_a_second_time_there_is_nothing_to_do(self, roundsman: Roundsman, backed_up: Path):
        code, out, err = roundsman("restore", backed_up)
        assert (code, err) == (0, "")
        assert "nothing to do" in out

    def test_for_scripts(self, roundsman: Roundsman, backed_up: Path, tmp_path: Path):
        code, out, err = roundsman("restore", backed_up, "--json", data=tmp_path / "new")
        assert (code, out) == (1, "")
        assert "--yes" in err
        told = json.loads(roundsman("restore", backed_up, "--json", "--yes", data=tmp_path / "new")[1])
        assert told["fresh"]
        assert told["reborn"]
        assert told["events"] > 0

    def test_united_it_says_what_is_new(self, roundsman: Roundsman, backed_up: Path, tmp_path: Path):
        other = tmp_path / "other"
        journal = roundsman.data / "events.journal"
        half = tmp_path / "half.journal"
        rows = journal.read_bytes().splitlines(keepends=True)
        half.write_bytes(b"".join(rows[: len(rows) // 2]))
        assert roundsman("restore", half, "--yes", data=other)[0] == 0
        code, out, _err = roundsman("restore", backed_up, "--yes", data=other)
        assert code == 0
        assert "are new and are added" in out
        assert "keys that sign labels are here again" in out

    def test_damaged_it_says_where_and_with_salvage_takes_the_rest(
        self, roundsman: Roundsman, backed_up: Path, tmp_path: Path
    ):
        whole = backed_up.read_bytes()
        backed_up.write_bytes(whole[: len(whole) - 300])
        code, _out, err = roundsman("restore", backed_up, "--yes", data=tmp_path / "new")
        assert code == 1
        assert "--salvage" in err
        assert not (tmp_path / "new").exists()
        assert roundsman("restore", backed_up, "--salvage", "--yes", data=tmp_path / "new")[0] == 0


class TestVerify:
    def test_good_records_end_with_0(self, roundsman: Roundsman):
        code, out, err = roundsman("verify")
        assert (code, err) == (0, "")
        assert "every checksum is right" in out
        assert "What to do" not in out

    def test_something_to_know_ends_with_1_and_says_what_to_do(self, roundsman: Roundsman):
        (roundsman.data / "device.json").unlink()
        code, out, _err = roundsman("verify")
        assert code == 1
        assert "What to do" in out

    def test_damage_ends_with_2_in_either_language(self, roundsman: Roundsman):
        journal = roundsman.data / "events.journal"
        journal.write_bytes(journal.read_bytes().replace(b"label.issued", b"label.isSued", 1))
        code, out, _err = roundsman("verify", "--lang", "zh")
        assert code == 2
        assert "行损坏" in out
        assert "怎么办" in out

    def test_for_scripts_each_row_has_its_code_and_numbers(self, roundsman: Roundsman):
        code, out, _err = roundsman("verify", "--json")
        told = json.loads(out)
        assert told["exit"] == code == 0
        rows = {row["code"]: row for row in told["rows"]}
        assert rows["journal.whole"]["state"] == "ok"
        assert rows["events.whole"]["params"]["count"] > 0

    def test_without_records_it_says_so(self, roundsman: Roundsman, tmp_path: Path):
        assert roundsman("verify", data=tmp_path / "nothing")[0] == 1


class TestDoctor:
    def test_a_table_with_a_row_for_each_question(self, roundsman: Roundsman, tmp_path: Path):
        code, out, err = roundsman("doctor", "--share", tmp_path / "site.journal", "--json")
        told = json.loads(out)
        assert err == ""
        assert told["exit"] == code
        states = {row["code"]: row["state"] for row in told["rows"]}
        assert {"locks.honest", "shared_locks.honest", "share.new", "clock.right", "program.current"} <= set(states)

    def test_a_share_that_is_gone_is_not_ok_and_says_what_to_do(self, roundsman: Roundsman, tmp_path: Path):
        code, out, _err = roundsman("doctor", "--share", tmp_path / "gone" / "site.journal", "--lang", "zh")
        assert code == 2
        assert "不正常" in out
        assert "请检查网络和挂载" in out

    def test_with_a_partner_it_needs_a_share(self, roundsman: Roundsman, tmp_path: Path):
        code, _out, err = roundsman("doctor", "--partner")
        assert code == 1
        assert "--share" in err
        code, out, _err = roundsman("doctor", "--partner", "--wait", "1", "--share", tmp_path / "site.journal")
        assert code == 1
        assert "Nobody else came" in out

    @pytest.mark.parametrize(("answer", "cells"), [(b"\033[4;3R", 2), (b"\033[4;2R", 1), (b"", None)])
    def test_how_wide_chinese_is_drawn_is_asked_of_the_terminal(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: bytes, cells: int | None
    ):
        monkeypatch.setattr("store.platform.ask_terminal", lambda *_: answer)
        assert doctor_command._cells() == cells
        capsys.readouterr()


@pytest.mark.parametrize("command", ["backup", "restore", "verify", "compact", "doctor"])
def test_every_command_and_option_is_explained_in_both_languages(roundsman: Roundsman, command: str):
    texts = [roundsman(command, "--help", "--lang", lang)[1] for lang in ("zh", "en")]
    assert any("一" <= c <= "鿿" for c in texts[0])
    assert texts[0] != texts[1]


class TestCompact:
    def test_this_years_records_have_nothing_to_tidy(self, roundsman: Roundsman):
        before = (roundsman.data / "events.journal").read_bytes()
        code, out, err = roundsman("compact", "--yes")
        assert (code, err) == (0, "")
        assert "nothing to tidy" in out
        assert (roundsman.data / "events.journal").read_bytes() == before

    def test_past_years_move_after_a_yes(self, roundsman: Roundsman, monkeypatch: pytest.MonkeyPatch):
        assert roundsman("demo", "--days", "2", "--no-open")[0] == 0
        monkeypatch.setattr("store.archive.compacting.Clock.now", lambda _self: datetime(2099, 1, 1, tzinfo=UTC))
        code, _out, err = roundsman("compact", stdin="n\n")
        assert code == 1
        assert "Nothing was changed" in err
        told = json.loads(roundsman("compact", "--yes", "--json")[1])
        assert told["archived"] > 0
        assert told["before"] > told["after"]
        assert list((roundsman.data / "archive").iterdir())
        assert roundsman("verify")[0] == 0

    def test_where_there_are_no_records_none_are_made(self, roundsman: Roundsman, tmp_path: Path):
        assert roundsman("compact", "--yes", data=tmp_path / "nothing")[0] == 1
        assert not (tmp_path / "nothing").exists()
