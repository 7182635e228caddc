"""How fast the lexicon codes, beside a bare automaton and other matchers, on the same text.

    python -m benchmarks.coding_speed [--megabytes 4]

One process, one run; each figure is the best of three rounds, in processor seconds. The rivals do
less: they look for the codebook's plain phrases (no wildcards, no proximities) and know no masks,
sentences or company. So read the ratios, and read them with that in mind. The *limit* for any coder
of this codebook is its automaton over text brought to normal form. The record is the White House's
(set OUTSPOKEN_SHARED).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.results import Figure, emit
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


BARE = "bare automaton, overlapping"
LIMIT = "normal form and automaton"
SPLIT = "sentence splitting alone"
SCAN = "scan (hits of every sentence)"
ISSUES = "issues (scan and rules)"
GIVEN = "complete coder, sentences given"
WHOLE = "complete coder, with sentence splitting"
SPACY = "spaCy PhraseMatcher, with its tokenizer"
QUANTEDA = "quanteda tokens and lookup (R)"


def contestants(documents: list[str]) -> Iterator[tuple[str, float | str]]:
    """Each contestant by name with its processor seconds, or the reason why it is left out."""
    book = books.load()
    matcher, finder = Matcher(book), IssueFinder(book)
    coder = LexiconCoder(book)
    sentences = [split(text) for text in documents]
    forms = [matcher.normal(text) for text in documents]
    automaton = matcher.automaton
    both = list(zip(documents, sentences, strict=True))
    about = Metadata(government="USA")
    passages = [Passage("", text, own, about) for text, own in both]

    def seen(form: bytes) -> Any:
        return automaton.find_matches_as_indexes(form, overlapping=True)

    ours: dict[str, Callable[[], Any]] = {
        BARE: lambda: [seen(form) for form in forms],
        LIMIT: lambda: [seen(matcher.normal(text)) for text in documents],
        SPLIT: lambda: [split(text) for text in documents],
        SCAN: lambda: [matcher.scan(text, own) for text, own in both],
        ISSUES: lambda: [finder.find(text, own, matcher.scan(text, own)) for text, own in both],
        GIVEN: lambda: [coder.code(passage) for passage in passages],
        WHOLE: lambda: [coder.code(Passage("", text, split(text), about)) for text in documents],
    }
    for name, run in ours.items():
        yield name, measure(run)
    yield "RE2, one alternation", _re2(documents)
    yield "pyahocorasick", _pyahocorasick(documents)
    yield SPACY, _spacy(documents)
    yield QUANTEDA, _quanteda(documents)


def _re2(documents: list[str]) -> float | str:
    try:
        import re2
    except ImportError:
        return "google-re2 is not installed (pip install --group bench)"
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = 1 << 30
    pattern = re2.compile(r"\b(?:" + "|".join(map(re.escape, plain_terms())) + r")\b", options)
    return measure(lambda: [sum(1 for _ in pattern.finditer(text)) for text in documents])


def _pyahocorasick(documents: list[str]) -> float | str:
    try:
        import ahocorasick
    except ImportError:
        return "pyahocorasick is not installed (pip install --group bench)"
    automaton = ahocorasick.Automaton()
    for number, term in enumerate(plain_terms()):
        automaton.add_word(term, number)
    automaton.make_automaton()
    return measure(lambda: [sum(1 for _ in automaton.iter(text.lower())) for text in documents])


def _spacy(documents: list[str]) -> float | str:
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        return "spaCy is not installed (pip install --group bench)"
    language = spacy.blank("en")
    language.max_length = 10_000_000
    phrases = PhraseMatcher(language.vocab, attr="LOWER")
    phrases.add("terms", [language.make_doc(term) for term in plain_terms()])
    return measure(lambda: [phrases(language.make_doc(text)) for text in documents])


def _quanteda(documents: list[str]) -> float | str:
    rscript = shutil.which("Rscript")
    there = "quit(status = !requireNamespace('quanteda', quietly = TRUE))"
    if not rscript or subprocess.run([rscript, "-e", there], check=False).returncode:
        return "R with quanteda is not here"
    with tempfile.TemporaryDirectory(prefix="outspoken-") as folder:
        texts, terms = Path(folder, "texts"), Path(folder, "terms")
        texts.write_text("\n".join(text.replace("\n", " ") for text in documents), "utf-8")
        terms.write_text("\n".join(plain_terms()), "utf-8")
        program = str(Path(__file__).with_name("quanteda.R"))
        run = subprocess.run(
            [rscript, program, str(texts), str(terms)], check=True, capture_output=True, text=True
        )
    return float(run.stdout)


def measure(run: Callable[[], Any]) -> float:
    """Processor seconds of the best of three rounds: other work on the machine counts less."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        run()
        best = min(best, time.process_time() - start)
    return best


def where(seconds: dict[str, float]) -> dict[str, float]:
    """The complete coder's time by what it is spent on, as shares. They add up to 1."""
    steps = {
        "normal form and automaton": seconds[LIMIT],
        "sentence splitting": seconds[WHOLE] - seconds[GIVEN],
        "boundaries, masks, proximities": seconds[SCAN] - seconds[LIMIT],
        "issue rules": seconds[ISSUES] - seconds[SCAN],
        "targets, firmness and the other rules": seconds[GIVEN] - seconds[ISSUES],
    }
    return {name: step / seconds[WHOLE] for name, step in steps.items()}


def main() -> None:
    """Run all contestants and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=4.0)
    args = parser.parse_args()
    documents = texts(args.megabytes)
    size = sum(len(text.encode()) for text in documents) / 1e6
    terms, plain = len(entries_of(books.load(), None)), len(plain_terms())
    print(
        f"{size:.1f} MB in {len(documents)} documents; {terms:,} terms, {plain:,} of them plain\n"
    )
    print(f"{'':42}{'MB/s':>8}{'of the limit':>14}{'times spaCy':>13}")
    found = dict(contestants(documents))
    left_out = {name: why for name, why in found.items() if isinstance(why, str)}
    seconds = {name: took for name, took in found.items() if not isinstance(took, str)}
    spacy = seconds.get(SPACY)
    kept = list[Figure]()
    for name, took in seconds.items():
        times = f"{spacy / took:13.1f}" if spacy else ""
        print(f"{name:42}{size / took:8.1f}{seconds[LIMIT] / took:14.3f}{times}")
        kept.append(Figure(f"{name}, speed", size / took, "MB/s", "higher"))
    for name, why in left_out.items():
        print(f"{name:42} left out: {why}")
    print("\nWhere the complete coder's time goes:")
    for name, share in where(seconds).items():
        print(f"{name:42}{share:8.1%}")
        kept.append(Figure(f"time for {name}", share, "share"))
    for name in (SCAN, ISSUES, GIVEN, WHOLE):
        kept.append(Figure(name, seconds[LIMIT] / seconds[name], "of the limit", "higher", 0.15))
    if spacy:
        kept.append(Figure(ISSUES + " to spaCy", spacy / seconds[ISSUES], "times", "higher", 0.2))
    else:
        left_out[ISSUES + " to spaCy"] = left_out[SPACY]
    emit("coding_speed", kept, settings={"megabytes": args.megabytes}, left_out=left_out)


if __name__ == "__main__":
    main()
