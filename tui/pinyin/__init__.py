"""Chinese typed with a finger: pinyin without tones in, words and characters out.

Pure but for its two packaged tables. `lexicon` finds, `composing` keeps the letters that are being typed, `harvest`
takes the words of a site, `__main__` makes the tables anew.
"""
