"""What followed: cases of named people, and dated events (method, section 5)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Case(models.Model):
    """A named person whose treatment is at issue. `at_risk` keeps the name out of all publishing."""

    slug = models.SlugField(max_length=160, unique=True)
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list)
    country = models.CharField(max_length=3)
    issues = models.JSONField(default=list)
    summary = models.TextField(blank=True)
    at_risk = models.BooleanField(default=False)
    consent = models.BooleanField(null=True, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name", "slug"]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """What happened to a case, a law, access or a dialogue, registered without regard to speech."""

    class Kind(models.TextChoices):
        """Outcomes in the order of method section 5."""

        RELEASE = "release"
        PAROLE = "parole"
        SENTENCE_CUT = "sentence_cut"
        MEDICAL_TREATMENT = "medical_treatment"
        ARREST = "arrest"
        REARREST = "rearrest"
        CHARGE = "charge"
        SENTENCE = "sentence"
        DEATH = "death"
        LAW = "law"
        POLICY = "policy"
        ACCESS = "access"
        RETALIATION = "retaliation"
        DIALOGUE = "dialogue"
        OTHER = "other"

    class Precision(models.TextChoices):
        """How exactly the date is known."""

        DAY = "day"
        MONTH = "month"
        YEAR = "year"

    slug = models.SlugField(max_length=160, unique=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    date = models.DateField()
    precision = models.CharField(max_length=10, choices=Precision.choices, default=Precision.DAY)
    title = models.CharField(max_length=300)
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    country = models.CharField(max_length=3, blank=True)
    issues = models.JSONField(default=list)
    source_url = models.URLField(max_length=1000, blank=True)
    second_source_url = models.URLField(max_length=1000, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["date", "slug"]

    def __str__(self) -> str:
        return f"{self.date} {self.title}"
