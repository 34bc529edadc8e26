"""kiosk.sh in real windows: Chinese is drawn and not boxes, a fast scan arrives, and nothing keeps it down."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.devices import wait_until
from tests.support.tour import furnish
from tests.support.windows import FootKiosk, XtermKiosk, missing_packages

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(bool(missing_packages()), reason="; ".join(missing_packages()))]

CODE = "0" * 41
SCANNED = "扫到一个码"
SITE = "示范花园"


def ink(pixels: bytes) -> float:
    """The share of pixels that differ from the commonest one."""
    dots = [pixels[n : n + 3] for n in range(0, len(pixels), 3)]
    return 1 - max(map(dots.count, set(dots))) / len(dots)


def chinese(drawn: dict[str, bytes]) -> bool:
    """Whether every character has ink and looks like no other; boxes for what a font lacks look alike."""
    return len(drawn) >= 12 and len(set(drawn.values())) == len(drawn) and min(map(ink, drawn.values())) > 0.05


def gone(pid: int) -> bool:
    return not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("kiosk_in", [XtermKiosk, FootKiosk], ids=["xterm", "foot"])
def test_the_kiosk_comes_up_draws_chinese_takes_a_scan_and_comes_back(kiosk_in: type[XtermKiosk], tmp_path: Path):
    furnish(tmp_path / "data")
    with kiosk_in(tmp_path, crashes=2) as kiosk:
        kiosk.wait_for(SITE)
        kiosk.wait(lambda: chinese(kiosk.characters()), "characters that are no boxes")
        kiosk.scan(CODE)
        kiosk.wait_for(SCANNED)

        third = kiosk.app
        kiosk.kill()
        kiosk.wait(lambda: kiosk.app != third, "another start")
        assert gone(third)
        ends = re.findall(r"ended with (\d+) after \d+ s; again in (\d+) s", kiosk.noted())
        assert ends == [("1", "1"), ("1", "2"), ("137", "4")]
        kiosk.wait_for(SITE)
        kiosk.scan(CODE)
        kiosk.wait_for(SCANNED)

        last = kiosk.app
        assert kiosk.end() == 0
        assert "told to end" in kiosk.noted()
        wait_until(lambda: gone(last), "the app ends with its window")
