"""The check before publishing: what will be public, what stays, what a person should look at."""

from __future__ import annotations

from dataclasses import dataclass

from outspoken.publish.content import Content


@dataclass(frozen=True, slots=True)
class Checklist:
    """Lines for a person to read before anything leaves."""

    public: tuple[str, ...]
    kept: tuple[str, ...]
    look: tuple[str, ...]


def check(content: Content) -> Checklist:
    """What a person should know before publishing."""
    public = [
        f"engagement {r.slug}: {r.title} ({r.state}), {len(r.documents)} documents, "
        f"{sum(len(v.rights) for v in r.voices)} sentences"
        for r in content.reports
    ]
    for letter in content.letters:
        public.append(
            f"letter {letter.slug}: {len(letter.asks)} asks, {len(letter.verdicts)} verdicts, "
            f"signatories {', '.join(letter.signatories) or 'none'}"
        )
    public += [f"case {case['name']} ({case['country']})" for case in content.cases]
    public += [f"note on {note['subject']}" for note in content.notes]
    if content.followed is not None:
        public.append(f"{len(content.followed.entries)} entries of the time line")
    kept = [f"{number} {what}" for what, number in sorted(content.withheld.items())]
    kept += ["drafts, contacts, signing links, remarks of the desk, names of reviewers"]
    return Checklist(tuple(public), tuple(kept), tuple(_look(content)))


def _look(content: Content) -> list[str]:
    found = []
    proposed = [v for x in content.letters for v in x.verdicts if v.standing == "proposed"]
    if proposed:
        found.append(f"{len(proposed)} verdicts are proposals that no person has decided")
    disputed = [v for x in content.letters for v in x.verdicts if v.standing == "disputed"]
    if disputed:
        found.append(f"{len(disputed)} verdicts on which two people differ")
    suggested = [r.slug for r in content.reports if r.state == "suggested"]
    if suggested:
        found.append(
            f"{len(suggested)} engagements that no person has confirmed: {suggested[0]} ..."
        )
    bare = [slug for slug, s in content.statements.items() if not s.primary]
    if bare:
        found.append(f"{len(bare)} engagements without a list of expected texts: {bare[0]} ...")
    uncorrected = [f for _, f in content.figures if not f.corrected]
    if uncorrected:
        found.append(f"{len(uncorrected)} figures are detector counts that no sample has corrected")
    quotes = [q for r in content.reports for v in r.voices for q in v.rights]
    unlinked = [q for q in quotes if not q.link]
    if unlinked:
        found.append(f"{len(unlinked)} sentences whose source has no address")
    return found
