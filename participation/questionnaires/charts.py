"""Bars of a result as an SVG picture of its own, drawn on the server. The table beside it says the same in words.

pygal puts scripts and a link to its author's server into every chart; both are taken out, so that the picture
does nothing but be looked at.
"""

from collections.abc import Sequence
from typing import Any

import pygal
from django.utils.translation import gettext as _
from pygal.style import Style

from core.spreadsheets import printable
from participation.questionnaires.results import Result, Table
from participation.submissions.suppression import Hidden

WIDTH, LINE_HEIGHT, LEGEND_HEIGHT, FURNITURE, MARGIN = 460, 38, 30, 70, 12
LABEL_LENGTH, LABEL_SIZE, LEGEND_COLUMNS = 10, 15, 3
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
SHADES = (
    "#0a4d68",
    "#b35c00",
    "#2f7d4f",
    "#7a3e8e",
    "#5c6870",
    "#a8324a",
    "#1b7f95",
    "#8a6d00",
    "#3d5a99",
    "#444444",
)
SCRIPT = "{http://www.w3.org/2000/svg}script"


def chart(result: Result) -> bytes:
    """Return the chart: one bar for each option; for a matrix one bar for each row, divided by column."""
    return _matrix(result) if result.is_matrix else _bars(result.tables[0], result.question.text)


def sentence(result: Result) -> str:
    """Return what the chart shows, for those who do not see it; every number is in the table too."""
    kind = _("分段条形图") if result.is_matrix else _("条形图")
    head = _("第%(number)d题的%(kind)s。") % {"number": result.number, "kind": kind}
    if result.is_matrix:
        return head + _("各行的数字见下面的表。")
    best = [line for line in result.tables[0].lines if not isinstance(line.shown, Hidden)]
    if not best:
        return head + _("数字见下面的表。")
    top = max(best, key=lambda line: line.shown if isinstance(line.shown, int) else 0)
    return head + _("列出的选项中最多的是“%(label)s”，%(count)s人。其余见下面的表。") % {
        "label": top.label,
        "count": top.shown,
    }


def _bars(table: Table, title: str) -> bytes:
    lines = list(reversed(table.lines))  # pygal draws from below
    labels = [_short(line.label) for line in lines]
    drawing = pygal.HorizontalBar(**_settings(labels), show_legend=False)
    drawing.x_labels = labels
    drawing.add(printable(title), [_value(line.shown) for line in lines])
    return _finished(drawing)


def _matrix(result: Result) -> bytes:
    tables = [table for table in reversed(result.tables) if table.lines]
    labels = [_short(table.label) for table in tables]
    columns = len(result.question.choices)
    settings = _settings(labels, legend_lines=-(-columns // LEGEND_COLUMNS))
    drawing = pygal.HorizontalStackedBar(
        **settings, legend_at_bottom=True, legend_at_bottom_columns=min(columns, LEGEND_COLUMNS)
    )
    drawing.x_labels = labels
    for value, label in result.question.choices:
        cells = [next(line.shown for line in table.lines if line.option == value) for table in tables]
        drawing.add(_short(label), [_value(shown) for shown in cells])
    return _finished(drawing)


def _settings(labels: Sequence[str], legend_lines: int = 0) -> dict[str, Any]:
    style = Style(
        background="#ffffff",
        plot_background="#ffffff",
        foreground="#1b2226",
        foreground_strong="#1b2226",
        foreground_subtle="#ccd4d9",
        colors=SHADES,
        font_family=FONT,
        label_font_size=LABEL_SIZE,
        major_label_font_size=LABEL_SIZE,
        legend_font_size=14,
        value_font_size=14,
        opacity="1",
        transition="0s",
    )
    return {
        "width": WIDTH,
        "height": FURNITURE + LINE_HEIGHT * len(labels) + LEGEND_HEIGHT * legend_lines,
        "style": style,
        "js": [],
        "print_values": False,
        "show_y_guides": True,
        "show_x_guides": False,
        "include_x_axis": True,
        "zero": 0,
        "margin": MARGIN,
        # pygal reckons with Latin letters, which are half as wide as Chinese ones.
        "margin_left": MARGIN + round(max(map(len, labels), default=0) * LABEL_SIZE * 0.45),
        "margin_bottom": MARGIN + LEGEND_HEIGHT * legend_lines,
        "truncate_label": -1,
        "truncate_legend": -1,
        "value_formatter": lambda value: f"{value:.0f}",
        "max_scale": 6,
        "disable_xml_declaration": False,
        "no_prefix": True,
    }


def _value(shown: int | Hidden) -> int | None:
    return None if isinstance(shown, Hidden) else shown


def _short(label: str) -> str:
    label = printable(label)
    return label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"


def _finished(drawing: Any) -> bytes:
    drawing.add_xml_filter(_without_scripts)
    return bytes(drawing.render())


def _without_scripts(root: Any) -> Any:
    for parent in list(root.iter()):
        for child in list(parent):
            # A comment's tag is a function: it names the library and the second at which it drew.
            if child.tag in {SCRIPT, "script"} or not isinstance(child.tag, str):
                parent.remove(child)
    return root
