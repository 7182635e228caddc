"""What a person keeps at hand: notes and saved searches."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Note(models.Model):
    """A remark on anything that has an address in the pages. Private unless made public."""

    subject = models.CharField(max_length=300)
    text = models.TextField()
    private = models.BooleanField(default=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.subject}: {self.text[:40]}"


class SavedSearch(models.Model):
    """A search to come back to: its words and filters as the page's address holds them."""

    name = models.CharField(max_length=200)
    query = models.JSONField(default=dict)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "by"], name="one_search_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name
