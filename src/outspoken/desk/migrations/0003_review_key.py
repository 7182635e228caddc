"""An answer has a key, so that one sent twice is stored once."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds `Review.key`."""

    dependencies: ClassVar = [("desk", "0002_advocacy_reviews_aftermath")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="review",
            name="key",
            field=models.CharField(blank=True, max_length=64, null=True, unique=True),
        ),
    ]
