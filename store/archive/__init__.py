"""Sealed years of a data folder, and every event of the folder wherever it stands."""

from store.archive.segments import JOURNAL, Segment, archived, files, missing, raw_events, segments

__all__ = ["JOURNAL", "Segment", "archived", "files", "missing", "raw_events", "segments"]
