"""Where the packages above say what a new congress's section of the site consists of.

``organizations`` knows nothing of stations or consultations. In its ``AppConfig.ready()`` each package
registers a builder; :func:`organizations.actions.create_congress` calls them in order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import Permission as DjangoPermission
from wagtail.models import GroupPagePermission, Page

from accounts.roles import Role
from organizations.models import Congress, RoleGroup

SectionBuilder = Callable[[Congress], Page]
ListBuilder = Callable[[Congress, Page], None]


@dataclass
class Provisioning:
    """The registered builders: one for the section itself, any number for what stands in it."""

    section: SectionBuilder | None = None
    lists: list[tuple[int, ListBuilder]] = field(default_factory=list)

    def register_section(self, builder: SectionBuilder) -> None:
        """Register the function that makes the section page of a congress."""
        self.section = builder

    def register_list(self, builder: ListBuilder, *, order: int) -> None:
        """Register a function that adds a page to a new section; lower ``order`` comes first."""
        if all(existing is not builder for _, existing in self.lists):
            self.lists.append((order, builder))
            self.lists.sort(key=lambda item: item[0])


provisioning = Provisioning()


def grant_page_rights(congress: Congress, role: Role, page: Page, rights: tuple[str, ...]) -> None:
    """Give the group of ``role`` in ``congress`` Wagtail rights (``add``, ``change``) on ``page`` and below.

    Nobody is ever given ``publish``: pages appear by sign-off only (see ``organizations.pages``).
    """
    group = RoleGroup.objects.get(congress=congress, role=role).group
    for right in rights:
        permission = DjangoPermission.objects.get(
            content_type__app_label="wagtailcore", codename=f"{right}_page"
        )
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
