"""Texts to import and what a clerk does with them; shared by the tests of the import."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from organizations.models import Congress
from participation.consultations.models import Article, ConsultationPage, DraftImport
from tests.factories.participation import make_consultation, make_version
from tests.participation.editing import screen

OLD = [
    ("第一条", "为了加强乡村道路的养护，保障群众出行安全和便利，制定本办法。"),
    ("第二条", "村道由村民委员会负责日常养护，养护经费列入村级预算。"),
    ("第三条", "养护人员每月至少巡查一次村道，雨季每周至少巡查一次，并做好记录。"),
    ("第四条", "违反本办法的，由镇人民政府责令改正。"),
]
NEW = (
    "第一条 为了加强乡村道路的养护，保障群众出行安全和便利，制定本办法。\n"
    "第二条 本办法适用于本镇行政区域内的乡道和村道。\n"
    "第三条 村道由村民委员会负责日常养护，养护经费列入村级预算，不足部分由镇补助。\n"
    "第四条 养护人员每月至少巡查一次村道，雨季每周至少巡查一次，并做好记录。\n"
)
HALF = "第一条 为了养护桥梁，制定本办法。\n第二条 村道由村民委员会负责日常养护，养护经费列入村级预算。"
SHORT = [("第一条", "为了加强乡村道路的养护，保障群众出行，制定本办法。"), OLD[1]]


def make_page(town: Congress, texts: list[tuple[str, str]], **fields: object) -> ConsultationPage:
    page = make_consultation(town, **fields)
    make_version(page, [Article(label=label, text=text, plain_note=f"说明{label}") for label, text in texts])
    return ConsultationPage.objects.get(pk=page.pk)


def read(client: Client, page: ConsultationPage, text: str = "", **files: object) -> DraftImport:
    response = client.post(screen(page, "import"), {"text": text, **files})
    assert response.status_code == 302, response.context["form"].errors
    return DraftImport.objects.latest("pk")


def check(page: ConsultationPage, imported: DraftImport) -> str:
    return screen(page, "check", imported.pk)


def confirm(client: Client, page: ConsultationPage, imported: DraftImport, **answers: str) -> str:
    return client.post(check(page, imported), {"confirm": "1", **answers}, follow=True).content.decode()


def word(*paragraphs: str, table: list[list[str]] | None = None) -> SimpleUploadedFile:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    content = BytesIO()
    document.save(content)
    return SimpleUploadedFile("草案.docx", content.getvalue())
