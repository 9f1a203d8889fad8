"""The base of every page of a tenant: readable addresses, two-person publication, its congress at hand."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext_lazy as _
from pypinyin import lazy_pinyin
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Page, PagePermissionTester, PageViewRestriction, Revision, TaskState
from wagtail.url_routing import RouteResult

from accounts.models import User
from accounts.roles import Permission
from organizations.models import Congress
from organizations.scope import congress_for_page, has_permission
from organizations.tenancy import tenants_of

MAX_SLUG = 60


def slug_from_title(title: str) -> str:
    """Return a short address name in pinyin; Chinese titles would otherwise be percent-encoded.

    >>> slug_from_title("关于加装电梯的公告")
    'guan-yu-jia-zhuang-dian-ti-de-gong-gao'
    """
    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(title)).lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "page"


def is_signed(revision: Revision, user: User) -> bool:
    """Return whether ``user`` has signed exactly this revision."""
    return TaskState.objects.filter(
        revision=revision, status=TaskState.STATUS_APPROVED, finished_by=user
    ).exists()


def route_below(above: Page, request: HttpRequest, path_components: list[str]) -> RouteResult | None:
    """Return the page that lies farthest on the way down from ``above``; None when there is no way.

    The pages on the way are kept for the breadcrumbs.
    """
    below = [
        f"{above.url_path}{'/'.join(path_components[:end])}/" for end in range(1, len(path_components) + 1)
    ]
    on_the_way = list(Page.objects.filter(url_path__in=below).order_by("depth")) if below else []
    if not on_the_way:
        return None
    found = on_the_way[-1]
    request.pages_on_the_way = {page.path: page for page in on_the_way}  # type: ignore[attr-defined]
    result: RouteResult = found.specific.route(request, path_components[found.depth - above.depth :])
    return result


def stands_under_records(pages: Iterable[Page]) -> bool:
    """Return whether records stand on these pages or below them that a deletion may not take along."""
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        for page in pages:
            collector.collect([found.specific for found in page.get_descendants(inclusive=True)])
    except (ProtectedError, RestrictedError):
        return True
    return False


class TwoPersonTester(PagePermissionTester):
    """Nobody publishes a page alone: it goes through 签发. Only a signer takes a page off the site.

    Wagtail's right to publish is granted to nobody; the tester refuses it to superusers too.
    """

    def may_sign_here(self) -> bool:
        """Return whether the user may sign pages of the congress in whose section the page stands."""
        congress = congress_for_page(self.page)
        return congress is not None and has_permission(self.user, Permission.SIGN_PAGE, congress)

    def can_publish(self) -> bool:
        """Refuse: a page appears by sign-off only."""
        return False

    def can_publish_subpage(self) -> bool:
        """Refuse, for the same reason."""
        return False

    def can_reorder_children(self) -> bool:
        """Refuse: the order of published lists follows their dates."""
        return False

    def can_unpublish(self) -> bool:
        """Allow people who may sign in the page's congress."""
        if not self.user.is_active or not self.page.live or self.page_is_root or self.page_locked():
            return False
        return self.may_sign_here()

    def can_unschedule(self) -> bool:
        """Allow a signer to take back what was signed for a later hour."""
        return bool(self.user.is_active) and self.may_sign_here()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Allow drafts only: what once stood on the site is taken off it, never erased, nor moved elsewhere."""
        if self.page_locked():
            return False
        tree = self.page.get_descendants(inclusive=True)
        if tree.filter(first_published_at__isnull=False).exists():
            return False
        return bool(super().can_delete(ignore_bulk))


class TitlePanel(TitleFieldPanel):
    """The title alone: Wagtail's panel looks for an address field to fill in beside it, and there is none."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        """The panel on a form."""

        def get_attrs(self) -> dict[str, Any]:
            """Keep the look and leave the script out."""
            return {"placeholder": self.get_placeholder()}


class TenantPage(Page):
    """A page that belongs to a congress because it stands in that congress's section."""

    content_panels = [TitlePanel("title")]
    promote_panels = [FieldPanel("search_description", heading=_("搜索摘要"))]
    # Only the hour of appearing: Wagtail's expiry would make a page vanish, and what was public stays readable.
    settings_panels: list[Any] = [
        FieldPanel(
            "go_live_at", heading=_("定时发布"), help_text=_("签发后到这个时间才公开；不填则签发后立即公开")
        ),
    ]
    show_in_menus_default = False

    class Meta:
        abstract = True

    @cached_property
    def congress(self) -> Congress | None:
        """Return the tenant in whose section the page stands."""
        return congress_for_page(self)

    def _set_core_field_defaults(self) -> None:
        """Give the page a pinyin address before Wagtail makes one of Chinese characters.

        Wagtail calls this before it validates and before it saves unvalidated; once the parent is known.
        """
        parent_is_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        given: Any = self.__dict__.get("slug")
        if not given and self.title and parent_is_known:
            self.slug = self._get_autogenerated_slug(slug_from_title(self.title))
        super()._set_core_field_defaults()

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        """Return the tester that keeps publication in two hands."""
        return TwoPersonTester(user, self)

    def publish(self, revision: Revision, user: User | None = None, **kwargs: Any) -> None:
        """Publish a revision when its sign-off is on record, although nobody holds the right to publish."""
        if user is not None and is_signed(revision, user):
            kwargs["skip_permission_checks"] = True
        super().publish(revision, user=user, **kwargs)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address in two queries, however deep it stands; Wagtail asks twice per level."""
        return route_below(self, request, path_components) or super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the congress, which every template names, and where the page lies."""
        tenants = tenants_of(request)
        self.__dict__.setdefault("congress", tenants.owner(self))
        request.current_page = self  # type: ignore[attr-defined]
        return super().get_context(request, *args, **kwargs) | {
            "congress": self.congress,
            "breadcrumb_items": SimpleLazyObject(lambda: self.breadcrumbs(request)),
        }

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return the pages above this one, the front page first; all were met on the way here, or are sections."""
        tenants = tenants_of(request)
        met: dict[str, Page] = getattr(request, "pages_on_the_way", {})
        home_depth = 2
        above = [{"title": str(_("首页")), "url": "/"}] if self.depth > home_depth else []
        ends = range((home_depth + 1) * self.steplen, len(self.path), self.steplen)
        for path in (self.path[:end] for end in ends):
            owner = tenants.sections.get(path)
            page = owner.section_page if owner is not None else met.get(path)
            page = page or Page.objects.filter(path=path).first()
            if page is not None:
                above.append({"title": page.title, "url": page.get_url(request) or "/"})
        return above

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return the restrictions on this page and those above in one query; nobody here can make an alias."""
        ends = range(self.steplen, len(self.path) + 1, self.steplen)
        return PageViewRestriction.objects.filter(page__path__in=[self.path[:end] for end in ends])


class SectionPage(TenantPage):
    """A page made when its congress is set up, and never by hand: a section or one of its lists."""

    is_creatable = False
    intro = models.TextField(
        _("栏目说明"), max_length=300, blank=True, help_text=_("显示在栏目标题下，可不填")
    )

    content_panels = [*TenantPage.content_panels, FieldPanel("intro")]

    class Meta:
        abstract = True

    @property
    def section_path(self) -> str:
        """Return the tree path of the section the list stands in."""
        return str(self.path[: -self.steplen])
