"""What is told: documents made from the ledger, as values without layout or language (issue: the fixed workflow, 10).

`document` is what a document is made of, `names` says what things are called in one, `registry` lists every report
there is. `store.export` turns a document into text or HTML.
"""
