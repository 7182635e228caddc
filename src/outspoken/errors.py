"""Every error a user can meet: one line that names the input, what is wrong, and the mend."""

from __future__ import annotations


class OutspokenError(Exception):
    """A problem with one input.

    Attributes:
        name: the input as the user knows it (a path, an address, a setting, a row).
        problem: what is wrong with it, without a full stop.
        mend: what the user can do about it, without a full stop; may be empty.
    """

    def __init__(self, name: str, problem: str, mend: str = "") -> None:
        self.name = name
        self.problem = problem
        self.mend = mend
        super().__init__(name, problem, mend)

    def __str__(self) -> str:
        line = f"{self.name}: {self.problem}"
        if self.mend:
            line = f"{line}; {self.mend}"
        return " ".join(line.split())


class InputError(OutspokenError):
    """A file, row or address that cannot be read; the rest goes on."""


class WorkspaceError(OutspokenError):
    """A workspace that is missing, damaged, of another version, or in use."""


class CodebookError(OutspokenError):
    """A codebook that cannot be used as it stands."""


class DeskError(OutspokenError):
    """A person's decision that cannot be carried out as asked (unknown engagement, clash)."""
