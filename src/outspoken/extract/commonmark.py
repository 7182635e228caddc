"""Markdown to HTML by GitHub's parser, with its memory given back.

cmarkgfm frees neither the tree nor the markup that it makes: a process grew by nine bytes for each
byte that it read. What frees them is in its library, though not in its interface.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import cffi
from cmarkgfm import _cmark, cmark

OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
"""Raw HTML must pass: the default drops it, and the words in it."""
EXTENSIONS = ("table", "strikethrough")
_FREEING = """
typedef struct {
    void *(*calloc)(size_t, size_t);
    void *(*realloc)(void *, size_t);
    void (*free)(void *);
} cmark_mem;
cmark_mem *cmark_get_default_mem_allocator(void);
void cmark_node_free(void *);
"""


def to_html(text: str) -> str:
    """The markup of a Markdown text."""
    library = _library()
    if library is None:
        found: str = cmark.markdown_to_html_with_extensions(text, OPTIONS, EXTENSIONS)
        return found
    cmark.core_extensions_ensure_registered()
    parser = cmark.parser_new(OPTIONS)
    root = markup = _cmark.ffi.NULL
    try:
        for name in EXTENSIONS:
            cmark.parser_attach_syntax_extension(parser, cmark.find_syntax_extension(name))
        cmark.parser_feed(parser, text)
        root = cmark.parser_finish(parser)
        extensions = cmark.parser_get_syntax_extensions(parser)
        markup = _cmark.lib.cmark_render_html(root, OPTIONS, extensions)
        found = _cmark.ffi.string(markup).decode("utf-8")
        return found
    finally:
        library.cmark_get_default_mem_allocator().free(markup)
        library.cmark_node_free(root)
        cmark.parser_free(parser)


@cache
def _library() -> Any:
    """The parser's library; None on a system that shows nothing of it but its interface."""
    ffi = cffi.FFI()
    ffi.cdef(_FREEING)
    try:
        library = ffi.dlopen(_cmark.__file__)
        library.cmark_get_default_mem_allocator, library.cmark_node_free  # noqa: B018
    except (OSError, AttributeError):
        return None
    return library
