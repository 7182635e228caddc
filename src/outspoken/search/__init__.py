"""The search index: the record as the pages read it, in one SQLite file beside the lake's tables.

`index` builds it from the parts, batch by batch, and keeps it up to date; `query` finds sentences by
words and codes; `reading` gives documents and sentences; `passage` shows words in their context.
It is made by machines and can be made again at any time: remove `lake/search.sqlite3`.
"""

from __future__ import annotations

from outspoken.search.index import missing, refresh
from outspoken.search.query import Query, count, find
from outspoken.search.schema import Index, open_index

__all__ = ["Index", "Query", "count", "find", "missing", "open_index", "refresh"]
