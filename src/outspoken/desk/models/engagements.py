"""Engagements, the documents that they gather, what should exist, and the log of decisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Engagement(models.Model):
    """One official (or delegation) and one counterpart over one or more days."""

    class Kind(models.TextChoices):
        """What sort of occasion it is."""

        VISIT = "visit"
        MEETING = "meeting"
        CALL = "call"
        DIALOGUE = "dialogue"
        SUMMIT = "summit"

    class State(models.TextChoices):
        """Who stands behind it: a machine's proposal, a person's decision."""

        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"
        MERGED = "merged"

    slug = models.SlugField(max_length=160, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    official = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    government = models.CharField(max_length=3)
    counterpart = models.CharField(max_length=3)
    counterpart_people = models.JSONField(default=list)
    start = models.DateField()
    end = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    place_country = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.SUGGESTED)
    origin = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )

    class Meta:
        ordering: ClassVar = ["start", "end", "slug"]

    def __str__(self) -> str:
        return self.slug


class EngagementDocument(models.Model):
    """A document gathered by an engagement, and why."""

    class Phase(models.TextChoices):
        """When it was said, seen from the engagement."""

        BEFORE = "before"
        DURING = "during"
        AFTER = "after"

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="documents")
    document_id = models.CharField(max_length=64)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.DURING)
    basis = models.CharField(max_length=300, blank=True)
    by_person = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["engagement", "document_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement", "document_id"], name="one_document_once_per_engagement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.document_id[:12]}"


class ExpectedDocument(models.Model):
    """A document that should exist of an engagement, listed before the search (method, section 4)."""

    class State(models.TextChoices):
        """What the search found. Not searched is never the same as missing."""

        NOT_SEARCHED = "not_searched"
        HELD = "held"
        MISSING = "missing"
        NOT_PUBLISHED = "not_published"

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="expected")
    title = models.CharField(max_length=300)
    genre = models.CharField(max_length=30, blank=True)
    phase = models.CharField(
        max_length=10,
        choices=EngagementDocument.Phase.choices,
        default=EngagementDocument.Phase.DURING,
    )
    date = models.DateField(null=True, blank=True)
    speaker = models.CharField(max_length=200, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    government = models.CharField(max_length=3, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    archive_url = models.URLField(max_length=1000, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.NOT_SEARCHED)
    searched_on = models.DateField(null=True, blank=True)
    document_id = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    listed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["engagement", "date", "id"]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.title}"


class WholeReading(models.Model):
    """A person has read a whole document; silence can be said of nothing less."""

    document_id = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document_id", "by"], name="one_reading_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.document_id[:12]} read by {self.by}"


class Change(models.Model):
    """The log of people's decisions: what was, what is, when, by whom. Never edited."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
