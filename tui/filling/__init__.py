"""A step of a record being filled in: what was entered so far, what a field offers, and the editor of one field."""
