"""Which rule fits an opinion, and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from liaison.deputies.models import DeputyStatus
from liaison.stations.models import StationStatus
from organizations.models import Congress
from participation.routing.models import RoutingRule


@dataclass(frozen=True)
class Facts:
    """What the rules look at."""

    category: str
    text: str
    place: str
    station_id: int | None


@dataclass(frozen=True)
class Proposal:
    """The rule that fired, and the conditions of it that were met."""

    rule: RoutingRule
    because: str

    @property
    def explanation(self) -> str:
        """Return rule and reason in one line."""
        return _("按分办规则“%(rule)s”（%(because)s），建议交给%(handler)s") % {
            "rule": self.rule.name,
            "because": self.because,
            "handler": self.rule.handler_name,
        }


def propose(congress: Congress, facts: Facts) -> Proposal | None:
    """Return the first active rule that fits and whose handler still works; None when none does."""
    rules = (
        RoutingRule.objects.filter(congress=congress, is_active=True)
        .select_related("area", "office", "station", "deputy", "from_station")
        .order_by("position", "id")
    )
    for rule in rules:
        reasons = _reasons(rule, facts)
        if reasons is not None and _still_works(rule):
            return Proposal(rule, "、".join(reasons) or _("没有其他规则符合"))
    return None


def _reasons(rule: RoutingRule, facts: Facts) -> list[str] | None:
    """Return the conditions that were met, None when one was not."""
    reasons = []
    if rule.category:
        if rule.category != facts.category:
            return None
        reasons.append(_("类别相符"))
    if rule.area is not None:
        if rule.area.name not in f"{facts.place}\n{facts.text}":
            return None
        reasons.append(_("提到%(area)s") % {"area": rule.area.name})
    if rule.from_station_id is not None:
        if rule.from_station_id != facts.station_id:
            return None
        reasons.append(_("由%(station)s收到") % {"station": rule.from_station})
    if rule.word_list:
        found = next((word for word in rule.word_list if word in facts.text), None)
        if found is None:
            return None
        reasons.append(_("含有“%(word)s”") % {"word": found})
    return reasons


def _still_works(rule: RoutingRule) -> bool:
    """Return whether the proposed handler can be given new matters."""
    if rule.office is not None:
        return rule.office.is_active
    if rule.station is not None:
        return rule.station.live and rule.station.status != StationStatus.CLOSED
    return rule.deputy is not None and rule.deputy.status == DeputyStatus.IN_OFFICE
