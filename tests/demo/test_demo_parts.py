"""The parts of the demo county: its texts and names, its clock, and when the command keeps its hands off."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from casework.models import Case
from home.demo.build import demo_county
from home.demo.clock import clock_at
from home.demo.county import TENANTS
from home.demo.world import DATA
from home.management.commands import demo_county as demo_command
from tests.demo.conftest import rows, run


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.*")), ids=lambda path: path.name)
def test_the_texts_hold_no_mobile_or_identity_number(path: Path) -> None:
    assert not real_number(path.read_text(encoding="utf-8"))


def real_number(text: str) -> bool:
    """Tell whether a text holds a mobile or an identity number."""
    return bool(re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)", text))


def test_a_real_number_in_a_text_would_be_noticed() -> None:
    assert real_number("电话138" + "00001111")
    assert real_number("320102" + "199001011234")
    assert not real_number("0000-6120101")


def test_the_county_has_eleven_towns_and_three_streets_with_names_and_prefixes_of_their_own() -> None:
    kinds = [tenant.kind for tenant in TENANTS]
    assert (kinds.count("town"), kinds.count("street")) == (11, 3)
    assert len({t.slug for t in TENANTS}) == len({t.prefix for t in TENANTS}) == len(TENANTS)


def test_a_county_of_ones_own_is_left_alone(db: None) -> None:
    before = rows()
    assert "不建立演示县" in run("--small")
    assert "没有演示县" in run("--remove")
    assert rows() == before


def test_the_demo_clock_reaches_the_defaults_of_models_too() -> None:
    moment = timezone.now() - timedelta(days=40)
    with clock_at(moment):
        assert timezone.now() == moment
        assert Case(number="x").received_at == moment
    assert timezone.now() - moment > timedelta(days=39)


def test_a_real_server_is_refused_unless_the_operator_insists(
    empty_site: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_command, "OWN_MACHINE", {"config.settings.dev"})
    with pytest.raises(CommandError, match="i-know-this-is-a-demo"):
        run("--small")
    assert demo_county() is None
