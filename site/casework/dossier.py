"""The printed file of a case (卷宗): one Word document with everything that was done, in the order it is asked for.

Plain official style after GB/T 9704 (title 宋体, headings 黑体, text 仿宋, wide margins); fonts are only named, so
that Word and WPS take the nearest they have. Text from outside is stripped of characters that no printer shows.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from casework.kinds import Section, kinds
from casework.models import Case
from core.spreadsheets import printable
from deadlines.due import chinese_date

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, HEADING, TEXT, LATIN = "宋体", "黑体", "仿宋", "Times New Roman"
PICTURES = {"image/jpeg", "image/png"}
MOST_PICTURES = 20
Facts = Iterable[tuple[Any, str]]


def moment(at: Any) -> str:
    """Return a time as it is printed, empty for none."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


class Paper:
    """A Word document in official style, with the few things a case file is made of."""

    def __init__(self, title: str) -> None:
        """Start with page, fonts and page numbers."""
        self.document = Document()
        self.document.core_properties.title = printable(title)
        self.document.core_properties.author = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        normal = self.document.styles["Normal"]
        _set_font(normal, TEXT, 14)
        normal.paragraph_format.line_spacing = Pt(24)
        normal.paragraph_format.space_after = Pt(0)
        for level, size in ((1, 16), (2, 14)):
            style = self.document.styles[f"Heading {level}"]
            _set_font(style, HEADING, size)
            style.font.color.rgb = None
            style.font.bold = False
            style.paragraph_format.space_before = Pt(12)
        self._number_pages(section)

    def title(self, text: str, size: int = 22) -> None:
        """Write a centered title."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = 1.5
        _set_font(paragraph.add_run(printable(text)), TITLE, size).bold = True

    def heading(self, text: Any) -> None:
        """Write the heading of a part."""
        self.document.add_heading(printable(str(text)), 1)

    def text(self, text: str) -> None:
        """Write paragraphs with the first line set in, one for each line."""
        for line in printable(text).splitlines() or [""]:
            paragraph = self.document.add_paragraph(line.strip())
            paragraph.paragraph_format.first_line_indent = Pt(28)

    def facts(self, facts: Facts) -> None:
        """Write a table of two columns."""
        rows = [(printable(str(label)), printable(value)) for label, value in facts if value]
        if not rows:
            return
        table = self.document.add_table(rows=0, cols=2, style="Table Grid")
        table.autofit = False
        for label, value in rows:
            cells = table.add_row().cells
            cells[0].width, cells[1].width = Mm(38), Mm(118)
            cells[0].text, cells[1].text = label, value

    def picture(self, content: Any) -> bool:
        """Put a picture in; False when it is none."""
        try:
            self.document.add_picture(content, width=Mm(120))
        except (UnrecognizedImageError, OSError, ValueError, KeyError, ZeroDivisionError):
            return False
        return True

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def saved(self) -> bytes:
        """Return the file."""
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _number_pages(self, section: Any) -> None:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            element.text = text or None
            run._r.append(element)


def _set_font(what: Any, name: str, size: int) -> Any:
    """Name the Chinese and the Latin font of a style or a run."""
    what.font.name, what.font.size = LATIN, Pt(size)
    fonts = what.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    return what.font


def case_file(case: Case, *, sender: Facts, printed_by: str) -> bytes:
    """Return the file of a case. ``sender`` is empty unless the right and a reason were given."""
    kind = kinds.of(case)
    paper = Paper(case.number)
    paper.title(_("%(congress)s办件卷宗") % {"congress": case.congress.name})
    paper.title(case.number, 18)
    paper.facts(_cover(case, printed_by))
    if sender:
        paper.heading(_("提交人（严格控制知悉范围）"))
        paper.facts(sender)
    paper.new_page()
    for section in kind.dossier(case):
        _section(paper, case, section)
    for title, rows in (
        (_("交办"), _assignments(case)), (_("联系记录"), _contacts(case)), (_("延期"), _extensions(case)),
        (_("督办"), _supervisions(case)), (_("移送"), _handovers(case)),
    ):  # fmt: skip
        if rows:
            paper.heading(title)
            paper.facts(rows)
    _replies(paper, case)
    paper.heading(_("办理经过"))
    paper.facts(_timeline(case))
    return paper.saved()


def _cover(case: Case, printed_by: str) -> Facts:
    """Return number, dates and clocks with how they were reckoned."""
    yield _("事项"), case.summary
    yield _("种类"), str(kinds.of(case).label)
    yield _("状态"), str(kinds.of(case).workflow.statuses[case.status])
    yield _("收到时间"), moment(case.received_at)
    yield _("答复时间"), moment(case.answered_at)
    yield _("办结时间"), moment(case.closed_at)
    if case.due_on:
        yield _("办理期限"), f"{chinese_date(case.due_on)}\n{case.due_explanation}"
    for clock in case.clocks.all():
        state = _("已停止") if clock.stopped_at else _("进行中")
        yield _("时限"), f"{chinese_date(clock.due_on)}（{state}）\n{clock.explanation}"
    for pause in case.suspensions.all():
        until = chinese_date(pause.until_on) if pause.until_on else _("至今")
        yield _("暂停"), f"{chinese_date(pause.from_on)} — {until}"
    yield _("打印"), f"{moment(timezone.now())} {printed_by}"


def _section(paper: Paper, case: Case, section: Section) -> None:
    """Write a part that the kind of case has of its own."""
    paper.heading(section.title)
    paper.facts(section.facts)
    for label, text in section.texts:
        paper.document.add_heading(printable(label), 2)
        paper.text(text)
    if section.with_photos:
        _photos(paper, case)


def _photos(paper: Paper, case: Case) -> None:
    """List the files and put the pictures in."""
    links = list(case.files.filter(removed_at__isnull=True).select_related("file"))
    if not links:
        return
    paper.heading(_("照片和附件"))
    paper.facts(
        (str(place), f"{link.file.name}（{link.file.size} B，SHA-256 {link.file.sha256}）")
        for place, link in enumerate(links, start=1)
    )
    for place, link in enumerate(links[:MOST_PICTURES], start=1):
        if link.file.content_type not in PICTURES or not link.file.may_be_opened:
            continue
        try:
            with link.file.file.open("rb") as content:
                is_shown = paper.picture(content)
        except OSError:
            is_shown = False
        paper.text(
            f"{place}. {link.file.name}" if is_shown else _("第%(place)s个文件无法显示。") % {"place": place}
        )


def _assignments(case: Case) -> list[tuple[str, str]]:
    return [
        (
            f"{row.get_role_display()} {row.handler_name}",
            "\n".join(filter(None, (
                f"{moment(row.assigned_at)} {row.assigned_by}", row.instruction,
                f"{chinese_date(row.due_on)} {row.due_explanation}",
                f"{moment(row.returned_at)} {row.return_reason}".strip(), row.opinion,
            ))),
        )
        for row in case.assignments.select_related("office", "deputy", "station", "assigned_by")
    ]  # fmt: skip


def _contacts(case: Case) -> list[tuple[str, str]]:
    rows = case.contact_notes.select_related("by")
    return [(f"{row.on:%Y-%m-%d}", f"{row.get_way_display()} {row.by}\n{row.summary}") for row in rows]


def _extensions(case: Case) -> list[tuple[str, str]]:
    told = []
    for clock in case.clocks.all():
        for row in clock.extensions.select_related("requested_by", "decided_by"):
            verdict = _("同意") if row.is_granted else _("不同意") if row.decided_at else _("待审批")
            decided = f"{verdict} {row.decided_by or ''} {moment(row.decided_at)}".strip()
            asked = f"{row.requested_by}：{row.reason}（{chinese_date(row.until)}）"
            told.append((moment(row.requested_at), f"{asked}\n{decided}"))
    return told


def _supervisions(case: Case) -> list[tuple[str, str]]:
    return [
        (
            moment(row.at),
            "\n".join(filter(None, (
                f"{row.by}：{row.demand}", f"{chinese_date(row.respond_by)} {row.due_explanation}",
                f"{row.answered_by}：{row.answer}（{moment(row.answered_at)}）" if row.answered_at else "",
            ))),
        )
        for row in case.supervisions.select_related("by", "answered_by")
    ]  # fmt: skip


def _handovers(case: Case) -> list[tuple[str, str]]:
    rows = case.handovers.select_related("from_congress", "to_congress", "by")
    return [
        (
            moment(row.at),
            f"{row.from_congress.name} → {row.to_congress.name} {row.by}\n{row.reason} {row.return_reason}",
        )
        for row in rows
    ]


def _replies(paper: Paper, case: Case) -> None:
    """Write the answers with who wrote and who signed them."""
    for reply in case.replies.select_related("author", "signed_by"):
        paper.heading(_("第%(round)s次答复") % {"round": reply.round})
        paper.text(reply.text)
        signed = f"{reply.signed_by} {moment(reply.signed_at)}" if reply.signed_at else _("未签发")
        paper.facts(
            [
                (_("答复单位"), reply.body_name),
                (_("起草"), f"{reply.author} {moment(reply.drafted_at)}"),
                (_("签发"), signed),
            ]
        )


def _timeline(case: Case) -> list[tuple[str, str]]:
    """Return every step with who took it and what was said inside and outside."""
    rows = kinds.of(case).workflow.by_name
    told = []
    for event in case.events.select_related("actor"):
        label = str(rows[event.name].label) if event.name in rows else _("收到")
        who = str(event.actor) if event.actor else _("提交人或系统")
        lines = (
            f"{label} {who}",
            event.note,
            event.public_note and _("告知：%(text)s") % {"text": event.public_note},
        )
        told.append((moment(event.at), "\n".join(filter(None, lines))))
    return told
