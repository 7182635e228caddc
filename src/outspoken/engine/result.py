"""What every engine hands back, and how far it runs ahead."""

from __future__ import annotations

from typing import TypeVar

State = TypeVar("State")
Batch = TypeVar("Batch")
Result = TypeVar("Result")

IN_FLIGHT = 2
"""Batches under way for each worker: enough to keep it busy, few enough to bound memory."""


class WorkerDied:
    """In place of a result: a process died over the batch (a crash in a parser, no memory)."""
