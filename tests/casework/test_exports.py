"""Lists and files that leave the house: what is in them, for whom, and that nothing in them runs."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from accounts.roles import Role
from audit.models import Entry
from casework.models import Case, Visibility
from exchange.actions import cancel_export, next_job, recover, request_export, run_job
from exchange.models import ExportJob, JobState
from participation.submissions.models import Submission
from tests.factories.accounts import make_member
from tests.factories.organizations import make_county, make_town
from tests.factories.participation import Staff, make_submission

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://x")'


@pytest.fixture
def staff() -> Staff:
    return Staff(make_town())


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body_of(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def csv_of(user, query: str = "tab=all") -> str:
    body = body_of(signed_in(user).post(f"/admin/cases/export/?{query}", {"format": "csv"}))
    assert body.startswith(b"\xef\xbb\xbf")
    return body.decode("utf-8-sig")


def sheet_of(user, query: str = "tab=all"):
    body = body_of(signed_in(user).post(f"/admin/cases/export/?{query}", {"format": "xlsx"}))
    return load_workbook(io.BytesIO(body)).active


def test_csv_opens_right_in_excel(staff: Staff) -> None:
    submission = make_submission(
        staff.congress, text="路灯坏了", place="007", name="某人", contact="13900000000"
    )
    Case.objects.filter(pk=submission.case.pk).update(received_at="2026-03-04T16:30:00Z")
    text = csv_of(staff.clerk)
    lines = text.split("\r\n")
    assert lines[0].startswith("编号,状态,收到时间")
    assert "2026-03-05 00:30" in lines[1], "local time"
    assert "'007" in lines[1]
    assert "某人" not in text
    assert "13900000000" not in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "\u3000="])
def test_no_cell_begins_a_formula(staff: Staff, start: str) -> None:
    Submission.objects.filter(pk=make_submission(staff.congress).pk).update(text=f"{start}1+1\x01\u202e路灯")
    [row] = sheet_of(staff.clerk).iter_rows(min_row=2)
    cells = [cell for cell in row if cell.value is not None and "1+1" in str(cell.value)]
    assert cells
    assert all(cell.data_type == "s" and cell.value.startswith("'") for cell in cells)
    assert "\u202e" not in cells[0].value
    assert f",{start}1+1" not in csv_of(staff.clerk)


def test_xlsx_keeps_dates_as_dates_and_zeros_as_text_under_a_frozen_head(staff: Staff) -> None:
    make_submission(staff.congress, text="0012345678901234567890")
    sheet = sheet_of(staff.clerk)
    head = [cell.value for cell in sheet[1]]
    row = dict(zip(head, sheet[2], strict=True))
    assert sheet.freeze_panes == "B2"
    assert row["收到时间"].is_date
    assert row["办理期限"].is_date
    assert row["意见内容"].value == "0012345678901234567890"
    assert row["意见内容"].number_format == "@"


def test_a_reply_with_its_date_stands_in_the_row(staff: Staff) -> None:
    staff.replied(make_submission(staff.congress))
    text = csv_of(staff.clerk)
    assert "镇流器损坏" in text
    assert f"（{timezone.localdate():%Y-%m-%d}）" in text
    assert staff.office.name in text


def test_an_export_holds_just_the_list_with_its_filters_and_the_ledger_knows(staff: Staff) -> None:
    wanted, other = make_submission(staff.congress).case, make_submission(staff.congress).case
    theirs = make_submission(make_town("白水镇", "baishui", "BS")).case
    secret = make_submission(staff.congress).case
    Case.objects.filter(pk=secret.pk).update(visibility=Visibility.RESTRICTED)
    Submission.objects.filter(case=wanted).update(category="farmland")
    text = csv_of(staff.clerk, "tab=all&category=farmland")
    assert wanted.number in text
    assert other.number not in text
    everything = csv_of(staff.chair)
    assert other.number in everything
    assert theirs.number not in everything
    assert secret.number not in everything, "accusations stay in the house"
    entry = Entry.objects.filter(action="export.direct").order_by("pk").first()
    assert entry.data["query"] == "category=farmland&tab=all"
    assert entry.data["rows"] == 1


@pytest.mark.parametrize("role", [Role.HANDLER, Role.DEPUTY, Role.OFFICER])
def test_who_may_not_export_is_refused(staff: Staff, role: Role) -> None:
    person = make_member(role, staff.congress, staff.office if role == Role.HANDLER else None)
    assert signed_in(person).post("/admin/cases/export/?tab=all", {"format": "csv"}).status_code in {302, 403}
    assert not Entry.objects.filter(action__startswith="export").exists()


def queued(staff: Staff, monkeypatch: pytest.MonkeyPatch, export_format: str = "csv") -> ExportJob:
    monkeypatch.setattr("casework.views.exports.AT_ONCE", 1)
    make_submission(staff.congress, text="路灯")
    make_submission(staff.congress, text="水管")
    answer = signed_in(staff.clerk).post("/admin/cases/export/?tab=all", {"format": export_format})
    job = ExportJob.objects.get()
    assert answer["Location"] == f"/admin/exports/{job.pk}/"
    return job


def test_a_long_export_is_made_in_the_background_and_fetched_by_its_maker_only(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = queued(staff, monkeypatch)
    monkeypatch.setattr("casework.exports.CHUNK", 1)
    mine, other = signed_in(staff.clerk), signed_in(staff.chair)
    waiting = mine.get(f"/admin/exports/{job.pk}/")
    assert waiting["Refresh"] == "5"
    assert mine.get(f"/admin/exports/{job.pk}/file/").status_code == 404
    call_command("run_exports")
    job.refresh_from_db()
    assert (job.state, job.rows_done) == (JobState.DONE, 2)
    assert "Refresh" not in mine.get(f"/admin/exports/{job.pk}/").headers
    text = body_of(mine.get(f"/admin/exports/{job.pk}/file/")).decode("utf-8-sig")
    assert text.count("\r\n") == 3
    for address in ("", "file/"):
        assert other.get(f"/admin/exports/{job.pk}/{address}").status_code == 404
    assert str(job.pk) not in other.get("/admin/exports/").content.decode()
    actions = set(Entry.objects.filter(object_id=str(job.pk)).values_list("action", flat=True))
    assert actions == {"export.request", "export.finish", "export.download"}


def test_a_canceled_job_stops_between_two_chunks_and_leaves_no_file(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = queued(staff, monkeypatch)
    monkeypatch.setattr("casework.exports.CHUNK", 1)
    claimed = next_job()
    cancel_export(job=job, by=staff.clerk)
    run_job(claimed)
    job.refresh_from_db()
    assert (job.state, job.file.name) == (JobState.CANCELED, "")
    assert next_job() is None


def test_what_a_killed_worker_left_is_made_again_and_the_second_time_marked(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = queued(staff, monkeypatch)
    for attempt in (1, 2):
        assert next_job().attempts == attempt  # ... and the worker dies here
        assert recover() == 0, "it may still be alive"
        ExportJob.objects.update(beat_at=timezone.now() - timedelta(minutes=4))
        assert recover() == 1
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "中断" in signed_in(staff.clerk).get(f"/admin/exports/{job.pk}/").content.decode()


def test_a_killed_export_succeeds_at_the_next_turn(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    job = queued(staff, monkeypatch, "xlsx")
    next_job()
    ExportJob.objects.update(beat_at=timezone.now() - timedelta(minutes=4))
    call_command("run_exports")
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert load_workbook(job.file.open("rb")).active.max_row == 3


def test_a_right_taken_away_meanwhile_ends_the_job(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    job = queued(staff, monkeypatch)
    staff.clerk.memberships.update(is_active=False)
    call_command("run_exports")
    job.refresh_from_db()
    assert (job.state, job.file.name) == (JobState.FAILED, "")


def test_files_are_deleted_after_a_week(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    job = queued(staff, monkeypatch)
    call_command("run_exports")
    job.refresh_from_db()
    name = job.file.name
    assert storages["private"].exists(name)
    ExportJob.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert signed_in(staff.clerk).get(f"/admin/exports/{job.pk}/file/").status_code == 404
    call_command("run_exports")
    assert not storages["private"].exists(name)


def test_no_more_than_three_exports_wait_for_one_person(staff: Staff) -> None:
    for _ in range(3):
        request_export(kind="cases", query="tab=all", export_format="csv", by=staff.clerk)
    with pytest.raises(Exception, match="还没有完成"):
        request_export(kind="cases", query="tab=all", export_format="csv", by=staff.clerk)


def printed(user, case: Case, **data) -> str:
    body = body_of(signed_in(user).post(f"/admin/cases/{case.number}/case-file/", data))
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        assert parts.testzip() is None
    paper = Document(io.BytesIO(body))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_printed_file_holds_the_whole_trail_but_not_the_sender(staff: Staff) -> None:
    case = staff.replied(make_submission(staff.congress, name="某甲", contact="13900000001"))
    text = printed(staff.clerk, case)
    for part in (
        case.number,
        "村东头那盏路灯",
        "镇流器损坏",
        staff.office.name,
        str(staff.chair),
        "内部：草稿",
        "办理经过",
    ):
        assert part in text
    assert "某甲" not in text
    assert "13900000001" not in text
    assert Entry.objects.filter(action="case.print", object_id=case.number).count() == 1


def test_name_and_contact_are_printed_only_with_right_and_reason(staff: Staff) -> None:
    case = make_submission(staff.congress, name="某甲", contact="13900000001").case
    refused = signed_in(staff.clerk).post(f"/admin/cases/{case.number}/case-file/", {"with_sender": "on"})
    assert refused.status_code == 422
    assert "请写明理由" in refused.content.decode()
    text = printed(staff.clerk, case, with_sender="on", reason="当面答复")
    assert "某甲" in text
    assert "13900000001" in text
    assert Entry.objects.get(action="case.print_contact").data == {"reason": "当面答复"}
    county = make_member(Role.COUNTY_OFFICE, make_county())
    answer = signed_in(county).post(
        f"/admin/cases/{case.number}/case-file/", {"with_sender": "on", "reason": "想看"}
    )
    assert answer.status_code in {302, 403}
    assert Entry.objects.filter(action="case.print_contact").count() == 1


def test_hostile_text_is_harmless_in_print(staff: Staff) -> None:
    submission = make_submission(staff.congress)
    Submission.objects.filter(pk=submission.pk).update(
        text=f"<w:p>{EVIL}&\x01\x0b\u202e路灯\ufffe", place="]]>\x02"
    )
    text = printed(staff.clerk, submission.case)
    assert EVIL in text
    assert "\u202e" not in text
    assert "<w:p>" in text, "shown, not read"


def test_another_towns_file_does_not_exist(staff: Staff) -> None:
    case = make_submission(make_town("白水镇", "baishui", "BS")).case
    assert signed_in(staff.clerk).get(f"/admin/cases/{case.number}/case-file/").status_code == 404
