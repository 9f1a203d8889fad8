"""Files of a draft: tables of projects become rows; what cannot be read is refused beside the field."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import Role
from organizations.models import Congress
from participation.consultations.models import ConsultationPage, DraftImport
from tests.factories.accounts import make_member
from tests.factories.participation import make_consultation
from tests.participation.editing import as_user, labels, rows, screen
from tests.participation.importing import OLD, confirm, make_page, read, word


@pytest.fixture
def client(town: Congress) -> Client:
    return as_user(make_member(Role.CLERK, town))


@pytest.fixture
def page(town: Congress) -> ConsultationPage:
    return make_page(town, OLD)


def test_a_word_file_with_a_table_of_projects_becomes_rows_with_columns(client, town):
    page = make_consultation(town, kind="projects")
    page.articles = []
    page.save_revision()
    table = [
        ["序号", "项目名称", "建设内容", "责任单位"],
        ["1", "农村供水提升", "改造管道12公里", "水务局"],
        ["2", "村级日间照料", "新建3处", "民政局"],
    ]
    upload = word("柳塘镇2027年度民生实事候选项目", table=table)
    confirm(client, page, read(client, page, file=upload))
    found = rows(page)
    assert [(row.kind, row.label, row.heading) for row in found] == [
        ("project", "1", "农村供水提升"), ("project", "2", "村级日间照料"),
    ]  # fmt: skip
    assert found[0].cells == [("建设内容", "改造管道12公里"), ("责任单位", "水务局")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("旧.doc", b"\xd0\xcf\x11\xe0" + b"x" * 600, "另存为 .docx"),
        ("坏.docx", b"PK\x03\x04nothing", "损坏"),
        ("空.txt", b"", "空"),
        ("扫描.pdf", b"%PDF-1.7 x", "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(client, page, name, content, words):
    response = client.post(screen(page, "import"), {"text": "", "file": SimpleUploadedFile(name, content)})
    assert words in response.content.decode()
    assert not DraftImport.objects.exists()
    assert len(labels(page)) == 4


def test_a_file_with_macros_and_one_that_is_too_big_are_refused(client, page):
    upload = word("第一条 甲。")
    content = BytesIO(upload.read())
    with ZipFile(content, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    macros = SimpleUploadedFile("宏.docx", content.getvalue())
    big = SimpleUploadedFile("大.txt", b"\xe7\x94\xb2" * (4 * 1024 * 1024))
    for upload, words in ((macros, "宏"), (big, "10 MB")):
        response = client.post(screen(page, "import"), {"text": "", "file": upload})
        assert words in response.content.decode()
    assert not DraftImport.objects.exists()
