"""A browser without a screen: prints a page to PDF and tells what the page said and what it asked the network for.

Its own errands (updates, the time) go to hosts of its maker and are left out; no name is resolved meanwhile, so nothing
that a page asks for leaves the machine.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["Printed", "print_pages"]

OWN = re.compile(r"(^|\.)(google|googleapis|gvt1|gstatic)\.com$")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--enable-logging=stderr",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


@dataclass(frozen=True)
class Printed:
    """A page on paper."""

    pages: list[str]
    """The text of each, as `pdftotext` reads it."""
    console: list[str]
    """What the page said to the console, blocked loads included."""
    asked: set[str]
    """The addresses that it asked the network for."""


def print_pages(folder: Path, *pages: Path) -> list[Printed]:
    """Print each page in a browser of its own, all at once."""
    running = [_start(folder / page.stem, page) for page in pages]
    return [_printed(folder / page.stem, process) for page, process in zip(pages, running, strict=True)]


def _start(folder: Path, page: Path) -> subprocess.Popen[str]:
    folder.mkdir(parents=True)
    own = (f"--user-data-dir={folder / 'user'}", f"--log-net-log={folder / 'net.json'}")
    out = (f"--print-to-pdf={folder / 'page.pdf'}", page.as_uri())
    return subprocess.Popen(
        ["chromium", *FLAGS, *own, *out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def _printed(folder: Path, process: subprocess.Popen[str]) -> Printed:
    try:
        _, log = process.communicate(timeout=90)
    finally:
        process.kill()
    told = subprocess.run(
        ["pdftotext", "-layout", folder / "page.pdf", "-"], capture_output=True, text=True, check=True
    )
    events = json.loads((folder / "net.json").read_text("utf-8"))["events"]
    asked = {str(event.get("params", {}).get("url", "")) for event in events}
    foreign = {a for a in asked if a.startswith(("http", "ws", "ftp")) and not OWN.search(urlsplit(a).hostname or "")}
    console = [line for line in log.splitlines() if ":CONSOLE" in line]
    return Printed(told.stdout.removesuffix("\f").split("\f"), console, foreign)
