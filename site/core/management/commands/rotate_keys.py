"""Change the key of encrypted fields: bring every stored value under the first key, so that the old one can go.

Put the new key in front of ``FIELD_ENCRYPTION_KEYS``, restart the site, run this, then take the old key away.
It works in small transactions and skips what is done, so that it can be stopped and started again at any time.
"""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F

from core.encryption import BlindIndexField, EncryptedTextField, Undecryptable, is_current

BATCH = 500


class Command(BaseCommand):
    """``manage.py rotate_keys [--check] [--batch N] [--limit N]``."""

    help = "把加密字段全部改用第一把密钥；可随时中断，再次运行时接着做"

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer a look without a change, the size of a step, and a number of steps."""
        parser.add_argument("--check", action="store_true", help="只检查：还有旧密钥加密的内容时以错误结束")
        parser.add_argument("--batch", type=int, default=BATCH, help=f"每一步的行数，默认 {BATCH}")
        parser.add_argument("--limit", type=int, default=0, help="最多改多少步，默认不限")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through each table that has such fields and say how many rows were changed."""
        stale = changed = steps = 0
        for model in encrypted_models():
            last = 0
            while batch := list(tokens(model).filter(pk__gt=last).order_by("pk")[: options["batch"]]):
                last = batch[-1]["pk"]
                old = [
                    row["pk"]
                    for row in batch
                    if not all(is_current(row[name]) for name in row if name != "pk")
                ]
                if old and options["check"]:
                    stale += len(old)
                elif old:
                    changed += rotate(model, old)
                    steps += 1
                    if steps == options["limit"]:
                        self.stdout.write(f"{changed} row(s) changed, stopped at {model._meta.label} {last}")
                        return
        if stale:
            raise CommandError(f"{stale} row(s) still need an old key")
        self.stdout.write(f"{changed} row(s) changed; every stored value is under the first key")


def encrypted_models() -> list[type[models.Model]]:
    """Return the tables that hold encrypted fields."""
    return [model for model in apps.get_models() if fields_of(model)]


def fields_of(model: type[models.Model]) -> list[str]:
    """Return the names of a table's encrypted fields."""
    return [field.name for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]


def tokens(model: type[models.Model]) -> Any:
    """Return the ciphertexts of each row as they are stored; rows without any are left out."""
    names = fields_of(model)
    held = models.Q()
    for name in names:
        held |= ~models.Q(**{name: ""})
    raw = {f"{name}_token": ExpressionWrapper(F(name), output_field=models.TextField()) for name in names}
    return model._default_manager.filter(held).annotate(**raw).values("pk", *raw)


def rotate(model: type[models.Model], pks: list[Any]) -> int:
    """Write rows anew under the first key. They are locked: what is erased meanwhile must not come back."""
    names = fields_of(model)
    indexes = [field for field in model._meta.local_fields if isinstance(field, BlindIndexField)]
    try:
        with transaction.atomic():
            rows = list(model._default_manager.select_for_update().filter(pk__in=pks).only(*names))
            for row in rows:
                for index in indexes:
                    setattr(row, index.attname, index.of(getattr(row, index.source)))
            model._default_manager.bulk_update(rows, [*names, *(index.name for index in indexes)])
    except Undecryptable as error:
        raise CommandError(f"{model._meta.label}: {error}; one of the rows {pks}") from error
    return len(rows)
