"""Draws a plan of states and steps as SVG that prints well on one A4 sheet."""

from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

from accounts.roles import Role, roles_with
from casework.kinds import CaseKind
from casework.management.plan import CITIZENS, Arrow, Plan, by_citizen, plan
from casework.workflow import Transition

WIDTH, ROW, TOP = 1000, 148, 150
BOX_W, BOX_H, SIDE_W = 200, 68, 176
MIDDLE, LEFT, RIGHT = 470, 106, 876
LANE, LANE_STEP = 610, 108
STEP_SIZE, SMALL = 20, 16
INK, QUIET, LINE, CITIZEN = "#1c2733", "#4a5766", "#5b6b7b", "#0b6b4f"
OPEN_FILL, CLOSED_FILL, PAPER = "#eef4fb", "#f1f1ee", "#ffffff"
FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif"

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A state on paper, by its middle."""

    x: float
    y: float
    width: float

    def port(self, side: int, shift: float) -> Point:
        """Return a point on the left (-1) or right (+1) edge, so much above or below the middle."""
        return (self.x + side * self.width / 2, self.y + shift)


def text_width(text: str, size: int) -> float:
    """Return roughly how wide a text is: a Chinese character is as wide as high."""
    return sum(size if ord(char) > 0x2E7F else size * 0.56 for char in text)


def wrapped(text: str, width: float, size: int) -> list[str]:
    """Break a list of states at its separators so that no line is wider than ``width``."""
    lines = [""]
    for part in text.replace("、", "、\n").split("\n"):
        if lines[-1] and text_width(lines[-1] + part, size) > width:
            lines.append("")
        lines[-1] += part
    return lines


def actors(row: Transition) -> str:
    """Return who takes a step."""
    if row.permission is None:
        return "系统按期" if row.is_automatic else "提交人"
    return "、".join(str(Role(role).label).split("（")[0] for role in roles_with(row.permission))


class Drawing:
    """Collects the parts of one chart."""

    def __init__(self, kind: CaseKind) -> None:
        """Measure the plan."""
        self.kind = kind
        self.plan: Plan = plan(kind)
        self.boxes = {state: Box(MIDDLE, TOP + row * ROW, BOX_W) for row, state in enumerate(self.plan.main)}
        for states, x in ((self.plan.left, LEFT), (self.plan.right, RIGHT)):
            self.boxes |= {state: Box(x, round(TOP + row * ROW), SIDE_W) for state, row in states.items()}
        self.lines: list[str] = []
        self.words: list[str] = []

    def name(self, state: str) -> str:
        """Return a state's label."""
        return str(self.kind.workflow.statuses[state])

    # --- pieces ---

    def text(
        self, x: float, y: float, text: str, *, size: int = STEP_SIZE, anchor: str = "start", **more: str
    ) -> None:
        """Write a line of text, ``y`` being its middle."""
        extra = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
        place = f'x="{x:g}" y="{y + size * 0.36:g}" font-size="{size}" text-anchor="{anchor}"'
        self.words.append(f"<text {place}{extra}>{escape(text)}</text>")

    def on_line(
        self, x: float, y: float, text: str, *, anchor: str = "middle", is_citizens: bool = False
    ) -> None:
        """Write a step's name with a rim of paper, so that the line does not run through it."""
        color = CITIZEN if is_citizens else INK
        self.text(x, y, text, anchor=anchor, fill=color, stroke=PAPER, stroke_width="6", paint_order="stroke")

    def line(self, points: list[Point], *, is_citizens: bool = False, has_head: bool = True) -> None:
        """Draw a line through the points."""
        path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
        style = f'stroke="{CITIZEN}" stroke-dasharray="7 5"' if is_citizens else f'stroke="{LINE}"'
        head = f' marker-end="url(#{"head-citizen" if is_citizens else "head"})"' if has_head else ""
        self.lines.append(f'<path d="{path}" fill="none" stroke-width="2" {style}{head}/>')

    # --- the chart ---

    def draw_boxes(self) -> None:
        """Draw every state; the double edge marks an end."""
        for state, box in self.boxes.items():
            is_end = state in self.kind.workflow.closed
            x, y = box.x - box.width / 2, box.y - BOX_H / 2
            shape = f'width="{box.width}" height="{BOX_H}" rx="10" stroke="{INK}"'
            fill = CLOSED_FILL if is_end else OPEN_FILL
            self.words.append(f'<rect x="{x:g}" y="{y:g}" {shape} fill="{fill}" stroke-width="2"/>')
            if is_end:
                inner = f'width="{box.width - 10}" height="{BOX_H - 10}" rx="6" stroke="{INK}"'
                self.words.append(f'<rect x="{x + 5:g}" y="{y + 5:g}" {inner} fill="none" stroke-width="1"/>')
            self.text(box.x, box.y, self.name(state), size=25, anchor="middle", font_weight="600")

    def draw_main(self) -> None:
        """Draw the steps down the middle with who takes them."""
        for upper, lower in pairwise(self.plan.main):
            arrow = next(a for a in self.plan.arrows if (a.source, a.target) == (upper, lower))
            top, bottom = self.boxes[upper].y + BOX_H / 2, self.boxes[lower].y - BOX_H / 2
            self.line([(MIDDLE, top), (MIDDLE, bottom - 3)], is_citizens=arrow.is_citizens)
            middle = (top + bottom) / 2
            self.text(MIDDLE + 14, middle, "、".join(arrow.labels))
            rows = [r for r in self.kind.workflow.transitions if upper in r.sources and r.target == lower]
            who = wrapped(
                next((actors(row) for row in rows if row.permission is not None), "提交人"), 220, SMALL
            )
            for index, part in enumerate(who):
                y = middle + (index - (len(who) - 1) / 2) * 20
                self.text(MIDDLE - 14, y, part, size=SMALL, anchor="end", fill=QUIET)

    def draw_sides(self) -> None:
        """Draw the steps to and from the states beside the main line."""
        along = set(pairwise(self.plan.main))
        arrows = [arrow for arrow in self.plan.arrows if (arrow.source, arrow.target) not in along]
        ports = self._ports(arrows)
        for arrow in arrows:
            start, end = ports[arrow, arrow.source], ports[arrow, arrow.target]
            self.line([start, end], is_citizens=arrow.is_citizens)
            paired = any((other.target, other.source) == (arrow.source, arrow.target) for other in arrows)
            share = 0.5 if not paired else 0.36 if arrow.source in self.plan.main else 0.42
            x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
            for index, label in enumerate(arrow.labels):
                short = label.removesuffix(CITIZENS) if arrow.is_citizens else label
                self.on_line(x, y + index * 26, short, is_citizens=arrow.is_citizens)

    def _ports(self, arrows: list[Arrow]) -> dict[tuple[Arrow, str], Point]:
        """Give every line its own point on each box, in the order in which the lines arrive."""
        ends: dict[tuple[str, int], list[tuple[float, int, Arrow]]] = {}
        found: dict[tuple[Arrow, str], Point] = {}
        for order, arrow in enumerate(arrows):
            for state, other in ((arrow.source, arrow.target), (arrow.target, arrow.source)):
                here, there = self.boxes[state], self.boxes[other]
                if here.x == there.x:
                    sign = 1 if there.y > here.y else -1
                    found[arrow, state] = (here.x, here.y + sign * BOX_H / 2)
                    continue
                ends.setdefault((state, 1 if there.x > here.x else -1), []).append((there.y, order, arrow))
        for (state, side), lines in ends.items():
            step = min(24.0, (BOX_H - 16) / len(lines))
            for index, (_y, _order, arrow) in enumerate(sorted(lines, key=lambda line: line[:2])):
                found[arrow, state] = self.boxes[state].port(side, (index - (len(lines) - 1) / 2) * step)
        return found

    def draw_lanes(self) -> None:
        """Draw the steps that run back along the main line, each in its lane on the right."""
        taps: dict[str, int] = {}

        def tap(state: str) -> Point:
            taps[state] = taps.get(state, -1) + 1
            return self.boxes[state].port(1, -14 + 26 * taps[state])

        for index, (row, sources) in enumerate(self.plan.lanes):
            x, is_citizens = LANE + index * LANE_STEP, by_citizen(row)
            end = tap(str(row.target))
            far = max(sources, key=lambda state: abs(self.boxes[state].y - end[1]))
            for source in sources:
                start = tap(source)
                trunk = [(x, end[1]), end] if source == far else []
                self.line([start, (x, start[1]), *trunk], is_citizens=is_citizens, has_head=source == far)
            middle = (self.boxes[sources[0]].y + end[1]) / 2
            self.on_line(x + 8, middle - 11, str(row.label), anchor="start", is_citizens=is_citizens)
            for number, part in enumerate(wrapped(actors(row), LANE_STEP, SMALL)):
                self.text(x + 8, middle + 12 + number * 18, part, size=SMALL, fill=QUIET)

    def draw_written(self) -> None:
        """Write, under its end, a step that is open from many states."""
        for row in self.plan.written:
            box = self.boxes[str(row.target)]
            states = "、".join(
                self.name(state) for state in self.kind.workflow.statuses if state in row.sources
            )
            self.text(box.x, box.y + BOX_H / 2 + 18, f"{row.label}（{actors(row)}）", size=SMALL + 2,
                      anchor="middle", fill=CITIZEN if by_citizen(row) else INK)  # fmt: skip
            for index, part in enumerate(wrapped(f"可从{states}", SIDE_W + 30, SMALL)):
                y = box.y + BOX_H / 2 + 40 + index * 20
                self.text(box.x, y, part, size=SMALL, anchor="middle", fill=QUIET)

    def draw_foot(self, y: float) -> float:
        """Write the steps that leave the state as it is, and how to read the chart; return where it ends."""
        self.text(30, y, "不改变状态的步骤", size=STEP_SIZE, font_weight="600")
        for row, states in self.plan.staying:
            y += 26
            names = "、".join(self.name(state) for state in states)
            self.text(30, y, f"{row.label}：{names}（{actors(row)}）", size=SMALL + 1)
        y += 40
        self.line([(30, y), (90, y)])
        self.text(100, y, "机关的步骤", size=SMALL + 1)
        self.line([(230, y), (290, y)], is_citizens=True)
        self.text(300, y, "提交人的步骤（凭编号和查询码）", size=SMALL + 1)
        self.text(600, y, "双线框：办理结束", size=SMALL + 1)
        return y + 30

    def svg(self) -> str:
        """Return the whole chart."""
        self.draw_boxes()
        self.draw_main()
        self.draw_sides()
        self.draw_lanes()
        self.draw_written()
        height = round(self.draw_foot(TOP + (len(self.plan.main) - 1) * ROW + 90))
        title = f"{self.kind.label}的办理步骤"
        heads = "".join(
            f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
            f'orient="auto-start-reverse"><path d="M0 0 L10 5 L0 10 z" fill="{color}"/></marker>'
            for name, color in (("head", LINE), ("head-citizen", CITIZEN))
        )
        body = "\n".join([*self.lines, *self.words])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="{FONT}" '
            f'fill="{INK}" role="img" aria-labelledby="t">\n<title id="t">{escape(title)}</title>\n'
            f'<defs>{heads}</defs>\n<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>\n'
            f'<text x="{MIDDLE}" y="70" font-size="32" font-weight="700" text-anchor="middle">{escape(title)}</text>\n'
            f"{body}\n</svg>\n"
        )
