"""`roundsman install-kiosk`: what it writes can be used as it is, and all of it can be taken back."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from tests.support.sshd import SSHD, make_room_for_sshd
from tui import cli
from tui.machine.plan import STACKS, Wishes, files

UNIT = "etc/systemd/system/roundsman-kiosk.service"
SSH = "etc/ssh/sshd_config.d/roundsman.conf"


def wishes(
    stack: str = "foot", *, source: str = "/opt/roundsman", data: str = "/srv/records", venv: str = ""
) -> Wishes:
    return Wishes("lobby", stack, PurePosixPath(data), Path(source), venv)  # pyright: ignore[reportArgumentType]


def text_of(name: str, asked: Wishes) -> str:
    return next(placed.text for placed in files(asked) if placed.path.name == name)


class Image:
    """A system mounted somewhere, and the command working on it."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._capsys = root, capsys
        (root / "etc").mkdir(parents=True)
        (root / "etc" / "passwd").write_text("lobby:x:1000:1000::/home/lobby:/bin/sh\n")

    def __call__(self, *arguments: str) -> str:
        code = cli.run(["--lang", "en", "install-kiosk", "--root", str(self.root), *arguments])
        out, err = self._capsys.readouterr()
        assert (code, err) == (0, "")
        return out

    def files(self) -> set[str]:
        return {str(path.relative_to(self.root)) for path in self.root.rglob("*") if path.is_file()} - {"etc/passwd"}

    def path(self, name: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@pytest.fixture
def image(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Image:
    return Image(tmp_path / "image", capsys)


class TestWhatItWrites:
    @pytest.mark.parametrize("stack", STACKS)
    def test_a_dry_run_prints_every_file_with_its_path_and_writes_nothing(self, image: Image, stack: str):
        said = image("--user", "lobby", "--stack", stack, "--dry-run")
        for placed in files(wishes(stack)):
            assert f"=== {placed.path}\n" in said
        assert not image.files()

    def test_it_says_what_it_did_what_to_run_and_how_to_undo_it(self, image: Image):
        said = image("--user", "lobby")
        assert f"/{UNIT}" in said
        assert "systemctl enable --now roundsman-kiosk" in said
        assert "install-kiosk --uninstall" in said
        assert "/home/lobby/.local/share/roundsman" in (image.root / UNIT).read_text()

    def test_paths_with_blanks_and_signs_arrive_whole(self):
        asked = wishes(source="/opt/a b", data="/srv/100% $now", venv="/opt/v env")
        unit = text_of("roundsman-kiosk.service", asked)
        assert 'ExecStart="/opt/a b/kiosk.sh" --kiosk --stack foot --data "/srv/100%% $$now"' in unit
        assert 'Environment="ROUNDSMAN_VENV=/opt/v env"' in unit
        assert shlex.split(asked.ssh_command)[-6:] == [
            "ROUNDSMAN_VENV=/opt/v env", "/opt/a b/kiosk.sh", "--place", "office", "--data", "/srv/100% $now",
        ]  # fmt: skip

    def test_the_packaged_settings_of_both_terminals_close_every_way_out(self):
        foot = text_of("foot.ini", wishes("foot"))
        bindings = foot.partition("[key-bindings]")[2]
        bound = [line for line in bindings.splitlines() if "=" in line and not line.endswith("=none")]
        assert not bound
        omitted = text_of("xterm.resources", wishes("xterm"))
        for kind in ("fullscreen", "paging", "popup-menu", "select", "shift-fonts", "default"):
            assert kind in omitted.partition("omitTranslation:")[2].partition("\n")[0]


class TestInAndOut:
    def test_taken_back_nothing_is_left_but_what_is_the_owners(self, image: Image):
        image("--user", "lobby")
        image("--uninstall")
        assert image.files() == {"etc/roundsman/authorized_keys", "etc/roundsman/foot.ini"}

    def test_a_second_time_only_what_changed_is_written(self, image: Image):
        image("--user", "lobby")
        said = image("--user", "lobby", "--data", "/srv/records")
        assert said.count("written") == 2
        assert "before-roundsman" not in said
        assert "/srv/records" in (image.root / SSH).read_text()

    def test_another_terminal_takes_the_settings_of_the_first_away(self, image: Image):
        image("--user", "lobby", "--stack", "xterm")
        assert "taken away" in image("--user", "lobby", "--stack", "foot")
        assert "etc/X11/xorg.conf.d/90-roundsman.conf" not in image.files()

    def test_a_strangers_file_is_set_aside_said_and_put_back(self, image: Image):
        image.path(SSH).write_text("theirs")
        assert f"what was there: /{SSH}.before-roundsman" in image("--user", "lobby")
        image("--user", "lobby", "--data", "/elsewhere")  # ours by now
        assert "put back" in image("--uninstall")
        assert image.path(SSH).read_text() == "theirs"

    def test_what_somebody_changed_is_never_lost(self, image: Image):
        image("--user", "lobby")
        image.path(UNIT).write_text("mine")
        image("--user", "lobby")
        assert image.path(UNIT + ".before-roundsman").read_text() == "mine"
        image.path(SSH).write_text("mine, too")
        image("--uninstall")
        assert image.path(SSH + ".edited").read_text() == "mine, too"
        assert not image.path(SSH).exists()
        assert image.path(UNIT).read_text() == "mine"

    def test_keys_and_letters_are_the_owners_once_they_are_there(self, image: Image):
        image("--user", "lobby")
        keys = image.path("etc/roundsman/authorized_keys")
        keys.write_text("restrict,pty ssh-ed25519 AAAA")
        assert "left as you have it" in image("--user", "lobby")
        assert keys.read_text() == "restrict,pty ssh-ed25519 AAAA"

    def test_cut_short_it_can_be_undone(self, image: Image, capsys: pytest.CaptureFixture[str]):
        image.path("etc/ssh").write_text("a file in the way")
        assert cli.run(["install-kiosk", "--root", str(image.root), "--user", "lobby"]) == 1
        assert "sshd_config.d" in capsys.readouterr().err
        assert len(json.loads(image.path("etc/roundsman/installed.json").read_text())) == 3
        image("--uninstall")
        assert image.files() == {"etc/ssh"}

    def test_a_root_who_shuts_everybody_out_does_not_shut_out_the_kiosk(self, image: Image):
        before = os.umask(0o077)
        try:
            image("--user", "lobby")
        finally:
            os.umask(before)
        made = [path for path in (image.root / "etc").rglob("*") if path.name != "passwd"]
        assert all(path.stat().st_mode & 0o444 == 0o444 for path in made)
        assert all(path.stat().st_mode & 0o111 == 0o111 for path in made if path.is_dir())

    def test_without_anything_installed_there_is_nothing_to_take_away(self, image: Image):
        assert "Nothing is installed" in image("--uninstall")


class TestWhatItRefuses:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--user", "lobby"], "sudo"),
            (["--uninstall"], "--uninstall"),
        ],
    )
    def test_without_root_it_says_the_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
    ):
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        assert cli.run(["--lang", "en", "install-kiosk", *arguments]) == 1
        told = capsys.readouterr().err
        assert "sudo " in told
        assert said in told

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [([], "--user"), (["--user", "root"], "--user"), (["--user", "toor"], "--user"),
         (["--user", "nobody-here"], "useradd"), (["--user", "lobby", "--stack", "kitty"], "foot, xterm, here"),
         (["--user", "*"], "name of an account"), (["--user", "lobby,root"], "name of an account"),
         (["--user", "lobby:x"], "name of an account"), (["--user", "a\nb", "--dry-run"], "name of an account"),
         (["--user", "lobby", "--data", "/srv/x\nUser=root"], "file of settings")],
    )  # fmt: skip
    def test_what_cannot_be(self, image: Image, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str):
        with (image.root / "etc" / "passwd").open("a") as accounts:
            accounts.write("toor:x:0:0::/root:/bin/sh\n")
        assert cli.run(["--lang", "en", "install-kiosk", "--root", str(image.root), *arguments]) == 1
        assert said in capsys.readouterr().err
        assert not image.files()


@pytest.mark.e2e
class TestUsedAsItIs:
    """By the programs it is written for. tests/run fetches them, and where CI is set a skip is a failure."""

    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
    @pytest.mark.parametrize("stack", STACKS)
    def test_systemd_understands_the_unit(self, tmp_path: Path, stack: str):
        source = tmp_path / "a clone"
        source.mkdir()
        shutil.copy(Path(__file__).parents[2] / "kiosk.sh", source)
        unit = tmp_path / "roundsman-kiosk.service"
        unit.write_text(text_of(unit.name, wishes(stack, source=str(source))))
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
        )
        mine = [line for line in done.stderr.splitlines() if "roundsman" in line]
        assert not mine

    @pytest.mark.skipif(not Path(SSHD).exists(), reason="no sshd here")
    def test_sshd_understands_its_rules_and_they_hold_for_this_account_only(self, tmp_path: Path):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "host")], check=True)
        make_room_for_sshd()
        config = tmp_path / "sshd_config"
        config.write_text(f"HostKey {tmp_path}/host\nInclude {tmp_path}/roundsman.conf\nX11Forwarding yes\n")
        asked = wishes()
        (tmp_path / "roundsman.conf").write_text(
            next(p.text for p in files(asked) if str(p.path).endswith(SSH.partition("/")[2]))
        )
        for user, forced in (("lobby", True), ("admin", False)):
            told = subprocess.run(
                [SSHD, "-T", "-f", str(config), "-C", f"user={user},host=h,addr=10.0.0.1"],
                capture_output=True, text=True, check=True,
            ).stdout  # fmt: skip
            assert (f"forcecommand {asked.ssh_command}" in told) is forced
            assert ("disableforwarding yes" in told) is forced
            assert "x11forwarding yes" in told

    @pytest.mark.skipif(not shutil.which("foot"), reason="no foot here")
    def test_foot_understands_its_settings(self, tmp_path: Path):
        config = tmp_path / "foot.ini"
        config.write_text(text_of("foot.ini", wishes("foot")))
        done = subprocess.run(["foot", "--check-config", f"--config={config}"], capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
