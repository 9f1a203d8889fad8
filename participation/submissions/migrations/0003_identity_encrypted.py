"""Names and contacts go behind a key: encrypted, with a digest to tell one sender from another."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

import core.encryption

BATCH = 500


def _in_batches(rows: Any) -> Iterator[list[Any]]:
    """Yield lists of plain rows in the order of the key, without holding the table in memory."""
    last = 0
    while True:
        batch = list(rows.filter(pk__gt=last).order_by("pk")[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def encrypt(apps: Any, schema_editor: Any) -> None:
    submissions = apps.get_model("submissions", "Submission").objects.using(schema_editor.connection.alias)
    # The new columns encrypt by themselves; the digest is reckoned with them.
    for batch in _in_batches(submissions.exclude(name_plain="", contact_plain="")):
        for row in batch:
            row.name, row.contact = row.name_plain, row.contact_plain
            row.contact_digest = core.encryption.digest(core.encryption.normalize_contact(row.contact_plain))
        submissions.bulk_update(batch, ["name", "contact", "contact_digest"])


def decrypt(apps: Any, schema_editor: Any) -> None:
    submissions = apps.get_model("submissions", "Submission").objects.using(schema_editor.connection.alias)
    for batch in _in_batches(submissions.exclude(name="", contact="")):
        for row in batch:
            # The old columns are bounded; the form never took more.
            row.name_plain, row.contact_plain = row.name[:40], row.contact[:80]
        submissions.bulk_update(batch, ["name_plain", "contact_plain"])


class Migration(migrations.Migration):
    dependencies = [("submissions", "0002_notify_by")]

    operations = [
        migrations.RenameField("submission", "name", "name_plain"),
        migrations.RenameField("submission", "contact", "contact_plain"),
        migrations.AddField(
            "submission", "name", core.encryption.EncryptedTextField(blank=True, default="", verbose_name="姓名"), preserve_default=False
        ),
        migrations.AddField(
            "submission",
            "contact",
            core.encryption.EncryptedTextField(blank=True, default="", verbose_name="联系方式"), preserve_default=False
        ),
        migrations.AddField(
            "submission",
            "contact_digest",
            core.encryption.BlindIndexField(
                blank=True, default="", editable=False, max_length=32,
                normalize=core.encryption.normalize_contact, source="contact",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(encrypt, decrypt),
        migrations.AlterField(
            "submission", "name_plain", models.CharField(blank=True, default="", max_length=40, verbose_name="姓名")
        ),
        migrations.AlterField(
            "submission", "contact_plain", models.CharField(blank=True, default="", max_length=80, verbose_name="联系方式")
        ),
        migrations.RemoveField("submission", "name_plain"),
        migrations.RemoveField("submission", "contact_plain"),
        migrations.AddIndex(
            "submission",
            models.Index(
                condition=models.Q(("contact_digest", ""), _negated=True),
                fields=["contact_digest"],
                name="submission_by_contact",
            ),
        ),
        migrations.AddIndex(
            "submission",
            models.Index(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("contact", ""), _negated=True), _connector="OR"),
                fields=["id"],
                name="submission_with_identity",
            ),
        ),
        migrations.AddConstraint(
            "submission",
            models.CheckConstraint(
                condition=models.Q(("contact_digest", ""), models.Q(("contact", ""), _negated=True), _connector="OR"),
                name="no_digest_without_contact",
            ),
        ),
    ]
