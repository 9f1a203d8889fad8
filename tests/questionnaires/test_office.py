"""The office's screens and exports: whose they are, what is in them, what is hidden."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.roles import Role
from audit.models import Entry
from exchange.actions import next_job, run_job
from exchange.models import ExportJob, JobState
from participation.questionnaires import exports
from participation.questionnaires.views import office as screens
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_office, make_town
from tests.factories.questionnaires import (
    answer,
    asked_in,
    make_questionnaire,
    matrix,
    multiple,
    scale,
    single,
    written,
)

PHONE = "139" + "0000" + "0000"


def signed_in(role: Role, congress) -> Client:
    handler_of = make_office(congress) if role == Role.HANDLER else None
    client = Client()
    client.force_login(
        make_member(role, congress, handler_of), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def paths(page) -> list[str]:
    base = f"/admin/questionnaires/{page.pk}/"
    return [base, f"{base}texts/", f"{base}responses/", f"{base}export/"]


def exported(response) -> str:
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_read_what_citizens_send_see_the_screens(town, role):
    page = make_questionnaire(town, [single(), written()])
    answer(page, {1: 0, 2: "路灯"})
    browser = signed_in(role, town)
    may = role in {Role.CLERK, Role.CHAIR, Role.COUNTY_OFFICE}
    shown = browser.get("/admin/questionnaires/")
    assert (shown.status_code == 200 and page.title in shown.content.decode()) is may
    for path in paths(page)[:3]:
        assert (browser.get(path).status_code == 200) is may, path
    assert (browser.post(paths(page)[3], {"format": "csv"}).status_code == 200) is may


def test_another_town_finds_nothing_and_the_county_everything(town):
    page = make_questionnaire(town, [single(), written()], title="柳塘的问卷")
    neighbor = signed_in(Role.CLERK, make_town("白水镇", "baishui", "BS"))
    county = signed_in(Role.COUNTY_OFFICE, make_county())
    for path in paths(page):
        assert neighbor.get(path).status_code == 404
    assert neighbor.post(paths(page)[3], {"format": "csv"}).status_code == 404
    assert "柳塘的问卷" not in neighbor.get("/admin/questionnaires/").content.decode()
    assert county.get(paths(page)[0]).status_code == 200
    assert "柳塘的问卷" in county.get("/admin/questionnaires/").content.decode()


def test_the_office_sees_exact_numbers_before_the_close(office, town):
    page = make_questionnaire(town, [single(options="是\n否"), written("为什么？")])
    answer(page, {1: 0, 2: "因为<b>近</b>"}, times=2)
    text = office.get(paths(page)[0]).content.decode()
    assert "收到 2 份答卷" in text
    assert '<td data-label="人数">2</td>' in text
    assert "少于5" not in text.split("题目")[-1] or "自动隐去" in text
    written_ones = office.get(paths(page)[1]).content.decode()
    assert "因为&lt;b&gt;近&lt;/b&gt;" in written_ones
    assert "为什么？" in office.get(paths(page)[2]).content.decode()


def test_texts_are_paged_and_unreadable_parameters_mean_the_first_page(office, town, monkeypatch):
    monkeypatch.setattr(screens, "TEXTS_SIZE", 4)
    page = make_questionnaire(town, [written("甲"), written("乙")])
    for number in range(9):
        answer(page, {1: f"第{number}句"})
    seen, address = set(), f"{paths(page)[1]}?question=1"
    for _page in range(3):
        response = office.get(address)
        seen |= {text.text for text in response.context["texts"]}
        address = paths(page)[1] + response.context["next_url"]
    assert len(seen) == 9
    for query in ("question=99", "question=x", "cursor=%00", "cursor=abc", "question=2&cursor=" + "A" * 900):
        assert office.get(f"{paths(page)[1]}?{query}").status_code == 200


def test_the_csv_opens_right_runs_nothing_and_masks_people(office, town):
    page = make_questionnaire(
        town,
        [
            single("住哪里？"),
            multiple(is_required=False),
            scale("满意吗？", is_required=False),
            matrix(is_required=False),
            written(),
        ],
    )
    answer(page, {1: 1, 2: [0, 2], 3: 4, 4: {0: 0, 1: 2}, 5: f"=1+1 打{PHONE}找王小明"})
    answer(page, {1: 2})
    response = office.post(paths(page)[3], {"format": "csv"})
    body = exported(response)
    assert body.startswith("\ufeff")
    assert response.headers["Content-Disposition"].startswith("attachment")
    head, *lines = csv.reader(io.StringIO(body.removeprefix("\ufeff")))
    assert head[1:] == [
        "1. 住哪里？", "2. 您常去哪里？", "3. 满意吗？", "4. 下面几样您觉得怎么样？－路灯",
        "4. 下面几样您觉得怎么样？－公厕", "5. 还有什么想说的？",
    ]  # fmt: skip
    [full] = [line for line in lines if line[1] == "村里"]
    assert full[2:6] == ["集市；广场", "4", "好", "差"]
    assert full[6].startswith("'=1+1")
    assert PHONE not in body
    [short] = [line for line in lines if line[1] == "外地"]
    assert short[2:] == ["", "", "", "", ""]
    entry = Entry.objects.get(action="export.direct")
    assert (entry.data["kind"], entry.data["rows"]) == ("questionnaire", 2)
    assert PHONE not in str(entry.data)


def test_the_workbook_keeps_numbers_as_numbers(office, town):
    page = make_questionnaire(town, [scale("=SUM(A1)")])
    answer(page, {1: 4})
    response = office.post(paths(page)[3], {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet["B1"].value == "1. =SUM(A1)"
    assert sheet["B2"].value == 4
    assert sheet["A2"].is_date


def test_a_long_list_is_made_in_the_background(office, town, clerk, monkeypatch):
    monkeypatch.setattr(screens, "AT_ONCE", 3)
    monkeypatch.setattr(exports, "CHUNK", 2)
    page = make_questionnaire(town)
    answer(page, {1: 0}, times=5)
    response = office.post(paths(page)[3], {"format": "csv"})
    job = ExportJob.objects.get()
    assert response.url == f"/admin/exports/{job.pk}/"
    claimed = next_job()
    assert claimed is not None
    run_job(claimed)
    claimed.refresh_from_db()
    assert (claimed.state, claimed.rows_done) == (JobState.DONE, 5)
    with claimed.file.open("rb") as made:
        assert made.read().decode().count("镇上") == 5
    assert page.title in office.get("/admin/exports/").content.decode()


def test_a_job_of_somebody_who_lost_the_right_fails_and_tells_nothing(office, town, clerk):
    page = make_questionnaire(town, title="机密题目")
    job = ExportJob.objects.create(
        maker=clerk, kind="questionnaire", format="csv", query=exports.query_of(page)
    )
    clerk.memberships.update(is_active=False)
    claimed = next_job()
    assert claimed is not None
    run_job(claimed)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    stranger = make_member(Role.CLERK, make_town("白水镇", "baishui", "BS"))
    assert exports.describe(stranger, exports.query_of(page)) == ""
    for query in ("", "page=", "page=abc", "page=" + "9" * 40, "page=１"):
        assert exports.describe(stranger, query) == ""


def test_export_asks_for_a_format_and_is_no_address(office, town):
    page = make_questionnaire(town)
    assert office.get(paths(page)[3]).url == paths(page)[0]
    assert office.post(paths(page)[3], {"format": "exe"}).url == paths(page)[0]
    assert not Entry.objects.filter(action="export.direct").exists()
    assert asked_in(page)
