"""Care for the records: backup, restore, verify, doctor. None of it opens the folder as a logbook does.

What looks changes nothing; what writes goes through the journal's lock like any other process on the folder.
"""
