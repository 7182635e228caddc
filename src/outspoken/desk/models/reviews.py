"""Samples drawn for people to code, and people's codings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Sample(models.Model):
    """A probability sample of sentences (method, section 3.10). `population` says of what.

    `population`: filters, coder, codebook hash, manifest hash, sentences in all.
    `strata`: name -> {"population": N_h, "drawn": n_h}.
    """

    slug = models.SlugField(max_length=160, unique=True)
    title = models.CharField(max_length=300, blank=True)
    population = models.JSONField(default=dict)
    strata = models.JSONField(default=dict)
    seed = models.BigIntegerField(default=0)
    double_share = models.FloatField(default=0.25)
    blind = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=150)

    class Meta:
        ordering: ClassVar = ["made_at", "id"]

    def __str__(self) -> str:
        return self.slug


class SampledSentence(models.Model):
    """A drawn sentence with the probability that it had of being drawn, in (0, 1].

    `place` is the order in which people see it; `double` marks those that two people code.
    """

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="sentences")
    place = models.PositiveIntegerField()
    document_id = models.CharField(max_length=64)
    n = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    stratum = models.CharField(max_length=60)
    probability = models.FloatField()
    double = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["sample", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sample", "document_id", "start", "end"], name="drawn_once"
            ),
            models.CheckConstraint(
                condition=models.Q(probability__gt=0, probability__lte=1), name="probability_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample} {self.place}: {self.document_id[:12]}:{self.start}"


class Review(models.Model):
    """One person's coding of one sentence. `text` is kept to find the sentence after re-extraction.

    `machine` is what was proposed; `seen` whether the person saw it before answering. An answer
    that is changed or undone is withdrawn, never deleted. `key` is made where the answer is given,
    so that an answer sent twice (the first time the line broke) is stored once.
    """

    class Kind(models.TextChoices):
        """A coder's own answer, or the settlement of two."""

        CODING = "coding"
        ADJUDICATION = "adjudication"

    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    sample = models.ForeignKey(
        Sample, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviews"
    )
    document_id = models.CharField(max_length=64)
    n = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    by = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CODING)
    issues = models.JSONField(default=list)
    target = models.JSONField(default=list)
    firmness = models.PositiveSmallIntegerField(null=True, blank=True)
    linkage = models.CharField(max_length=20, blank=True)
    soft = models.JSONField(default=list)
    cases = models.JSONField(default=list)
    role = models.CharField(max_length=20, blank=True)
    unsure = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    machine = models.JSONField(null=True, blank=True)
    seen = models.BooleanField(default=False)
    codebook = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["document_id", "start", "end"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sample", "document_id", "start", "end", "by", "kind"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_standing_answer_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id[:12]}:{self.start} by {self.by}"
