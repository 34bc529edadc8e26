"""How a site file is read and judged: text, tree with marks, one tree of many files, shape, agreement, site."""
