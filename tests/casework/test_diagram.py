"""The chart and the table in the handbook say what the transition table says."""

import itertools
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from casework.kinds import kinds
from casework.management.plan import plan
from casework.management.svg import BOX_H, Drawing
from tests.architecture.tree import PROJECT

DOCUMENTS = PROJECT / "docs" / "workflows"
AGAIN = "run manage.py draw_workflow submission and commit the result"


@pytest.mark.parametrize("name", ["submission.svg", "submission.md"])
def test_the_documents_are_what_the_command_would_write_now(name: str, tmp_path: Path) -> None:
    call_command("draw_workflow", "submission", folder=tmp_path, verbosity=0)
    assert (DOCUMENTS / name).read_text() == (tmp_path / name).read_text(), AGAIN


def test_the_command_names_the_kinds_it_knows() -> None:
    with pytest.raises(CommandError, match="submission"):
        call_command("draw_workflow", "nothing")


def test_every_state_and_every_step_is_on_the_chart() -> None:
    kind = kinds.by_name["submission"]
    texts = " ".join(ElementTree.fromstring(Drawing(kind).svg()).itertext())
    assert [str(label) for label in kind.workflow.statuses.values() if str(label) not in texts] == []
    assert [str(row.label) for row in kind.workflow.transitions if str(row.label) not in texts] == []


def test_every_step_has_its_line_in_the_table() -> None:
    lines = [line for line in (DOCUMENTS / "submission.md").read_text().splitlines() if line.startswith("| ")]
    steps = [line.split("|")[1].strip() for line in lines[1:]]
    assert steps == [str(row.label) for row in kinds.by_name["submission"].workflow.transitions]


def test_the_usual_way_runs_from_receipt_to_closing() -> None:
    assert plan(kinds.by_name["submission"]).main == [
        "received", "registered", "accepted", "assigned", "drafted", "replied", "closed",
    ]  # fmt: skip


def test_no_two_states_stand_on_one_another() -> None:
    boxes = sorted(Drawing(kinds.by_name["submission"]).boxes.values(), key=lambda box: (box.x, box.y))
    near = [(a, b) for a, b in itertools.pairwise(boxes) if a.x == b.x and b.y - a.y < BOX_H + 20]
    assert near == []
