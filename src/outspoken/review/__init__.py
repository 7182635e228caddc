"""People's codings: which sentence is whose turn, what was answered, how far people agree.

`queue` says what is next for a person, `answers` stores and undoes, `agreement` compares,
`adjudication` settles, `labels` writes the labelled rows that `validate` and `train` read, `anchors`
follows sentences through a re-extraction. All of it needs a connected desk.
"""
