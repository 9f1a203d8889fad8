"""The list of a congress's consultations."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.paging import keyset_page, with_cursor
from organizations.pages import SectionPage
from organizations.tenancy import tenants_of
from participation.consultations.models.pages import ConsultationPage
from participation.consultations.models.phases import Phase
from participation.consultations.presentation import Card

PAGE_SIZE = 12
LATEST_FIRST = ("-closes_at", "-id")


class ConsultationIndexPage(SectionPage):
    """The list of a congress's consultations; the county's list holds those of its towns and streets too."""

    template = "participation/consultation_index_page.html"
    parent_page_types = ["home.CongressPage"]
    subpage_types = ["consultations.ConsultationPage", "questionnaires.QuestionnairePage"]

    class Meta:
        verbose_name = _("征求意见列表")
        verbose_name_plural = _("征求意见列表")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list; whatever in the address is no state, town or cursor is passed over."""
        context = super().get_context(request, *args, **kwargs)
        tenants, now = tenants_of(request), timezone.now()
        towns = tenants.congresses if self.congress is not None and self.congress.is_county else []
        town = next((one for one in towns if one.slug == request.GET.get("town")), None)
        state = request.GET.get("state", "")
        state = state if state in Phase.values else ""
        section = self.path if town is not None and town.is_county else self.section_path
        if town is not None and not town.is_county and town.section_page is not None:
            section = town.section_page.path
        pages = ConsultationPage.objects.live().filter(path__startswith=section).in_phase(state, now)
        found = keyset_page(pages, LATEST_FIRST, request.GET.get("cursor"), PAGE_SIZE)
        return context | {
            "cards": [Card.of(page, tenants, request, now) for page in found.items],
            "states": Phase.choices,
            "state": state,
            "towns": towns,
            "town": town,
            "next_url": with_cursor(request.GET, found.next_cursor) if found.next_cursor else "",
            "previous_url": with_cursor(request.GET, found.previous_cursor) if found.previous_cursor else "",
        }
