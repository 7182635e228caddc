"""The method as text for the data package; the site's page says the same."""

METHOD = """# Method

What is measured is what an official is on record as having said, to whom, where and how firmly,
beside the other things that the same official said in the same engagement. It is not sincerity, not
private diplomacy, not effect.

**Texts** are kept as published, named by the SHA-256 of their bytes, cut into turns and sentences. A
journalist's words are never the official's. A sentence is cited by document and offsets.

**Codes** come from the codebook (`codebook.json`): issues, target, firmness 0-5, linkage, softening.
Figures are detector counts until a sample that people coded corrects them.

**Firmness**: 0 the topic is named, 1 a value is affirmed, 2 a concern is raised, 3 a demand, 4 a
condemnation or a demand that can be checked, 5 a cost.

**Venue**: 5 live together with the counterpart in its country, 4 live there alone or together
elsewhere, 3 live at home or in a third country, 2 written, 1 background or unnamed, 0 a later claim
to have raised it in private.

**Verdicts**: each ask has a weakest and a strongest fair reading; a verdict is robust only where
both give the same, else the more cautious one is proposed.
- kept: a sentence of the official, in a text of the engagement, meets issue, verb, firmness, venue
  and window.
- partly: the issue is met, but one of these is lower, or another official said it, or it was said
  before or after.
- not_found: no such sentence in texts that were listed before the search, are held, and were read
  whole by a person. Worded by what was searched.
- contradicted: the official disclaimed the issue or kept it apart from the rest.
- not_assessable: the texts are unpublished, not held, cut short, in a language that is not searched,
  or not read whole. Neither yes nor no.

**Not claimed**: that a sentence caused a release; that silence caused an arrest; that there was no
improvement because no event is registered; that public words work better or worse than quiet
diplomacy in general. After is not because.
"""
