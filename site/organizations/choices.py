"""What a form or filter may offer: only rows of the user's own scope, whatever field points at them.

A drop-down that lists another town's deputies is as much a leak as the list itself, and a form that accepts
another town's number in a POST is worse. One function answers for every kind of row; a kind it does not
know is an error and not an open door.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from accounts.models import Membership, User
from library.models import CustomDocument, CustomImage
from organizations.models import Congress
from organizations.scope import congress_ids, congresses


def pages_within(user: User, permissions: Iterable[str] | None = None) -> Q:
    """Return the condition for pages in the sections where ``user`` holds one of ``permissions`` (None: any)."""
    condition = Q(pk__in=[])
    for permission in permissions if permissions is not None else [None]:
        sections = congresses(user, permission).exclude(section_page=None)
        for path in sections.values_list("section_page__path", flat=True):
            condition |= Q(path__startswith=path)
    return condition


def within_scope(queryset: QuerySet[Any], user: User, permissions: Iterable[str]) -> QuerySet[Any]:
    """Return the rows of ``queryset`` that ``user`` may choose, holding one of ``permissions``."""
    model: Any = queryset.model
    ids = {pk for permission in permissions for pk in congress_ids(user, permission)}
    if model is Congress:
        return queryset.filter(pk__in=ids).order_by("path")
    if issubclass(model, CustomImage | CustomDocument):
        usable = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
            user, ["choose", "change"]
        )
        return queryset.filter(pk__in=usable.values("pk"))
    if issubclass(model, Page):
        return queryset.filter(pages_within(user, permissions))
    if model is User:
        members = Membership.objects.filter(congress__in=ids, is_active=True)
        return queryset.filter(is_superuser=False, is_active=True, pk__in=members.values("user"))
    try:
        model._meta.get_field("congress")
    except FieldDoesNotExist:
        raise ImproperlyConfigured(f"no rule limits {model.__name__} to a user's scope") from None
    return queryset.filter(congress__in=ids)
