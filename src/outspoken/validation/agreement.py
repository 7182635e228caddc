"""Two codings of the same sentences against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from outspoken.errors import InputError
from outspoken.measures.reliability import krippendorff_alpha
from outspoken.validation.labels import Labelled


def agreement(first: Sequence[Labelled], second: Sequence[Labelled]) -> dict[str, Any]:
    """Krippendorff's alpha on sentences with the same id in both.

    Issues and targets as sets (MASI), rights or not (nominal), firmness (ordinal), and each issue
    that either gave, by itself (nominal).

    Raises:
        InputError: no id in common.
    """
    others = {item.id: item.answer for item in second}
    pairs = [(item.answer, others[item.id]) for item in first if item.id in others]
    if not pairs:
        raise InputError(
            "the two files", "have no sentence id in common", "give two codings of one set"
        )
    codes = sorted({issue for a, b in pairs for issue in a.issues | b.issues})
    alphas = {
        "rights or not": krippendorff_alpha([(bool(a.rights), bool(b.rights)) for a, b in pairs]),
        "issues (sets)": krippendorff_alpha([(a.issues, b.issues) for a, b in pairs], "masi"),
        "target (sets)": krippendorff_alpha([(a.target, b.target) for a, b in pairs], "masi"),
        "firmness": krippendorff_alpha([(a.firmness, b.firmness) for a, b in pairs], "ordinal"),
        "linkage": krippendorff_alpha([(a.linkage, b.linkage) for a, b in pairs]),
    }
    for code in codes:
        alphas[code] = krippendorff_alpha([(code in a.issues, code in b.issues) for a, b in pairs])
    return {"units": len(pairs), "alpha": {name: asdict(alpha) for name, alpha in alphas.items()}}
