"""Doctor: is this device, its disk, its clock and its share fit for what is promised? One row for each question."""

from store.care.doctor import machine
from store.care.doctor.examination import examine
from store.care.doctor.partner import meet

__all__ = ["examine", "machine", "meet"]
