"""Sheets of labels: what stands where (`layout`), drawn as a PDF (`drawing`), put onto the disk (`sheets`)."""
