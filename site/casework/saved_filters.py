"""Keeping, choosing and deleting a person's filters. They are that person's alone, and nothing of the ledger's."""

from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from casework.models import SavedFilter

MOST = 20
LONGEST = 1000


def without_page(params: QueryDict) -> str:
    """Return the filter in an address, without the page one happens to be on and without empty fields."""
    kept = [
        (name, value)
        for name, value in params.items()
        if value and name not in {"cursor", "csrfmiddlewaretoken"}
    ]
    return urlencode(sorted(kept))


def keep_filter(*, name: str, query: str, is_default: bool, by: User) -> SavedFilter:
    """Keep a filter under a name; the same name once more replaces it."""
    name = name.strip()[:30]
    if not name:
        raise ValidationError(_("请给筛选起一个名称。"))
    if len(query) > LONGEST:
        raise ValidationError(_("条件太长，请减少一些。"))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        others = by.saved_filters.exclude(name=name)
        if others.count() >= MOST:
            raise ValidationError(_("最多保存%(count)s个，请先删除不用的。") % {"count": MOST})
        if is_default:
            others.update(is_default=False)
        kept, _created = SavedFilter.objects.update_or_create(
            user=by, name=name, defaults={"query": query, "is_default": is_default}
        )
    return kept


def make_default(*, saved: SavedFilter, by: User, is_default: bool) -> None:
    """Have the worklist open with this filter, or with none."""
    with transaction.atomic():
        by.saved_filters.filter(is_default=True).update(is_default=False)
        if is_default:
            by.saved_filters.filter(pk=saved.pk).update(is_default=True)


def delete_filter(*, saved: SavedFilter, by: User) -> None:
    """Delete a filter of one's own."""
    by.saved_filters.filter(pk=saved.pk).delete()
