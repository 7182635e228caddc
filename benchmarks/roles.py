"""Accuracy of speakers' roles on transcripts that a person has read, by turns.

    python -m benchmarks.roles [SHARED]

`roles.toml` holds the facts: which transcript, and whose each stretch of speech is, one letter each
in the order of the text (P principal, O official of the same government, C counterpart, J journalist
or other questioner, M moderator, X cannot be told). Sequences are aligned, so that a stretch that
was missed, cut in two or run into its neighbour counts once and does not shift the rest.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from benchmarks.results import Figure, emit
from outspoken import world
from outspoken.extract import extract
from outspoken.extract.heading import read_heading
from outspoken.model import Role
from outspoken.transcript import read

FACTS = Path(__file__).with_name("roles.toml")
LETTERS = {
    Role.PRINCIPAL: "P",
    Role.OFFICIAL: "O",
    Role.COUNTERPART: "C",
    Role.JOURNALIST: "J",
    Role.MODERATOR: "M",
    Role.UNKNOWN: "X",
}


@dataclass(frozen=True)
class Score:
    """One transcript: stretches of speech as read by a person, and how many have the same role."""

    path: str
    turns: int
    right: int
    wrong: tuple[str, ...]


def roles_of(path: Path, home: str) -> str:
    """The roles of a document's stretches of speech, one letter each; headings are left out."""
    known = world.load()
    extracted = extract(path.read_bytes(), name=path.name)
    metadata = extracted.metadata
    metadata = replace(metadata, government=metadata.government or home)
    metadata = read_heading(metadata, extracted.text, known)
    transcript = read(replace(extracted, metadata=metadata), home=home, world=known)
    letters, before = [], None
    for sentence in transcript.sentences:
        if sentence.speaker and (sentence.turn, sentence.speaker) != before:
            letters.append(LETTERS[sentence.role])
        before = (sentence.turn, sentence.speaker)
    return "".join(letters)


def score(record: Path) -> list[Score]:
    """Every transcript of the facts against what is read now."""
    scores = []
    for fact in tomllib.loads(FACTS.read_text("utf-8"))["transcript"]:
        expected = "".join(fact["roles"].split())
        found = roles_of(record / fact["path"], fact["home"])
        matcher = SequenceMatcher(None, expected, found, autojunk=False)
        right = sum(block.size for block in matcher.get_matching_blocks())
        wrong = tuple(
            f"{expected[a:b] or '-'} read as {found[c:d] or '-'} at stretch {a}"
            for what, a, b, c, d in matcher.get_opcodes()
            if what != "equal"
        )
        scores.append(Score(fact["path"], max(len(expected), len(found)), right, wrong))
    return scores


def main() -> None:
    """Print a table."""
    shared = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")
    scores = score(shared / "record")
    for one in scores:
        print(f"{one.right:4} of {one.turns:4}  {one.path}  {'; '.join(one.wrong)}")
    right, turns = sum(s.right for s in scores), sum(s.turns for s in scores)
    print(f"{right} of {turns} stretches of {len(scores)} transcripts: {right / turns:.4f}")
    emit(
        "roles",
        [Figure("stretches with the right role", right / turns, "share", "higher", 0.002)],
        settings={"transcripts": len(scores), "stretches": turns},
    )


if __name__ == "__main__":
    main()
