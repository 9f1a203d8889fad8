"""What of an object is searched: its title, its text, and what autocomplete looks at, as plain text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Manager, Model
from modelsearch.index import AutocompleteField, BaseField, RelatedFields, SearchField


@dataclass(frozen=True)
class Document:
    """The plain text of one object."""

    title: str
    body: str
    autocomplete: str


def read(obj: Model) -> Document:
    """The searched text of an object, as its `search_fields` declare it.

    Only the object's own title counts as title: the titles of related rows (articles of a draft) are body text.
    """
    title: list[str] = []
    body: list[str] = []
    autocomplete: list[str] = []
    for field in obj.get_search_fields():  # type: ignore[attr-defined]
        if isinstance(field, SearchField) and field.field_name == "title":
            title.append(_as_text(field.get_value(obj)))
        else:
            for found, text in _values(obj, field):
                (autocomplete if isinstance(found, AutocompleteField) else body).append(text)
    return Document(_joined(title), _joined(body), _joined(autocomplete))


def related_names(model: type[Model]) -> list[str]:
    """The relations that `read` follows, to be fetched for many objects at once."""
    return [field.field_name for field in model.get_search_fields() if isinstance(field, RelatedFields)]  # type: ignore[attr-defined]


def _values(obj: Any, field: Any) -> Iterator[tuple[BaseField, str]]:
    if isinstance(field, SearchField | AutocompleteField):
        yield field, _as_text(field.get_value(obj))
    elif isinstance(field, RelatedFields):
        related = field.get_value(obj)
        if related is None:
            return
        for other in related.all() if isinstance(related, Manager) else [related]:
            for inner in field.fields:
                yield from _values(other, inner)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return _joined([_as_text(item) for item in value.values()])
    if isinstance(value, list | tuple | set | frozenset):
        return _joined([_as_text(item) for item in value])
    return str(value)


def _joined(texts: list[str]) -> str:
    return "\n".join(text for text in texts if text)
