"""A V4L2 driver that is not there: linuxpy talks to it by the calls that a kernel would answer.

It stands where `ioctl` is; the device is a file whose pages are the driver's buffers. What the program says to linuxpy
and linuxpy to the kernel is therefore real, and no camera is needed. Faults are errors that a call shall raise.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from linuxpy.video import device, raw

from store.reading.frames import Frame

__all__ = ["FakeCamera", "as_yuyv", "padded"]

PAGE = 1 << 21
CAPTURE = raw.Capability.VIDEO_CAPTURE | raw.Capability.STREAMING


def fourcc(name: str) -> int:
    return int.from_bytes(name.encode(), "little")


def as_yuyv(frame: Frame) -> bytes:
    """Brightness with grey for colour between."""
    mixed = bytearray(b"\x80" * (2 * len(frame.pixels)))
    mixed[::2] = frame.pixels
    return bytes(mixed)


def padded(data: bytes, row: int, stride: int) -> bytes:
    """Rows with something between them."""
    return b"".join(data[at : at + row] + b"\xee" * (stride - row) for at in range(0, len(data), row))


@dataclass
class FakeCamera:
    """One device file. `sends` is what every frame holds, as the camera packs it."""

    path: Path
    size: tuple[int, int] = (640, 480)
    sends: bytes = b""
    formats: tuple[str, ...] = ("YUYV", "MJPG")
    stride: int = 0
    capabilities: int = CAPTURE
    faults: dict[str, int] = field(default_factory=dict)
    """Error by the name of the call: {"STREAMON": errno.EBUSY}."""
    chosen: str = ""
    streaming: bool = False
    queued: list[int] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        with self.path.open("wb") as file:
            file.truncate(4 * PAGE)

    def unplug(self) -> None:
        self.faults |= dict.fromkeys(("DQBUF", "QBUF", "STREAMOFF", "REQBUFS"), errno.ENODEV)

    def answer(self, call: str, arg) -> None:
        self.calls.append(call)
        if call in self.faults:
            raise OSError(self.faults[call], os.strerror(self.faults[call]))
        match call:
            case "QUERYCAP":
                arg.capabilities = arg.device_caps = self.capabilities
            case "ENUM_FMT":
                if arg.index >= len(self.formats):
                    raise OSError(errno.EINVAL, "no more")
                arg.pixelformat = fourcc(self.formats[arg.index])
            case "S_FMT":
                self.chosen = int(arg.fmt.pix.pixelformat).to_bytes(4, "little").decode()
            case "G_FMT":
                arg.fmt.pix.width, arg.fmt.pix.height = self.size
                arg.fmt.pix.pixelformat, arg.fmt.pix.bytesperline = fourcc(self.chosen), self.stride
            case "QUERYBUF":
                arg.length, arg.m.offset = PAGE, arg.index * PAGE
            case "QBUF":
                self.queued.append(arg.index)
            case "STREAMON" | "STREAMOFF":
                self.streaming = call == "STREAMON"
            case "DQBUF":
                arg.index, arg.bytesused = self.queued.pop(0), len(self.sends)
                with self.path.open("r+b") as file:
                    file.seek(arg.index * PAGE)
                    file.write(self.sends)
            case "REQBUFS":
                pass
            case _:
                raise OSError(errno.EINVAL, "not here")


@pytest.fixture
def plugged(monkeypatch, tmp_path):
    """`plugged("video0", sends=...)` puts a camera into the folder of devices."""
    folder = tmp_path / "dev"
    folder.mkdir()
    there: dict[str, FakeCamera] = {}

    def ioctl(fd, request, *args):
        there[Path(fd.filename).name].answer(request.name, args[0])
        return args[0]

    monkeypatch.setattr(device, "ioctl", ioctl)

    def plug(name="video0", **how) -> FakeCamera:
        there[name] = FakeCamera(folder / name, **how)
        return there[name]

    return plug
