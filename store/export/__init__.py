"""A document as text or as one HTML file, in the language of whoever asks; `cells` lays out text, `svg` draws."""
