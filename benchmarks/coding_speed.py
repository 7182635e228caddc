"""How fast the lexicon codes, beside a bare automaton and other matchers, on the same text.

    python -m benchmarks.coding_speed [--megabytes 4] [--json FILE]

Everything runs in one process and one run; each figure is the best of three, in processor seconds. The rivals do less:
spaCy and RE2 look for plain phrases and know no masks, sentences, proximities or company. So read
the ratios, and read them with that in mind. The record is the White House's (set OUTSPOKEN_SHARED).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from outspoken import codebook as books
from outspoken.codebook.matcher import Matcher, entries_of
from outspoken.coders.lexicon import LexiconCoder
from outspoken.coders.lexicon.issues import IssueFinder
from outspoken.model import Metadata, Passage, Role, Sentence, Span
from outspoken.transcript.sentences import split as split_span

ROUNDS = 3
SHARED = Path(os.environ.get("OUTSPOKEN_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def texts(megabytes: float) -> list[str]:
    """Documents of the record in text form, evenly chosen, up to this size."""
    files = sorted((SHARED / "record" / "white-house").rglob("*.md"))
    if not files:
        sys.exit(f"the record is not at {SHARED} (set OUTSPOKEN_SHARED to its folder)")
    wanted, found = megabytes * 1e6, list[str]()
    size = 0
    for path in files[:: max(1, len(files) // 600)]:
        body = re.sub(r"\A---.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
        paragraphs = (" ".join(p.split()) for p in re.split(r"\n\s*\n", body))
        text = "\n".join(p for p in paragraphs if p)
        if text:
            found.append(text)
            size += len(text.encode())
        if size >= wanted:
            break
    return found


def split(text: str) -> tuple[Sentence, ...]:
    """Sentences by the product's own splitter, without roles."""
    return tuple(
        Sentence(n, 0, 0, start, end, 1, "", Role.OFFICIAL)
        for n, (start, end) in enumerate(split_span(text, Span(0, len(text))))
    )


def plain_terms() -> list[str]:
    """The codebook's phrases without wildcards and proximities: what every rival can look for."""
    entries = entries_of(books.load(), None)
    plain = {e.term.removeprefix("cs:").lower() for e in entries if not re.search(r"[*?~]", e.term)}
    return sorted(plain)


def contestants(documents: list[str]) -> Iterator[tuple[str, Callable[[], Any] | str]]:
    """Each contestant by name, as something to run, or the reason why it cannot."""
    book = books.load()
    matcher, finder = Matcher(book), IssueFinder(book)
    coder = LexiconCoder(book)
    sentences = [split(text) for text in documents]
    forms = [matcher.normal(text) for text in documents]
    automaton = matcher.automaton
    yield (
        "bare automaton, overlapping",
        lambda: [automaton.find_matches_as_indexes(form, overlapping=True) for form in forms],
    )
    yield (
        "normal form and automaton",
        lambda: [
            automaton.find_matches_as_indexes(matcher.normal(text), overlapping=True)
            for text in documents
        ],
    )
    yield "sentence splitting alone", lambda: [split(text) for text in documents]
    yield (
        "scan (hits of every sentence)",
        lambda: [matcher.scan(text, own) for text, own in zip(documents, sentences, strict=True)],
    )
    yield (
        "issues (scan and rules)",
        lambda: [
            finder.find(text, own, matcher.scan(text, own))
            for text, own in zip(documents, sentences, strict=True)
        ],
    )

    def whole() -> None:
        for text in documents:
            coder.code(Passage("", text, split(text), Metadata(government="USA")))

    yield "complete coder, with sentence splitting", whole
    yield "RE2, one alternation", _re2(documents)
    yield "spaCy PhraseMatcher, with its tokenizer", _spacy(documents)


def _re2(documents: list[str]) -> Callable[[], Any] | str:
    try:
        import re2
    except ImportError:
        return "google-re2 is not installed (pip install --group bench)"
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 1 << 30
    pattern = re2.compile(r"\b(?:" + "|".join(map(re.escape, plain_terms())) + r")\b", options)
    return lambda: [sum(1 for _ in pattern.finditer(text)) for text in documents]


def _spacy(documents: list[str]) -> Callable[[], Any] | str:
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return "spaCy is not installed (pip install --group bench)"
    language = spacy.blank("en")
    language.max_length = 10_000_000
    phrases = PhraseMatcher(language.vocab, attr="LOWER")
    phrases.add("terms", [language.make_doc(term) for term in plain_terms()])
    return lambda: [phrases(language.make_doc(text)) for text in documents]


def measure(run: Callable[[], Any]) -> float:
    """Processor seconds of the best of three rounds: other work on the machine counts less."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Run all contestants and print a table; ratios are to the bare automaton."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=4.0)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    documents = texts(args.megabytes)
    size = sum(len(text.encode()) for text in documents) / 1e6
    rows: list[dict[str, Any]] = []
    for name, run in contestants(documents):
        if isinstance(run, str):
            rows.append({"contestant": name, "skipped": run})
            print(f"{name:42} skipped: {run}")
            continue
        speed = size / measure(run)
        ratio = speed / rows[0]["mb_per_second"] if rows else 1.0
        rows.append(
            {"contestant": name, "mb_per_second": round(speed, 2), "ratio": round(ratio, 4)}
        )
        print(f"{name:42} {speed:8.1f} MB/s  {ratio:7.3f} of the bare automaton")
    if args.json:
        result = {
            "megabytes": round(size, 2),
            "documents": len(documents),
            "terms": len(entries_of(books.load(), None)),
            "plain_terms": len(plain_terms()),
            "python": platform.python_version(),
            "machine": platform.machine(),
            "rows": rows,
        }
        args.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
