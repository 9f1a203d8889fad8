"""Questionnaires of the demo: one that can be answered, one with its results, whatever the day."""

import uuid
from datetime import datetime
from random import Random
from typing import Any

from accounts.roles import Role
from home.demo.clock import clock_at, office_moment
from home.demo.consultations import LAST_HOURS, SIGNED, consultation_list, period
from home.demo.pages import add_published, publish
from home.demo.world import World
from participation.questionnaires.actions import Answers, store_response
from participation.questionnaires.models import Kind, Question, QuestionnairePage

SELDOM, OFTEN = 4, 10  # of so many sheets, one has a text; of so many, one leaves out what may be left out


def build_questionnaires(world: World) -> None:
    """Put out the questionnaires and have them answered."""
    for order, item in enumerate(world.data("questionnaires")["questionnaire"]):
        if world.has(item["congress"]):
            page = add_questionnaire(world, item, order)
            fill_in(world, item, page)


def add_questionnaire(world: World, item: dict[str, Any], order: int) -> QuestionnairePage:
    """Add one questionnaire, signed before it opened."""
    opens_at, closes_at = period(item, world.now)
    page = QuestionnairePage(
        title=item["title"],
        slug=item["key"],
        intro=item["intro"].strip(),
        contact=item["contact"],
        results_note=item.get("results_note", "").strip(),
        opens_at=opens_at,
        closes_at=closes_at,
    )
    page.questions = questions_of(item)
    slug = item["congress"]
    author, signer = world.user(slug, Role.CLERK), world.user(slug, Role.CHAIR)
    when = office_moment(world.now, 12 - item["opens"], order)  # a holiday may come before it
    return add_published(consultation_list(world.congresses[slug]), page, author, signer, when)


def questions_of(item: dict[str, Any]) -> list[Question]:
    """Return the questions of the data, each condition tied to its question."""
    questions: list[Question] = []
    for order, asked in enumerate(item["question"]):
        number, *answers = asked.get("after", [None])
        questions.append(
            Question(
                sort_order=order,
                kind=asked["kind"],
                text=asked["text"],
                note=asked.get("note", ""),
                options="\n".join(asked.get("options", [])),
                rows="\n".join(asked.get("rows", [])),
                low_label=asked.get("low", ""),
                high_label=asked.get("high", ""),
                max_choices=asked.get("max_choices"),
                is_required=asked.get("is_required", True),
                condition_number=number,
                condition_answers="\n".join(answers),
                condition_key=questions[number - 1].key if number else None,
            )
        )
    return questions


def fill_in(world: World, item: dict[str, Any], page: QuestionnairePage) -> None:
    """Have people answer, on the days on which it was open."""
    questions = list(page.questions.all())
    end = min(page.closes_at, world.now)
    sheets = item["small" if world.small else "answers"]
    chance = Random(sheets)  # noqa: S311  (the same demo every time)
    for sheet in range(sheets):
        moment = page.opens_at + (end - page.opens_at) * (sheet + 1) / (sheets + 1)
        answer(item["question"], page, questions, sheet, chance, moment)


def answer(
    data: list[dict[str, Any]],
    page: QuestionnairePage,
    questions: list[Question],
    sheet: int,
    chance: Random,
    moment: datetime,
) -> None:
    """Have one person answer by chance, as often as the weights say."""
    chosen: dict[uuid.UUID, list[int]] = {}
    by_row: dict[uuid.UUID, dict[int, int]] = {}
    texts: dict[uuid.UUID, str] = {}
    asked = {question.key: question for question in questions}
    for question, item in zip(questions, data, strict=True):
        if question.condition_key is not None:
            triggers = question.trigger_values(asked[question.condition_key])
            if not triggers.intersection(chosen.get(question.condition_key, ())):
                continue
        values = [value for value, _label in question.choices]
        if question.kind == Kind.TEXT:
            if sheet % SELDOM == 0:
                texts[question.key] = item["texts"][sheet // SELDOM % len(item["texts"])]
        elif not question.is_required and sheet % OFTEN == 0:
            continue
        elif question.kind == Kind.MATRIX:
            rows = range(len(question.row_list))
            by_row[question.key] = {row: chance.choices(values, item["weights"])[0] for row in rows}
        else:
            most = min(question.max_choices or 2, 3) if question.kind == Kind.MULTIPLE else 1
            chosen[question.key] = sorted({chance.choices(values, item["weights"])[0] for _n in range(most)})
    with clock_at(moment):
        token = f"demo-{page.pk}-{sheet}"
        store_response(page=page, questions=questions, answers=Answers(chosen, by_row, texts), token=token)


def refresh_questionnaires(world: World) -> int:
    """Extend what was to stay open and is about to close; return how many changed."""
    changed = 0
    for item in world.data("questionnaires")["questionnaire"]:
        page = QuestionnairePage.objects.live().filter(slug=item["key"]).first()
        if page is None or item["closes"] < 0 or page.closes_at - world.now >= LAST_HOURS:
            continue
        _opens_at, page.closes_at = period(item, world.now)
        slug = item["congress"]
        publish(page, world.user(slug, Role.CLERK), world.user(slug, Role.CHAIR), world.now - SIGNED)
        changed += 1
    return changed
