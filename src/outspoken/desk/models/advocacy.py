"""Letters, who signed them, what they ask, and the verdicts on the asks (method, section 4)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from outspoken.desk.models.engagements import Engagement


class Letter(models.Model):
    """What organisations asked of an official. `text` is the current version."""

    class State(models.TextChoices):
        """From a draft that a coalition signs to a letter on record."""

        DRAFT = "draft"
        OPEN = "open"
        SENT = "sent"
        RECORDED = "recorded"

    slug = models.SlugField(max_length=160, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=40, default="joint")
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECORDED)
    written_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    addressee = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    government = models.CharField(max_length=3, blank=True)
    counterpart = models.CharField(max_length=3, blank=True)
    occasion = models.CharField(max_length=300, blank=True)
    engagements = models.ManyToManyField(Engagement, blank=True, related_name="letters")
    language = models.CharField(max_length=10, blank=True)
    source_url = models.URLField(max_length=1000, blank=True)
    document_id = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    deadline = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["written_on", "slug"]

    def __str__(self) -> str:
        return self.slug


class LetterVersion(models.Model):
    """A text that the letter had. A signature is under one version."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["letter", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "number"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.letter} v{self.number}"


class Signatory(models.Model):
    """An organisation under a letter. `token_hash` is the SHA-256 of its private link's secret."""

    class State(models.TextChoices):
        """Recognised by the machine, confirmed by a person; or invited, and what it answered."""

        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        INVITED = "invited"
        SIGNED = "signed"
        DECLINED = "declined"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="signatories")
    place = models.PositiveIntegerField(default=0)
    organisation = models.CharField(max_length=200)
    person = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    contact = models.EmailField(blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.SUGGESTED)
    token_hash = models.CharField(max_length=64, blank=True)
    version_signed = models.PositiveIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["letter", "place", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "organisation"], name="signs_once")
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.organisation}"


class Ask(models.Model):
    """One thing asked: one verb on one issue or a named set of issues.

    `weakest` and `strongest` are the two fair readings: {"firmness": 0-5, "venue": 0-5,
    "words": why}. A verdict is robust only where both agree.
    """

    class Verb(models.TextChoices):
        """What the official was to do (method, section 4)."""

        RAISE = "raise"
        RAISE_PUBLICLY = "raise_publicly"
        NAME_CASE = "name_case"
        DEMAND = "demand"
        LINK = "link"
        MEET = "meet"
        VISIT = "visit"
        REPORT = "report"
        SANCTION = "sanction"
        REFRAIN = "refrain"
        PROMINENCE = "prominence"
        FIRMNESS = "firmness"

    class Lineage(models.TextChoices):
        """How it stands to an earlier ask."""

        REPEATS = "repeats"
        HARDENS = "hardens"
        SOFTENS = "softens"

    class State(models.TextChoices):
        """A machine's suggestion, or an ask that a person stands behind."""

        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="asks")
    number = models.PositiveIntegerField()
    quote = models.TextField(blank=True)
    quote_start = models.PositiveIntegerField(null=True, blank=True)
    quote_end = models.PositiveIntegerField(null=True, blank=True)
    quote_sha256 = models.CharField(max_length=64, blank=True)
    paraphrase = models.TextField()
    verb = models.CharField(max_length=20, choices=Verb.choices)
    issues = models.JSONField(default=list)
    comparators = models.JSONField(default=list)
    target = models.CharField(max_length=3, blank=True)
    official = models.CharField(max_length=200, blank=True)
    weakest = models.JSONField(default=dict)
    strongest = models.JSONField(default=dict)
    with_counterpart = models.BooleanField(default=False)
    in_public = models.BooleanField(default=True)
    window_start = models.DateField(null=True, blank=True)
    window_end = models.DateField(null=True, blank=True)
    cases = models.JSONField(default=list)
    action_category = models.PositiveSmallIntegerField(null=True, blank=True)
    unscorable = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.SUGGESTED)
    earlier = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later"
    )
    lineage = models.CharField(max_length=20, choices=Lineage.choices, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["letter", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "number"], name="one_ask_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.letter} ask {self.number}"


class Verdict(models.Model):
    """What became of an ask in an engagement: proposed by rule, decided by a person."""

    class Value(models.TextChoices):
        """The five verdicts of method section 4."""

        KEPT = "kept"
        PARTLY = "partly"
        NOT_FOUND = "not_found"
        CONTRADICTED = "contradicted"
        NOT_ASSESSABLE = "not_assessable"

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="verdicts")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="verdicts")
    proposed = models.CharField(max_length=20, choices=Value.choices)
    proposed_weakest = models.CharField(max_length=20, choices=Value.choices, blank=True)
    proposed_strongest = models.CharField(max_length=20, choices=Value.choices, blank=True)
    reason = models.TextField(blank=True)
    provenance = models.JSONField(default=dict)
    decided = models.CharField(max_length=20, choices=Value.choices, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    second = models.CharField(max_length=20, choices=Value.choices, blank=True)
    second_by = models.CharField(max_length=150, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["ask", "engagement"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ask", "engagement"], name="one_verdict_per_ask_and_engagement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ask} in {self.engagement}: {self.decided or self.proposed}"


class VerdictSentence(models.Model):
    """A sentence that a verdict rests on."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="sentences")
    document_id = models.CharField(max_length=64)
    n = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["verdict", "document_id", "start"]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.document_id[:12]}:{self.start}"


class Reply(models.Model):
    """What the official, or the office, answered to a verdict."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="replies")
    date = models.DateField()
    by = models.CharField(max_length=200)
    text = models.TextField()
    source_url = models.URLField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["verdict", "date", "id"]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.by}, {self.date}"
