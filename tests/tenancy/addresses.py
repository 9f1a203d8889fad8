"""Every address of the site, found in the URL configuration, with values that belong to another town."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from tests.tenancy.planting import Planted

# What a parameter means. A name that is not here gets every number that the other town's records have, so a
# new address is walked without a word here.
MEANINGS = {
    "page_id": "page", "parent_page_id": "page", "page_to_move_id": "page", "destination_id": "page", "page_pk": "page",
    "image_id": "image", "document_id": "document", "doc_id": "document", "revision_id": "revision",
    "task_state_id": "task_state", "workflow_state_id": "workflow_state", "collection_id": "collection",
    "file_id": "file", "number": "number", "congress_id": "congress", "job": "export_job",
    "saved": "saved_filter", "group_id": "opinion_group", "scope": "scope",
    "import_id": "draft_import", "article": "article",
}  # fmt: skip
NAMESPACES = {
    "receptions": "reception", "deputies": "deputy", "offices": "office", "areas": "area", "terms": "term",
    "routing-rules": "rule", "deputy-groups": "deputy_group",
    "people": "user", "officers": "page", "wagtailusers_users": "user", "wagtailusers_groups": "group",
    "wagtaildocs_chooser": "document", "wagtailimages_chooser": "image", "documents": "document", "images": "image",
    "pages": "page", "wagtailadmin_pages": "page", "liaison": "liaison", "wagtailadmin_collections": "collection",
    "notifications": "message", "reply_templates": "reply_template",
}  # fmt: skip
WORDS = {
    "app_label": ["wagtailcore", "library"],
    "model_name": ["page", "customimage", "customdocument"],
    "content_type_app_name": ["notices", "stations"],
    "content_type_model_name": ["noticepage", "stationpage"],
    "app_name": ["home"],
    "action": ["delete", "publish", "unpublish", "move", "add_tags", "add_to_collection"],
    "action_name": [
        "approve",
        "reject",
        "publish",
        "unpublish",
        "copy",
        "delete",
        "move",
        "revert_to_page_revision",
    ],
    "name": ["register", "assign", "draft_reply", "prepare_copy"],
    "rule_id": ["opinion.redo", "opinion.ack"],
    "year": ["2026"],
    "filter_spec": ["width-10"],
    "key": ["x"],
    "uidb64": ["MQ"],
    "token": ["x-y"],
}
MANY = 12


@dataclass(frozen=True)
class Address:
    """A path with the other town's values filled in, and the name of its pattern for reports."""

    path: str
    name: str
    is_list: bool


def patterns(found: list | None = None, prefix: str = "/", spaces: tuple[str, ...] = ()) -> Iterator:
    """Yield (prefix, namespaces, pattern) for every pattern of the configuration."""
    for item in get_resolver().url_patterns if found is None else found:
        if isinstance(item, URLResolver):
            inner = (*spaces, item.namespace) if item.namespace else spaces
            yield from patterns(item.url_patterns, prefix + _plain(item.pattern), inner)
        else:
            yield prefix, spaces, item


def _plain(pattern) -> str:
    """Return a prefix as text; a regular expression of a prefix holds no parameter here."""
    return str(pattern).strip("^").strip("$")


def addresses(planted: Planted) -> list[Address]:
    """Return every address that can be made of every pattern with the other town's values."""
    found: list[Address] = []
    for prefix, spaces, pattern in patterns():
        name = ":".join((*spaces, pattern.name or str(pattern.pattern)))
        is_list = not getattr(pattern.pattern, "converters", None)
        found += [Address(prefix + path, name, is_list) for path in _paths(pattern, spaces, planted)]
    return found


def _paths(pattern: URLPattern, spaces: tuple[str, ...], planted: Planted) -> list[str]:
    if isinstance(pattern.pattern, RegexPattern):
        return _regex_paths(pattern, planted)
    route, names = str(pattern.pattern), pattern.pattern.converters
    choices = [_values(name, spaces, planted) for name in names]
    made = []
    for values in _combinations(choices):
        path = route
        for name, value in zip(names, values, strict=True):
            path = _fill(path, name, str(value))
        made.append(path.strip("^"))
    return made


def _combinations(choices: list[list[str]]) -> list[tuple[str, ...]]:
    """Return every combination, or when these are many, enough for each value to be asked for."""
    every = list(itertools.product(*choices))
    if len(every) <= MANY:
        return every
    longest = max(len(values) for values in choices)
    return [tuple(values[i % len(values)] for values in choices) for i in range(longest)]


def _fill(route: str, name: str, value: str) -> str:
    start = route.index("<")
    end = route.index(">", start)
    if not route[start + 1 : end].split(":")[-1] == name:
        raise ValueError(f"{route}: {name} is not the next parameter")
    return route[:start] + value + route[end + 1 :]


def _values(name: str, spaces: tuple[str, ...], planted: Planted) -> list[str]:
    if name in MEANINGS:
        return planted.values[MEANINGS[name]]
    if name in WORDS:
        return WORDS[name]
    if name == "position":
        return ["1"]
    if name in {"pk", "object_id", "id"} and spaces and spaces[-1] in NAMESPACES:
        return planted.values[NAMESPACES[spaces[-1]]]
    return planted.all_numbers()


def _regex_paths(pattern: URLPattern, planted: Planted) -> list[str]:
    """Return paths for the few patterns that are regular expressions: Wagtail's pages, documents, comparisons."""
    text = str(pattern.pattern)
    if "revisions/compare" in text:
        return [f"{page}/revisions/compare/live...latest/" for page in planted.values["page"]]
    if pattern.name == "wagtaildocs_serve":
        return [f"{document}/secret.txt" for document in planted.values["document"]]
    if pattern.name == "wagtail_serve":
        return planted.page_paths
    if text == "^.*/$" or text == r"^.*$":
        return ["no-such-address/"]
    names = list(pattern.pattern.regex.groupindex) or [""] * pattern.pattern.regex.groups
    if not names:
        return [text.strip("^$")]
    raise ValueError(f"say in tests/tenancy/addresses.py how to fill {text}")
