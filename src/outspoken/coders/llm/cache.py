"""Answers kept by content, so that nothing is asked twice and a broken run goes on."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path


class AnswerCache:
    """A small SQLite file of answers; each is written as it arrives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._open() as db:
            db.execute("create table if not exists answers (key text primary key, answer text)")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=30)

    @staticmethod
    def key(*parts: str) -> str:
        """SHA-256 over the parts that decide an answer: model, prompt version, codebook, text."""
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part.encode() + b"\0")
        return digest.hexdigest()

    def get(self, key: str) -> str | None:
        """The answer kept under this key."""
        db = self._open()
        try:
            row = db.execute("select answer from answers where key = ?", (key,)).fetchone()
        finally:
            db.close()
        return None if row is None else str(row[0])

    def put(self, key: str, answer: str) -> None:
        """Keep an answer."""
        db = self._open()
        try:
            with db:
                db.execute("insert or replace into answers values (?, ?)", (key, answer))
        finally:
            db.close()
