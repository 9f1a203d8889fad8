"""What is seen when a draft is held against the opinion, and against other answers."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from participation.submissions.replies.findings import Background, Draft, Severity, Weakness, at
from participation.submissions.replies.phrases import NUMBER, PERSON, RECEIVED
from participation.submissions.replies.points import Point, echoed, points_of
from participation.submissions.replies.similarity import copied_from, likeness

BATCH = 2  # other drafts of the same person within the same minute
MIN_STEM = 2
_ENDINGS = ("社区居委会", "居委会", "村委会", "社区", "街道", "村", "镇", "乡")
REASON = Severity.REASON
Found = Iterator[Weakness]


def request_points(background: Background, reply: str) -> list[Point]:
    """Return the points of the opinion, marked with whether the reply takes them up."""
    return echoed(points_of(background.request), reply, _all_names(background))


def _all_names(background: Background) -> list[str]:
    names = {*background.own_names, *background.places, background.place}
    return sorted(filter(None, names), key=len, reverse=True)


def copied(draft: Draft, background: Background) -> Found:
    """The same words to another question."""
    hit = copied_from(draft.text, background.request, background.others)
    if hit is not None:
        other, percent = hit
        yield Weakness(
            "copied",
            REASON,
            _("与本单位对另一件意见（%(number)s）的答复有%(percent)d%%相同，那一件问的不是同一件事。")
            % {"number": other.number, "percent": percent},
        )


def repeated(draft: Draft, background: Background) -> Found:
    """The answer the sender was not satisfied with, once more."""
    if any(likeness(draft.text, text) for text in background.earlier):
        yield Weakness("repeated", REASON, _("与上一次的答复几乎相同。重新办理要回应提交人为什么不满意。"))


def in_one_minute(draft: Draft, background: Background) -> Found:
    """Many answers by the same person within a minute."""
    if background.same_minute >= BATCH:
        yield Weakness(
            "in_one_minute",
            REASON,
            _("您在一分钟内起草了%d件答复，请确认每一件都看过原文。") % (background.same_minute + 1),
        )


def other_places(draft: Draft, background: Background) -> Found:
    """A village or town that the opinion is not about."""
    known = background.known + "".join(background.own_names)
    rest = draft.text
    for name in background.own_names:
        rest = rest.replace(name, "　" * len(name))
    for name in background.places:
        start = rest.find(name)
        if start >= 0 and _stem(name) not in known:
            yield Weakness(
                "other_place",
                REASON,
                _("提到了“%s”，来件里没有这个地方，请核对是不是写错了件。") % name,
                start,
                start + len(name),
                name,
            )


def _stem(name: str) -> str:
    """Return a village's name as people say it, without 村 or 社区."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= MIN_STEM:
            return name[: -len(ending)]
    return name


def other_persons(draft: Draft, background: Background) -> Found:
    """Somebody addressed by name whom the opinion does not name."""
    for match in PERSON.finditer(draft.text):
        if match.group() not in background.known:
            yield Weakness(
                "other_person",
                REASON,
                _("称呼了“%s”，来件里没有这个人。答复不写姓名，称“您”就可以。") % match.group(),
                *match.span(),
                match.group(),
            )


def other_numbers(draft: Draft, background: Background) -> Found:
    """The number of another case."""
    own = {background.number, *background.merged_numbers}
    for match in NUMBER.finditer(draft.text):
        if match.group() not in own:
            yield Weakness(
                "other_number",
                REASON,
                _("编号%(found)s不是这一件（这一件是%(own)s）。")
                % {"found": match.group(), "own": background.number},
                *match.span(),
                match.group(),
            )


def other_date(draft: Draft, background: Background) -> Found:
    """A day of receipt that is not this opinion's."""
    received = background.received_on
    for match in RECEIVED.finditer(draft.text):
        if received is None or _is_day(match, received) or _written(match, background.known):
            continue
        yield Weakness(
            "other_date",
            REASON,
            _("这一件是%(month)d月%(day)d日收到的，日期对不上，请核对是不是写错了件。")
            % {"month": received.month, "day": received.day},
            *match.span(),
            at(draft.text, *match.span()),
        )


def _is_day(match: re.Match[str], day: date) -> bool:
    year = int(match["year"]) if match["year"] else day.year
    return (year, int(match["month"]), int(match["day"])) == (day.year, day.month, day.day)


def _written(match: re.Match[str], known: str) -> bool:
    """Return whether the sender named that day."""
    return f"{match['month']}月{match['day']}" in known


def unanswered(draft: Draft, background: Background) -> Found:
    """A point of the opinion that finds no echo in the draft."""
    points = request_points(background, draft.text)
    missing = [point for point in points if not point.has_echo]
    if points and len(missing) == len(points):
        yield Weakness(
            "off_topic", REASON, _("答复里找不到来件说的事，是不是答非所问？请对照原文一条一条回应。")
        )
        return
    for point in missing:
        where = at(background.request, point.start, point.end)
        yield Weakness("point_unanswered", REASON, _("没有回应来件的这一点：“%s”。") % where, excerpt=where)


def rating_unanswered(draft: Draft, background: Background) -> Found:
    """What the sender said about the first answer."""
    points = points_of(background.rating_comment)
    marked = echoed(points, draft.text, _all_names(background))
    if marked and not any(point.has_echo for point in marked):
        where = at(background.rating_comment, 0, len(background.rating_comment))
        yield Weakness(
            "rating_unanswered", REASON, _("没有回应提交人不满意的原因：“%s”。") % where, excerpt=where
        )
