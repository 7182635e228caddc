import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.CharField(max_length=150)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=200)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Engagement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=160, unique=True)),
                ("title", models.CharField(max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("visit", "Visit"),
                            ("meeting", "Meeting"),
                            ("call", "Call"),
                            ("dialogue", "Dialogue"),
                            ("summit", "Summit"),
                        ],
                        max_length=20,
                    ),
                ),
                ("official", models.CharField(max_length=200)),
                ("office", models.CharField(blank=True, max_length=200)),
                ("government", models.CharField(max_length=3)),
                ("counterpart", models.CharField(max_length=3)),
                ("counterpart_people", models.JSONField(default=list)),
                ("start", models.DateField()),
                ("end", models.DateField()),
                ("place", models.CharField(blank=True, max_length=200)),
                ("place_country", models.CharField(blank=True, max_length=3)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suggested", "Suggested"),
                            ("confirmed", "Confirmed"),
                            ("rejected", "Rejected"),
                            ("merged", "Merged"),
                        ],
                        default="suggested",
                        max_length=20,
                    ),
                ),
                ("origin", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="merged",
                        to="desk.engagement",
                    ),
                ),
            ],
            options={
                "ordering": ["start", "end", "slug"],
            },
        ),
        migrations.CreateModel(
            name="EngagementDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document_id", models.CharField(max_length=64)),
                (
                    "phase",
                    models.CharField(
                        choices=[("before", "Before"), ("during", "During"), ("after", "After")],
                        default="during",
                        max_length=10,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("by_person", models.BooleanField(default=False)),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="desk.engagement",
                    ),
                ),
            ],
            options={
                "ordering": ["engagement", "document_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("engagement", "document_id"),
                        name="one_document_once_per_engagement",
                    )
                ],
            },
        ),
    ]
